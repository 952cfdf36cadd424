"""The answers to the rows of a file, as a table in text or a file, or as one JSON object, part by part."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING

import polars as pl

from nntui.cli.output import json_text, say, say_data, say_piece, warn
from nntui.cli.seeds import networks_object, row_spread_objects
from nntui.data.cells import format_cell
from nntui.data.dates import written_dates
from nntui.data.files.tables import write_tables
from nntui.data.images.parts import PictureFiles
from nntui.session.file_answers import check_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nntui.cli.output import Json
    from nntui.data.table import Table
    from nntui.session.file_answers import AnsweredPart, FileAnswering
    from nntui.session.predict import Predictor, Replies
    from nntui.session.question_parts import Questions
    from nntui.session.seeds.networks import SeedNetworks

IN_MEMORY = 8 << 20
"""Characters of an array of the JSON object that wait in memory: more of them wait in a file."""


def values_by_row(replies: Replies, predictor: Predictor) -> list[dict[str, float | str | None]]:
    """For each row the values by target, None where there is no answer; dates as texts."""
    targets = predictor.session.table.targets
    columns = (
        written_dates(values, target.date_format) if target.temporal else values
        for values, target in zip(replies.values, targets, strict=True)
    )
    return pl.DataFrame(columns).to_dicts()


def probabilities_by_row(replies: Replies) -> list[dict[str, float]] | None:
    """For each row the probabilities by class, NaN where there is no answer; None where the targets are numbers."""
    if replies.probabilities is None:
        return None
    return [dict(zip(replies.classes, row, strict=True)) for row in replies.probabilities.tolist()]


def csv_text(table: Table, *, names: bool = True) -> str:
    """Names and cells as comma-separated lines, without the last line end."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if names:
        writer.writerow(table.names)
    for row in table.frame.iter_rows():
        writer.writerow([format_cell(value, column) for value, column in zip(row, table.columns, strict=True)])
    return stream.getvalue().removesuffix("\n")


def show_answers(
    predictor: Predictor,
    answering: FileAnswering,
    data: Questions,
    out: Path | None,
    notes: list[str],
    *,
    as_json: bool,
    networks: SeedNetworks | None,
) -> None:
    """Print the answers to the rows of ``data``, or write them to ``out``, and warn of what there is to say of them.

    ``notes`` are warnings that come first. Raises DataError.
    """
    if out is not None:
        for path in data.paths if isinstance(data, PictureFiles) else (data,) if isinstance(data, Path) else ():
            check_apart(path, out)
    if as_json:
        _show_object(predictor, answering, out, notes, networks)
        return
    if out is not None:
        write_tables((part.table for part in answering.parts()), out)
        say(f"{answering.summary().answered} answers written to {out}")
    elif not _show_text(answering.parts()):
        return
    found = answering.summary()
    warn_all([*notes, *found.notes, *found.warnings])


def _show_text(parts: Iterable[AnsweredPart]) -> bool:
    """Print the tables one below the other; False if the reader has gone away."""
    for number, part in enumerate(parts):
        if (number == 0 or part.table.height) and not say_data(csv_text(part.table, names=number == 0)):
            return False
    return True


class _Array:
    """An array of the JSON object, which waits in ``file`` until its turn comes."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.used = False

    def take(self, values: Sequence[Json] | None) -> None:
        """The next values; None: there is no such array."""
        if values is None:
            return
        inside = json_text(values)[1:-1]
        self._file.write(f", {inside}" if self._file.tell() and inside else inside)
        self.used = True

    def write(self, key: str) -> bool:
        """Write the key and the array, where there is one; False if the reader has gone away."""
        if not self.used:
            return True
        self._file.seek(0)
        there = say_piece(f", {json_text(key)}: [")
        while there and (text := self._file.read(IN_MEMORY)):
            there = say_piece(text)
        return there and say_piece("]")


def _show_object(
    predictor: Predictor,
    answering: FileAnswering,
    out: Path | None,
    notes: list[str],
    networks: SeedNetworks | None,
) -> None:
    """Print one JSON object: its predictions as they come, and the rest after them."""
    keys = ("probabilities", "trained_scaling_predictions", "unanswered", "spread", "images")
    with ExitStack() as stack:
        files = {key: stack.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY, "w+")) for key in keys}
        arrays = {key: _Array(file) for key, file in files.items()}
        parts = _shown_predictions(predictor, answering.parts(), arrays)
        if out is None:
            for _ in parts:
                pass
        else:
            write_tables(parts, out)
        found = answering.summary()
        if say_piece("]") and arrays["probabilities"].write("probabilities"):
            say_piece(f', "warnings": {json_text([*notes, *found.notes, *found.warnings])}')
            for key in keys[1:]:
                arrays[key].write(key)
            if networks is not None:
                say_piece(f', "seeds": {json_text(networks_object(networks))}')
            say_piece("}\n")


def _shown_predictions(
    predictor: Predictor, parts: Iterable[AnsweredPart], arrays: Mapping[str, _Array]
) -> Iterator[Table]:
    """The tables of the parts, whose predictions are printed; what else there is goes into the ``arrays``."""
    targets = predictor.session.table.targets
    before = '{"predictions": ['
    for part in parts:
        answers = part.answers
        inside = json_text(values_by_row(answers.own, predictor))[1:-1]
        say_piece(f"{before}{inside}")
        before = ", " if inside or before == ", " else ""
        arrays["probabilities"].take(probabilities_by_row(answers.own))
        if answers.own is not answers.trained:
            arrays["trained_scaling_predictions"].take(values_by_row(answers.trained, predictor))
        if answers.unanswered:
            reasons = answers.unanswered.items()
            arrays["unanswered"].take([{"row": part.first + row + 1, "reason": why} for row, why in reasons])
        if part.pictures:
            arrays["images"].take(part.pictures)
        if part.spreads is not None:
            arrays["spread"].take(row_spread_objects(part.spreads, targets, answers.own.values[0].to_list()))
        yield part.table


def warn_all(warnings: list[str]) -> None:
    """Warn of each of these lines."""
    for warning in warnings:
        warn(warning)
