"""Reads a journal: the states that are kept in it, and the session of one of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import polars as pl
from safetensors.numpy import save as save_tensors

from nntui.data.files.limits import check_memory
from nntui.data.table import Table
from nntui.errors import NntuiError, SessionError
from nntui.session.follow import refit
from nntui.session.journal.cells import column_read
from nntui.session.journal.log import RecordPlace, content_of, records
from nntui.session.journal.records import (
    MAIN,
    POINTS,
    ROWS,
    EditRecord,
    News,
    RowsRecord,
    StateRecord,
    TableRecord,
    kept_points,
)
from nntui.session.store import arrays
from nntui.session.store.document import CELLS, SETTINGS, session_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

    from numpy.typing import NDArray

    from nntui.session.session import Session

MOST_BYTES = 1 << 29
"""Bytes of all rows of weights of one state: several times what a session keeps."""


def read_points(path: Path) -> list[News]:
    """What the kept states are, newest first, at most five. Raises SessionError for a file that is no journal."""
    try:
        with path.open("rb") as file:
            return [point.news for _, point in _Journal(file).points()]
    except (OSError, NntuiError) as error:
        raise SessionError(f"{path}: {_why(error)}") from error


def read_session(path: Path, number: int = 1) -> tuple[Session, News]:
    """The session of the kept state ``number``, 1 for the newest, and what it is; its ``path`` is that of the journal.

    Where the newest cannot be read, the one before it is. Raises SessionError, one line that begins with the path.
    """
    try:
        with path.open("rb") as file:
            journal = _Journal(file)
            points = journal.points()
            if not 1 <= number <= len(points):
                raise SessionError(f"there is no state {number}; there are {len(points)}")
            return journal.session([point for _, point in points][number - 1 :], path)
    except (OSError, NntuiError, MemoryError) as error:
        raise SessionError(f"{path}: {_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return str(error) or "there is not enough memory to read it"


class _Journal:
    """The records of an open ``file``, by number."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[int, RecordPlace] = {place.number: place for place in records(file)}
        self._columns: dict[int, pl.Series] = {}

    def points(self) -> list[tuple[int, StateRecord | EditRecord]]:
        """The kept states that can be read, with their numbers, newest first."""
        found: dict[int, StateRecord | EditRecord] = {}
        for number, place in self._places.items():
            content = content_of(self._file, place) if place.kind in POINTS else None
            if content is not None:
                try:
                    found[number] = msgspec.msgpack.decode(content, type=POINTS[place.kind])
                except (msgspec.DecodeError, NntuiError, RecursionError):
                    continue
        times = {number: point.news.time for number, point in found.items()}
        return [(number, found[number]) for number in kept_points(times, max(times.values(), default=0.0))]

    def session(self, points: list[StateRecord | EditRecord], path: Path) -> tuple[Session, News]:
        """The session of the first of ``points`` that can be read. Raises NntuiError if none can."""
        why = SessionError("no state of it can be read")
        for point in points:
            try:
                return self._session(point, path), point.news
            except NntuiError as error:
                why = error if isinstance(error, SessionError) else SessionError(str(error))
        raise why

    def _session(self, point: StateRecord | EditRecord, path: Path) -> Session:
        state = point if isinstance(point, StateRecord) else self._state(point.of)
        tables = {name: self._table(record) for name, record in state.tables.items()}
        if isinstance(point, EditRecord):
            tables[MAIN] = self._table(point.table)
        if MAIN not in tables or CELLS not in tables:
            raise SessionError("a state has no table")
        members = dict(state.members)
        members |= {name: arrays.cells_written(table) for name, table in tables.items() if name != MAIN}
        members |= {name: self._stack(stack) for name, stack in state.stacks.items()}
        members[SETTINGS] = state.document
        session, table = session_of(members, path), tables[MAIN]
        same = isinstance(point, StateRecord) and state.tables[MAIN] == state.tables[CELLS]
        return refit(session, session.table if same else table)

    def _state(self, number: int) -> StateRecord:
        kind, content = self._record(number)
        if POINTS.get(kind) is not StateRecord:
            raise SessionError("an edit has no state")
        try:
            return msgspec.msgpack.decode(content, type=StateRecord)
        except (msgspec.DecodeError, RecursionError) as error:
            raise SessionError("a state cannot be read") from error

    def _record(self, number: int) -> tuple[bytes, bytes]:
        """The kind and the content of a record. Raises SessionError for one that is missing or damaged."""
        place = self._places.get(number)
        content = None if place is None else content_of(self._file, place)
        if place is None or content is None:
            raise SessionError("a part of it is missing or damaged")
        return place.kind, content

    def _table(self, record: TableRecord) -> Table:
        names = {column.name for column in record.columns}
        if not len(names) == len(record.columns) == len(record.cells) or not names:
            raise SessionError("a table has other columns than cells")
        for number in (*record.cells, record.marks):
            if number not in self._columns:
                self._columns[number] = column_read(number, self._record)
        columns = [self._columns[number] for number in (*record.cells, record.marks)]
        dtypes = [*(column.dtype for column in record.columns), pl.Boolean()]
        if any(len(each) != record.rows or each.dtype != dtype for each, dtype in zip(columns, dtypes, strict=True)):
            raise SessionError("a table does not have the cells that it should")
        named = [cells.alias(column.name) for column, cells in zip(record.columns, columns, strict=False)]
        table = Table.of(record.columns, pl.DataFrame(named), columns[-1])
        # A trained network keeps its rows, whatever the words of a split column mean today.
        return dataclasses.replace(table, validation=columns[-1].alias(table.validation.name))

    def _stack(self, stack: Mapping[str, tuple[tuple[int, int, int], ...]]) -> bytes:
        needed = 0
        known: dict[int, NDArray[np.float32]] = {}
        matrices: dict[str, NDArray[np.float32]] = {}
        for name, ranges in stack.items():
            parts = []
            for number, first, count in ranges:
                rows = known[number] if number in known else known.setdefault(number, self._rows(number))
                if not (first >= 0 and 0 < count <= len(rows) - first):
                    raise SessionError("a state names rows of weights that are not there")
                needed += count * rows.shape[1] * 4
                if needed > MOST_BYTES:
                    raise SessionError("a state has more weights than a session keeps")
                parts.append(rows[first : first + count])
            if len({part.shape[1] for part in parts}) != 1:
                raise SessionError("rows of weights are of unequal length")
            matrices[name] = np.concatenate(parts)
        check_memory(needed)
        return save_tensors(matrices)

    def _rows(self, number: int) -> NDArray[np.float32]:
        kind, content = self._record(number)
        try:
            record = msgspec.msgpack.decode(content, type=RowsRecord)
        except (msgspec.DecodeError, RecursionError) as error:
            raise SessionError("rows of weights cannot be read") from error
        if kind != ROWS or record.width < 1 or len(record.content) % (4 * record.width):
            raise SessionError("rows of weights are damaged")
        return np.frombuffer(record.content, "<f4").astype(np.float32).reshape(-1, record.width)
