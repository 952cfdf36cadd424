"""Columns in a journal: written whole once, and from then on the part alone that has changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from nntui.data.files.parquet.process import DECODER
from nntui.errors import DataError, SessionError
from nntui.session.journal.records import CELLS, PATCH, PatchRecord, TableRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.table import Table

NAME = "cells"
"""The name of the one column of a record."""
MOST_PATCHES = 500
"""Patches of patches; the next one is the whole column again, so that reading takes a bounded time."""

Append = Callable[[bytes, bytes], int]
"""Adds a record of a kind with a content, and returns its number."""


@dataclass(frozen=True, slots=True, eq=False)
class WrittenColumn:
    """Cells that are in the journal, under ``number``, after as many ``patches`` of what was written whole."""

    cells: pl.Series
    number: int
    patches: int = 0


class CellWriter:
    """Writes the columns of tables with ``append``; ``known`` are those of the last tables, by name, with the marks."""

    def __init__(self, append: Append) -> None:
        self._append = append
        self._known: dict[int, tuple[Table, TableRecord, list[WrittenColumn]]] = {}

    def write(self, tables: Sequence[Table]) -> list[TableRecord]:
        """The records of these tables, once what is new of them is written. Raises OSError."""
        before = list(self._known.values())
        for table in tables:
            if id(table) not in self._known:
                written = self._written(table, before)
                numbers = [each.number for each in written]
                record = TableRecord(table.height, table.columns, tuple(numbers[:-1]), numbers[-1])
                self._known[id(table)] = table, record, written
        wanted = {id(table) for table in tables}
        self._known = {key: known for key, known in self._known.items() if key in wanted}
        return [self._known[id(table)][1] for table in tables]

    def _written(
        self, table: Table, before: Sequence[tuple[Table, TableRecord, list[WrittenColumn]]]
    ) -> list[WrittenColumn]:
        columns = [*table.frame.get_columns(), table.validation]
        written = []
        for at, cells in enumerate(columns):
            near = []
            for known, _, others in before:
                if at == len(columns) - 1:
                    near.append(others[-1])
                    continue
                near += [each for column, each in zip(known.columns, others, strict=False) if column.name == cells.name]
                near += others[at : at + 1]
            written.append(self._column(cells, near))
        return written

    def _column(self, cells: pl.Series, near: Sequence[WrittenColumn]) -> WrittenColumn:
        """The column as written, as a patch of one of those ``near`` where most of it is the same."""
        for other in near:
            if other.cells.dtype != cells.dtype:
                continue
            if other.cells is cells:
                return other
            first, last = shared_ends(other.cells, cells)
            middle = len(cells) - first - last
            if not middle and len(cells) == len(other.cells):
                return WrittenColumn(cells, other.number, other.patches)
            if 2 * middle <= len(cells) and other.patches < MOST_PATCHES:
                patch = PatchRecord(other.number, first, last, _parquet(cells[first : first + middle]))
                number = self._append(PATCH, msgspec.msgpack.encode(patch))
                return WrittenColumn(cells, number, other.patches + 1)
        return WrittenColumn(cells, self._append(CELLS, _parquet(cells)))


def shared_ends(old: pl.Series, new: pl.Series) -> tuple[int, int]:
    """The number of equal cells at the beginning of both, and at the end of both beyond these; to the bit."""
    old, new = _bits(old), _bits(new)
    both = min(len(old), len(new))
    differ = old[:both].ne_missing(new[:both])
    first = differ.arg_max() if differ.any() else both
    left = both - (first or 0)
    if not left:
        return both, 0
    differ = old[len(old) - left :].ne_missing(new[len(new) - left :]).reverse()
    last = differ.arg_max() if differ.any() else left
    return first or 0, last or 0


def column_read(number: int, record: Callable[[int], tuple[bytes, bytes]]) -> pl.Series:
    """The cells of the column ``number``; ``record`` gives kind and content of a record. Raises SessionError."""
    patches: list[PatchRecord] = []
    kind, content = record(number)
    while kind == PATCH:
        patch = _patch(content)
        if len(patches) > MOST_PATCHES or patch.of >= number:
            raise SessionError("the changes of a column go in a circle")
        patches.append(patch)
        number = patch.of
        kind, content = record(number)
    if kind != CELLS:
        raise SessionError("a column has no cells")
    cells = _cells(content)
    for patch in reversed(patches):
        if min(patch.before, patch.after) < 0 or patch.before + patch.after > len(cells):
            raise SessionError("a change of a column does not fit it")
        middle = _cells(patch.cells)
        if middle.dtype != cells.dtype:
            raise SessionError("a change of a column is of another kind")
        cells = pl.concat([cells[: patch.before], middle, cells[len(cells) - patch.after :]], rechunk=False)
    return cells.rechunk()


def _patch(content: bytes) -> PatchRecord:
    try:
        return msgspec.msgpack.decode(content, type=PatchRecord)
    except (msgspec.DecodeError, RecursionError) as error:
        raise SessionError("a change of a column cannot be read") from error


def _bits(cells: pl.Series) -> pl.Series:
    """Cells that are equal only where these are, to the bit: 0 and -0 differ."""
    return cells.reinterpret(dtype=pl.Int64) if cells.dtype == pl.Float64 else cells


def _parquet(cells: pl.Series) -> bytes:
    stream = io.BytesIO()
    cells.alias(NAME).to_frame().write_parquet(stream, compression="uncompressed", statistics=False)
    return stream.getvalue()


def _cells(content: bytes) -> pl.Series:
    try:
        return DECODER.whole(content)[NAME]
    except (DataError, pl.exceptions.PolarsError) as error:
        raise SessionError("the cells of a column cannot be read") from error
