"""JSON lines larger than memory: a sample of all lines, and their rows part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.column import Column
from nntui.data.files.declared import DeclaredWords
from nntui.data.files.infer import join_series, left_out_note, missing_notes, usable_names
from nntui.data.files.json_objects import decoded_objects, pieces_of_lines
from nntui.data.files.jsonlines import KeyValues, nested_reason, texts_of
from nntui.data.files.known_kind import KnownKindCollector, SpelledSampler, known_column
from nntui.data.files.limits import check_width
from nntui.data.files.source import BLOCK, FileContents, RowsOfFile, sample_of
from nntui.data.kinds import NUMBER, TEXT, WHOLE, YES_NO
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.files.source import ReadRequest

_KINDS = {
    frozenset({pl.Int64()}): WHOLE,
    frozenset({pl.Float64()}): NUMBER,
    frozenset({pl.Int64(), pl.Float64()}): NUMBER,
    frozenset({pl.Boolean()}): YES_NO,
}
"""Kinds of columns that are ignored, by the types of their values; of any other types it is text."""


@dataclass(slots=True)
class _Key:
    """What is known of the values of a key: their types, first values, and how many cells are filled or no numbers."""

    dtypes: set[pl.DataType] = field(default_factory=set)
    first: list[pl.Series] = field(default_factory=list)
    spelled: SpelledSampler | None = None
    filled: int = 0
    not_a_number: int = 0
    endless: bool = False
    declared: dict[str, int] = field(default_factory=dict)


def sample_json_lines(request: ReadRequest) -> FileContents:
    """The columns that all lines have, with their first cells and with notes on all. Raises DataError."""
    refused: list[str] = []
    sampling = _Sampling(request, refused)
    with request.open() as file:
        for line, text in pieces_of_lines(file, BLOCK):
            sampling.take(line, text)
            if request.progress is not None:
                request.progress(file.tell())
    found = sampling.finish()
    if refused and request.refused is not None:
        request.refused(0, refused[0])
    return found


class _Sampling:
    """Looks through all lines; ``refused`` takes the reason of the first cell that is refused."""

    def __init__(self, request: ReadRequest, refused: list[str]) -> None:
        self._request, self._refused = request, refused
        self._declared = DeclaredWords(request.dialect.empty or ())
        self._texts = _textual(request)
        self._all = KeyValues(self._texts)
        self._keys: dict[str, _Key] = {}
        self._rows = 0

    def take(self, line: int, text: bytes) -> None:
        """The next lines."""
        objects = decoded_objects(text, line)
        values = KeyValues(self._texts, nested=self._all.nested)
        values.take(objects, 0, text, line)
        for key, pieces in values.pieces.items():
            if key not in self._keys:
                self._keys[key] = _Key(first=sample_of([pl.Series([None] * min(self._rows, 1_000), dtype=pl.Null)]))
            self._take_values(key, self._keys[key], pieces[-1])
        self._all.mixed.update(values.mixed)
        self._rows += len(objects)
        check_width(len(self._keys))

    def _take_values(self, key: str, known: _Key, cells: pl.Series) -> None:
        cells = self._declared.without(cells, known.declared) if self._declared else cells
        known.dtypes.add(cells.dtype)
        known.filled += cells.len() - cells.null_count()
        known.first = sample_of([*known.first, cells])
        if cells.dtype == pl.Float64:
            known.not_a_number += int(cells.is_nan().sum())
            known.endless |= bool(cells.is_infinite().any())
        if (wanted := self._request.kinds.get(key.strip())) is not None:
            known.spelled = known.spelled or SpelledSampler(key.strip(), wanted, self._refuse)
            known.spelled.take(texts_of([cells]))

    def _refuse(self, _row: int, reason: str) -> None:
        self._refused[1:] = []
        self._refused.append(reason)

    def finish(self) -> FileContents:
        """The columns and their first cells."""
        if not self._keys:
            raise DataError("no line names a column" if self._rows else "the file is empty")
        names, notes = usable_names(list(self._keys))
        columns, cells, left_out, spelled = [], [], dict[str, str](), dict[str, str]()
        for name, (key, known) in zip(names, self._keys.items(), strict=True):
            asked = name in self._request.kinds
            told: list[str] = notes if asked else []
            nested = self._all.nested.get(key)
            if nested is not None and (why := nested_reason(name, nested, known.filled, self._request, told)):
                left_out[name] = why
                notes.append(left_out_note(name, why))
                continue
            told += missing_notes(name, known.declared)
            column, series = self._asked(name, known, told, spelled) if asked else _passed_on(name, known)
            columns.append(column)
            cells.append(series.alias(name))
        if not columns:
            key, first = next(iter(self._all.nested.items()))
            raise DataError(f"line {first.line}, key {quoted(key)}: a cell cannot hold a list or an object")
        return FileContents(columns, cells, notes, left_out=left_out, spelled=spelled)

    def _asked(self, name: str, known: _Key, notes: list[str], spelled: dict[str, str]) -> tuple[Column, pl.Series]:
        column = known_column(name, self._request.kinds[name])
        if known.dtypes <= {pl.Null(), column.dtype} and not known.endless:
            notes += missing_notes(name, {"NaN": known.not_a_number})
            return column, join_series(known.first, column.dtype).fill_nan(None) if column.numeric else join_series(
                known.first, column.dtype
            )
        assert known.spelled is not None
        found = known.spelled.finish(notes)
        spelled[name] = known.spelled.decimal
        return found


def _passed_on(name: str, known: _Key) -> tuple[Column, pl.Series]:
    column = Column(name, _KINDS.get(frozenset(known.dtypes - {pl.Null()}), TEXT))
    return column, _cells_of(column, sample_of(known.first))


def _cells_of(column: Column, pieces: list[pl.Series]) -> pl.Series:
    if column.dtype == pl.String:
        return texts_of(pieces)
    cells = join_series(pieces, column.dtype)
    return cells.set(cells.is_finite().not_(), None) if cells.dtype == pl.Float64 else cells


def _textual(request: ReadRequest) -> set[str]:
    return {name for name, kind in request.kinds.items() if known_column(name, kind).textual}


def json_line_parts(request: ReadRequest, found: FileContents) -> Iterator[RowsOfFile]:
    """The rows of JSON lines; ``found`` is what a request for a sample has found in them. Raises DataError."""
    declared = DeclaredWords(request.dialect.empty or ())
    with request.open() as file:
        for line, text in pieces_of_lines(file, BLOCK):
            objects = decoded_objects(text, line)
            values = KeyValues(_textual(request))
            values.take(objects, 0, text, line)
            refused: dict[int, str] = {}
            names = dict(zip(usable_names(list(values.pieces))[0], values.pieces, strict=True))
            series = []
            for column in found.columns:
                key = names.get(column.name)
                cells = pl.Series([None] * len(objects), dtype=pl.Null) if key is None else values.pieces[key][-1]
                cells = declared.without(cells, {}) if declared else cells
                if column.name in request.kinds and key in values.nested:
                    for row in values.nested[key].rows:
                        refused[row] = f"column {one_line(column.name)}: a list or an object is no cell"
                if column.name in found.spelled:
                    decimal = found.spelled[column.name]
                    collector = KnownKindCollector(column.name, column, decimal, refused.setdefault, settled=True)
                    collector.take(texts_of([cells]), lambda row: f"row {row + 1}")
                    cells = collector.finish()[1]
                else:
                    cells = _cells_of(column, [cells])
                series.append(cells.alias(column.name))
            yield RowsOfFile(series, refused, file.tell())
