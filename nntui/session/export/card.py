"""A model card: what a network was trained on, how, how good it is, and where not to trust it, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.marks import split_column
from nntui.safe_text import as_list, number_of, one_line
from nntui.session.about import notes_of
from nntui.session.evaluate import SessionJudge
from nntui.session.export.pictures import pictures_in_words, pixel_columns_of
from nntui.session.predict import Predictor
from nntui.session.recipe_specs import differences
from nntui.session.report import rows_used, unused_columns
from nntui.session.setup_line import setup_line
from nntui.training.scores.metrics import metrics_table
from nntui.training.scores.score import Quantity
from nntui.training.scores.warnings import warnings_of
from nntui.training.scores.words import amount, compared, figure_name, figure_text, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nntui.data.column import Column
    from nntui.session.session import Session
    from nntui.training.scores.score import Judgement, Score

_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()<>#+!|~&"})
LONGEST = 80
"""Characters of a name."""


def model_card(session: Session) -> str:
    """The card. Raises DataError for a table that no network can be trained on."""
    predictor = Predictor(session)
    score = SessionJudge(predictor).score()
    sections = {
        "Data": _data(session, predictor),
        "Columns": _columns(session),
        "Network and training": _training(session),
        "How good it is": _figures(score),
        "Before it is used": _cautions(session, score),
    }
    target = as_list(_plain(column.name) for column in session.table.targets)
    lines = [f"# {_plain(session.name)}", "", f"A neural network that predicts {target}, trained with nntui."]
    for title, content in sections.items():
        lines += ["", f"## {title}", "", *content]
    return "\n".join([*lines, ""])


def _plain(text: str) -> str:
    """A text from outside as Markdown that means nothing else."""
    return one_line(text, LONGEST).translate(_SPECIAL)


def _data(session: Session, predictor: Predictor) -> Iterator[str]:
    rows = rows_used(session.table, predictor.encoder)
    yield f"- Source: {_plain(session.source)}"
    yield f"- Rows: {rows.training:,} to train on, {rows.validation:,} to validate with"
    if rows.left_out:
        yield f"- Not used: {rows.left_out:,} rows, {_plain(rows.reason)}"
    split = split_column(session.table.columns)
    if split is not None:
        yield f"- Validation rows are marked in the column {_plain(session.table.columns[split].name)}"
    elif rows.validation:
        share = percent(session.validation)
        yield f"- Validation rows are drawn at random ({share} of the rows), or were chosen by hand"
    for note in session.reading.notes:
        yield f"- {_plain(note)}"
    notes = notes_of(session)
    if notes:
        yield ""
        yield from (line.translate(_SPECIAL) for line in notes.splitlines())


def _columns(session: Session) -> Iterator[str]:
    unused = unused_columns(session.reading, session.table)
    yield from _table(
        ("Column", "Role", "Kind", "Unit", "Scaling", "Empty cells", "Calculated"), map(_column, _used(session))
    )
    if pixels := pictures_in_words(session):
        yield ""
        yield pixels.translate(_SPECIAL)
    if unused:
        yield ""
        yield f"Not used: {'; '.join(f'{_plain(name)} ({_plain(why)})' for name, why in unused.items())}."


def _used(session: Session) -> list[Column]:
    """The columns with a line of their own: of pixels the first stands for all."""
    pixels = {column.name for column in pixel_columns_of(session)[1:]}
    return [column for column in (*session.table.inputs, *session.table.targets) if column.name not in pixels]


def _column(column: Column) -> list[str]:
    scaling = str(column.scaling) if column.numeric else ""
    missing = column.missing if column.is_input else ""
    return [
        _plain(each) for each in (column.name, column.role, column.kind, column.unit, scaling, missing, column.formula)
    ]


def _training(session: Session) -> Iterator[str]:
    network, checkpoint = session.network, session.checkpoint
    yield f"- Network: {network.sizes_text}, {network.parameters:,} parameters"
    yield f"- Setup: `{setup_line(network, session.training, session.validation)}`"
    if session.recipe:
        other = as_list(name.replace("_", " ") for name in differences(session))
        yield f"- Recipe: {session.recipe}{f', but for {other}' if other else ''}"
    if checkpoint is None or checkpoint.untrained:
        yield "- **Not trained**: these are its first weights"
        return
    effort = number_of(checkpoint.epoch, "epoch"), number_of(checkpoint.updates, "update")
    yield f"- Trained: {', '.join(effort)}, {amount(checkpoint.seconds)} s"


def _figures(score: Score) -> Iterator[str]:
    found = compared(score)
    names = [f"{name} rows" if name in {"training", "validation"} else name for name in found]
    header = ("", *(_plain(name) for name in names))
    yield from _table(header, _figure_rows(score, list(found.values())))
    yield ""
    yield f"The last two columns are on the {score.judged.counted}."


def _figure_rows(score: Score, judgements: Sequence[Judgement]) -> Iterator[list[str]]:
    """A row for each metric; of several targets one for each and target."""
    several = len(score.targets) > 1
    for number, target in enumerate(score.targets or [Quantity("", "")]):
        for metric in metrics_table(numbers=not score.classes):
            figures = [(each.of_targets[number] if several else each.metrics)[metric.id] for each in judgements]
            name = figure_name(metric, _plain(target.unit))
            shown = [figure_text(metric, figure) for figure in figures]
            yield [f"{_plain(target.name)}: {name}" if several else name, *shown]


def _cautions(session: Session, score: Score) -> Iterator[str]:
    for warning in warnings_of(score):
        yield f"- {_plain(warning)}"
    pixels = {column.name for column in pixel_columns_of(session)}
    coders = [coder for coder in Predictor(session).encoder.inputs if coder.name not in pixels]
    ranges = [f"{_plain(coder.name)} {_plain(coder.beyond)}" for coder in coders]
    ranges += ["pictures of other things, in another light or of another size"] if pixels else []
    yield "- Its answers mean nothing for rows unlike those it was trained on:"
    yield from (f"  - {each}" for each in ranges)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"
