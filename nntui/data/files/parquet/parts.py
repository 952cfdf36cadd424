"""Parquet files larger than memory: a sample of all rows, and the rows part by part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.column import Column
from nntui.data.files.declared import DeclaredWords
from nntui.data.files.infer import add, left_out_note, missing_notes, usable_names
from nntui.data.files.known_kind import KnownKindCollector, SpelledSampler
from nntui.data.files.limits import CELL_BYTES, TEXT_BYTES
from nntui.data.files.parquet.process import DECODER
from nntui.data.files.parquet.read import (
    described_columns,
    holds_texts,
    in_role_of,
    no_columns,
    read_column,
    without_blanks,
    without_bytes,
)
from nntui.data.files.source import FileContents, RowsOfFile, sample_of
from nntui.data.kinds import TEXT
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.files.parquet.process import ParquetShape
    from nntui.data.files.source import ReadRequest

PART = 64 << 20
"""Bytes of memory that the cells of a part take, an estimate."""


def _frames(request: ReadRequest, shape: ParquetShape, names: list[str]) -> Iterator[tuple[pl.DataFrame, int]]:
    """The rows of these columns part by part, each with the share of the file's bytes that is read by then."""
    bytes_of_row = sum(CELL_BYTES if each.is_numeric() else TEXT_BYTES for each in shape.schema.values())
    rows = max(1, PART // max(1, bytes_of_row))
    for start in range(0, max(1, shape.rows), rows):
        frame = DECODER.frame(request.whole, shape, names, rows, start)
        yield frame, shape.size * min(shape.rows, start + rows) // max(1, shape.rows)


class _Sampled:
    """The first cells of a column, and what is to be known of all."""

    def __init__(self, name: str, request: ReadRequest, described: Column | None) -> None:
        self._name, self._request, self._described = name, request, described
        self._wanted = request.kinds.get(name)
        self._counts: dict[str, int] = {}
        self._declared: dict[str, int] = {}
        self._notes: dict[str, None] = {}
        self._first: list[pl.Series] = []
        self._column: Column | None = None
        self.spelled: SpelledSampler | None = None

    def take(self, cells: pl.Series, declared: DeclaredWords) -> None:
        """The next cells."""
        cells = declared.without(cells, self._declared) if declared else cells
        if holds_texts(cells.dtype):
            texts = without_blanks(cells.cast(pl.String))
            if self._wanted is not None:
                self.spelled = self.spelled or SpelledSampler(self._name, self._wanted, self._request.refused)
                self.spelled.take(texts)
            self._column = self._described or Column(self._name, TEXT)
            self._first = sample_of([*self._first, texts])
            return
        notes: list[str] = []
        if cells.dtype.is_float():
            add(self._counts, {"NaN": int(cells.is_nan().sum())})
            cells = cells.fill_nan(None)
        column, series = read_column(self._name, cells, self._request, notes, self._described)
        self._notes |= dict.fromkeys(notes)
        self._first = sample_of([*self._first, series])
        if self._column is None or column.kind == TEXT or len(column.date_format) > len(self._column.date_format):
            self._column = column

    def finish(self, notes: list[str]) -> tuple[Column, pl.Series]:
        """The column and its first cells; ``notes`` takes what there is to say of one that is not ignored."""
        told: list[str] = [] if self._request.ignored(self._name) else notes
        told += [*missing_notes(self._name, self._declared), *missing_notes(self._name, self._counts), *self._notes]
        if self.spelled is not None:
            column, cells = self.spelled.finish(told)
            return in_role_of(column, self._described), cells
        assert self._column is not None
        return self._column, pl.concat([each.cast(self._column.dtype) for each in self._first])


def sample_parquet(request: ReadRequest) -> FileContents:
    """The columns of a Parquet file, with their first cells and with notes on all. Raises DataError."""
    shape = DECODER.shape(request.whole)
    left_out = dict(shape.left_out)
    names = list(shape.schema)
    declared = DeclaredWords(request.dialect.empty or ())
    described = described_columns(shape.metadata, shape.schema)
    usable, notes = usable_names(names)
    sampled = {
        name: _Sampled(as_name, request, described[number] if described else None)
        for number, (name, as_name) in enumerate(zip(names, usable, strict=True))
    }
    for frame, position in _frames(request, shape, names):
        readable, more_left_out = without_bytes(frame)
        left_out |= more_left_out
        for cells in readable:
            sampled[cells.name].take(cells, declared)
        if request.progress is not None:
            request.progress(position)
    kept = [name for name in names if name not in left_out]
    if not kept:
        raise DataError(no_columns(left_out))
    notes += [left_out_note(name, why) for name, why in left_out.items()]
    columns, first, spelled = [], [], dict[str, str]()
    for name in kept:
        column, series = sampled[name].finish(notes)
        columns.append(column)
        first.append(series.alias(column.name))
        if (sampler := sampled[name].spelled) is not None:
            spelled[column.name] = sampler.decimal
    return FileContents(columns, first, notes, has_roles=bool(described), left_out=left_out, spelled=spelled)


def parquet_parts(request: ReadRequest, found: FileContents) -> Iterator[RowsOfFile]:
    """The rows of a Parquet file; ``found`` is what a request for a sample has found in it. Raises DataError."""
    shape = DECODER.shape(request.whole)
    declared = DeclaredWords(request.dialect.empty or ())
    names = [name for name in shape.schema if name not in found.left_out]
    for frame, position in _frames(request, shape, names):
        refused: dict[int, str] = {}
        asking = replace(request, refused=refused.setdefault)
        series = []
        for column, cells in zip(found.columns, without_bytes(frame)[0], strict=True):
            without = declared.without(cells, {}) if declared else cells
            series.append(_cells(column, without, found, asking).alias(column.name))
        yield RowsOfFile(series, refused, position)


def _cells(column: Column, cells: pl.Series, found: FileContents, request: ReadRequest) -> pl.Series:
    """The cells of the ``column`` that a sample has found."""
    if not holds_texts(cells.dtype):
        described = column if found.has_roles else None
        series = read_column(column.name, cells, request, [], described)[1]
        return series if series.dtype == column.dtype else series.cast(column.dtype)
    texts = without_blanks(cells.cast(pl.String))
    if column.name not in found.spelled:
        return texts
    decimal = found.spelled[column.name]
    collector = KnownKindCollector(column.name, column, decimal, request.refused, settled=True)
    collector.take(texts, lambda row: f"row {row + 1}")
    return collector.finish()[1]
