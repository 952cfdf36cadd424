"""``nntui predict``: the predictions of a saved session."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from nntui.cli.group import INTERRUPTED
from nntui.cli.output import say, say_json, warn
from nntui.cli.predict_rows import probabilities_by_row, show_answers, warn_all
from nntui.cli.progress import progress, progress_mode
from nntui.cli.seeds import (
    INTERRUPTED_LINE,
    answer_spread_lines,
    answer_spread_object,
    networks_object,
    networks_of,
)
from nntui.data.cells import format_cell, parse_asked
from nntui.data.encoding.scaling import Scale
from nntui.data.images.many import LONGEST
from nntui.data.images.parts import PictureFiles
from nntui.data.numbers import format_digits
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted
from nntui.session.file_answers import FileAnswering, HowToAnswer
from nntui.session.predict import Predictor, Reply
from nntui.session.question_parts import picture_grid
from nntui.session.seeds.spread import network_answers, question_spread
from nntui.session.store.file import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from nntui.cli.output import Json
    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.session.predict import Answer
    from nntui.session.seeds.networks import SeedNetworks


def answer_lines(predictor: Predictor, question: Mapping[str, Cell], answer: Answer) -> Iterator[str]:
    """The question and the answer, or both answers where a session scales its question as the lesson does."""
    asked = ", ".join(_asked(predictor, question))
    if predictor.session.query_scaling == "training":
        yield f"For {asked}:"
        yield from _values(predictor, answer.trained)
        return
    scales = [scale for scale in predictor.encoder.inputs if isinstance(scale, Scale)]
    divisors = ", ".join(f"{one_line(scale.name)} by {scale.divisor:g}" for scale in scales)
    largest = max((value for value in question.values() if isinstance(value, float | int)), default=1.0)
    yield f"Prediction for {asked}"
    yield f"As the lesson scales the question, divided by its own largest value, {largest:g}:"
    yield from _reply(predictor, answer.own)
    yield f"As the table was scaled in training ({divisors}), which is the one to trust:"
    yield from _reply(predictor, answer.trained)


def _asked(predictor: Predictor, question: Mapping[str, Cell]) -> Iterator[str]:
    for column in predictor.session.table.inputs:
        if column.name in question:
            value = question[column.name]
            yield f"{one_line(column.name)} {'unknown' if value is None else one_line(format_cell(value, column))}"


def _reply(predictor: Predictor, reply: Reply) -> Iterator[str]:
    yield f"  scaled input: {_numbers(reply.inputs)}"
    yield f"  scaled output: {_numbers(reply.outputs)}"
    yield from _values(predictor, reply)


def _show_one(predictor: Predictor, answering: FileAnswering, notes: list[str]) -> None:
    """Print the answer to the only picture."""
    for part in answering.parts():
        replies = part.answers.own
        say(f"For {one_line(part.pictures[0], LONGEST)}:")
        shares = probabilities_by_row(replies)
        values = {target.name: cells[0] for target, cells in zip(predictor.targets, replies.values, strict=True)}
        for line in _values(predictor, Reply((), (), values, None if shares is None else shares[0])):
            say(line)
    found = answering.summary()
    warn_all([*notes, *found.notes, *found.warnings])


def picture_files(predictor: Predictor, paths: tuple[Path, ...], given: Mapping[str, Cell]) -> PictureFiles:
    """The pictures to be asked about, with the cells ``given`` for the other inputs. Raises DataError."""
    columns = predictor.askable
    picture_grid(predictor.session)
    return PictureFiles(paths, tuple(columns[name] for name in given), tuple(given.values()))


def _values(predictor: Predictor, reply: Reply) -> Iterator[str]:
    """The value of each target; for classes, then the probability of each, largest first."""
    targets = {column.name: column for column in predictor.session.table.targets}
    for name, value in reply.values.items():
        text = one_line(str(value or "no answer"))
        if isinstance(value, float) and targets[name].temporal:
            text = format_cell(value, targets[name])
        elif isinstance(value, float):
            text = f"{format_digits(value)} {one_line(targets[name].unit)}"
        yield f"  {one_line(name)}: {text}".rstrip()
    shares = reply.probabilities or {}
    for name, share in sorted(shares.items(), key=lambda item: -item[1]):
        yield f"    {share:>7.2%}  {one_line(name)}"


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.7g}" for value in values)


UNTRAINED = "this session was never trained: the answers are those of its first weights"


def run(
    session: Path,
    *,
    more_images: tuple[Path, ...],
    images: tuple[Path, ...],
    given: tuple[str, ...],
    data: Path | None,
    out: Path | None,
    empty: tuple[str, ...] | None,
    seeds: int | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Answer one question (``given``, or the session's own), every row of a table (``data``), or ``images``.

    ``more_images`` are those that a shell made of a pattern after --image; ``given`` are then the other inputs.

    ``empty`` are words for an empty cell of that table, by default the session's. With ``seeds``, so many networks are
    trained like the session's, and the spread of their answers is told.

    In JSON: ``{"predictions": [{target: value}], "warnings": [...]}``, for classes ``"probabilities"`` too (``[{class:
    probability}]``), where the session scales a question as the lesson does, ``"trained_scaling_predictions"``, and for
    rows without an answer, whose values are null, ``"unanswered"`` (``[{"row": 1, "reason": ...}]``). With ``seeds``
    ``"spread"`` (``[{target: {"lowest", "median", "highest"}}]``, of classes ``[{"class", "agree", "probability":
    {...}}]``) and ``"seeds"`` (``{"networks", "diverged", "seeds"}``).
    """
    if more_images and not images:
        raise click.UsageError(f"Got unexpected extra argument ({more_images[0]})")
    if data is not None and (given or images):
        raise click.UsageError(f"give {'--image' if images else '--set'} or --data, not both")
    if images and empty is not None:
        raise click.UsageError("--empty is for the table that --data names; a picture has no empty cells")
    if data is None and not images and out is not None:
        raise click.UsageError("--out writes the table that --data names; give both")
    if data is None and empty is not None:
        raise click.UsageError("--empty is for the table that --data names; give both")
    opened = load(session)
    predictor = Predictor(opened)
    notes = [UNTRAINED] if opened.checkpoint is None or opened.checkpoint.untrained else []
    asked = None if data is not None or images else asked_question(predictor, given)
    # A bar would stand in the middle of the object's line.
    in_pieces = as_json and sys.stdout is not None and sys.stdout.isatty()
    shown = progress_mode(quiet=quiet or in_pieces, as_json=as_json)
    networks = None if seeds is None else networks_of(predictor, seeds, shown)
    if seeds is not None and networks is None:
        warn(f"{INTERRUPTED_LINE}; nothing was predicted")
        return INTERRUPTED
    if asked is not None:
        _one(predictor, asked, networks, notes, as_json)
        return 0
    questions = data or picture_files(predictor, (*images, *more_images), named_cells(predictor, given))
    how = HowToAnswer(None, empty, networks)
    with progress(f"predicting the rows of {questions.name}", "", shown) as reporter:
        answering = FileAnswering(predictor, questions, how, lambda share: reporter.update(share, 1.0))
        as_rows = as_json or out is not None or networks is not None
        if isinstance(questions, PictureFiles) and questions.is_one and not as_rows:
            _show_one(predictor, answering, notes)
        else:
            show_answers(predictor, answering, questions, out, notes, as_json=as_json, networks=networks)
    return 0


def asked_question(predictor: Predictor, given: tuple[str, ...]) -> dict[str, Cell]:
    """The cells ``given`` as NAME=VALUE, or the session's own question. Raises DataError if there is neither."""
    columns = predictor.askable
    question = named_cells(predictor, given) or dict(predictor.session.query)
    if not question:
        names = as_list(column.name for column in columns.values() if not column.formula)
        raise DataError(f"nothing to predict: give --set NAME=VALUE for {names}, or --data FILE")
    return question


def named_cells(predictor: Predictor, given: tuple[str, ...]) -> dict[str, Cell]:
    """The cells ``given`` as NAME=VALUE, by name. Raises DataError for one that cannot be asked."""
    columns = predictor.askable
    return dict(_named_cell(text, columns) for text in given)


def _named_cell(text: str, columns: dict[str, Column]) -> tuple[str, Cell]:
    """The input named before an equals sign, and the cell after it; both may contain further equals signs."""
    named = [column for name, column in columns.items() if text.startswith(f"{name}=")]
    if named:
        column = min(named, key=lambda each: len(each.name))
        return column.name, parse_asked(text[len(column.name) + 1 :], column)
    if "=" not in text:
        raise DataError(f"--set {text}: give NAME=VALUE, as in --set weight=8")
    raise DataError(f"no input {quoted(text.rpartition('=')[0])}; there are {as_list(columns)}")


def _one(
    predictor: Predictor, question: dict[str, Cell], networks: SeedNetworks | None, notes: list[str], as_json: bool
) -> None:
    answer = predictor.answer(question)
    spread = None if networks is None else question_spread(network_answers(networks, predictor, question), answer)
    warnings = [*notes, *answer.warnings]
    if as_json:
        shares = None if answer.own.probabilities is None else [answer.own.probabilities]
        trained = None if answer.own is answer.trained else [answer.trained.values]
        targets = {column.name: column for column in predictor.session.table.targets if column.temporal}
        values = {
            name: format_cell(value, targets[name]) if name in targets else value
            for name, value in answer.own.values.items()
        }
        result = _result_object([values], shares, warnings, trained)
        if networks is not None and spread is not None:
            result |= {"spread": [answer_spread_object(spread.own)], "seeds": networks_object(networks)}
        say_json(result)
        return
    for line in answer_lines(predictor, question, answer):
        say(line)
    if spread is not None:
        say("\n".join(answer_spread_lines(spread.trained, predictor.session.table.targets)))
    warn_all(warnings)


def _result_object(predictions: Json, probabilities: Json, warnings: list[str], trained: Json) -> dict[str, Json]:
    """The object of ``--json``, its keys in this order; those that are None are omitted."""
    value: dict[str, Json] = {"predictions": predictions}
    value |= {} if probabilities is None else {"probabilities": probabilities}
    value |= {"warnings": warnings}
    value |= {} if trained is None else {"trained_scaling_predictions": trained}
    return value
