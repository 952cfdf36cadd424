"""Writes the states of an open session to its journal: each adds what is new since the last, and no more."""

from __future__ import annotations

from contextlib import suppress
from typing import IO, TYPE_CHECKING

import msgspec
import numpy as np

from nntui.data.table import Table
from nntui.session.journal.cells import CellWriter
from nntui.session.journal.log import LogWriter, content_of, records
from nntui.session.journal.records import (
    EDIT,
    MAIN,
    PATCH,
    POINTS,
    ROWS,
    STATE,
    EditRecord,
    PatchRecord,
    RowsRecord,
    StateRecord,
    kept_points,
)
from nntui.session.store.document import document_of
from nntui.session.store.parts import Stacks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.session.journal.log import RecordPlace
    from nntui.session.journal.records import News, RowRange
    from nntui.session.session import Session

SPARE = 16 << 20
"""Bytes that a journal may grow by, beside twice its size, before what nobody needs is removed."""
NEW = ".new"
"""The end of the name of a journal that will take the place of another."""


class JournalWriter:
    """The journal at ``path``, which is gone on with where it is there; for one thread at a time.

    Nothing waits for the disk but ``sync``, ``compact`` and ``begin_again``. All raise OSError; what was written before
    stays readable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._log = LogWriter(path)
        self._times: dict[int, float] = {}
        self._number, self._state, self._limit = 0, 0, SPARE
        if self._log.size:
            with path.open("rb") as file:
                for place in records(file):
                    self._number = max(self._number, place.number)
                    if place.kind in POINTS:
                        self._times[place.number] = _point(file, place).news.time
        self._cells = CellWriter(self._append)
        self._tables: tuple[Table, ...] = ()
        self._rows: dict[int, tuple[NDArray[np.float32], int, int]] = {}
        self._used: set[int] = set()

    @property
    def has_state(self) -> bool:
        """Whether a state was written here, so that another table for it can be."""
        return self._state > 0

    @property
    def due(self) -> bool:
        """Whether there is much in it that nobody needs."""
        return self._log.size > self._limit

    def write(self, session: Session, table: Table, news: News) -> None:
        """Add a state: ``session``, but with ``table``, which its training may not have followed to yet."""
        self._mend()
        document, parts = document_of(session)
        members = {name: part for name, part in parts.items() if isinstance(part, bytes)}
        others = {name: part for name, part in parts.items() if isinstance(part, Table)}
        tables = self._cells.write([*others.values(), table])
        stacks = {name: self._stacks(part) for name, part in parts.items() if isinstance(part, Stacks)}
        state = StateRecord(
            news=news,
            document=msgspec.json.encode(document),
            members=members,
            tables=dict(zip(others, tables, strict=False)) | {MAIN: tables[-1]},
            stacks=stacks,
        )
        self._state = self._append(STATE, msgspec.msgpack.encode(state))
        self._times[self._state] = news.time
        self._tables = tuple(others.values())
        self._rows = {key: self._rows[key] for key in self._used}

    def write_table(self, table: Table, news: News) -> None:
        """Add another table for the last state."""
        self._mend()
        if not self._state:
            raise OSError("there is no state to change the table of")
        record = self._cells.write([*self._tables, table])[-1]
        number = self._append(EDIT, msgspec.msgpack.encode(EditRecord(news, self._state, record)))
        self._times[number] = news.time

    def sync(self) -> None:
        """Wait until all is on the disk; from any thread."""
        self._log.sync()

    def close(self) -> None:
        """Write no more."""
        self._log.close()

    def compact(self, now: float) -> None:
        """Keep the newest state and four older ones, and remove the rest."""
        new = self.path.with_name(self.path.name + NEW)
        new.unlink(missing_ok=True)
        self._limit = self._log.size + SPARE  # where this fails it is not tried again at once
        try:
            other = LogWriter(new)
            try:
                times = self._copy(other, now)
                other.sync()
                new.replace(self.path)
            except BaseException:
                other.close()
                raise
        finally:
            new.unlink(missing_ok=True)
        self._log.close()
        other.path = self.path
        self._log, self._times = other, times
        self._limit = 2 * self._log.size + SPARE  # what the last state has named is there under the same numbers

    def _copy(self, other: LogWriter, now: float) -> dict[int, float]:
        """Copy the states that are kept, and what they need, to another log; the times of these states."""
        with self.path.open("rb") as file:
            places = {place.number: place for place in records(file)}
            wanted = [number for number in kept_points(self._times, now) if number in places]
            times = {number: self._times[number] for number in wanted}
            live: set[int] = set()
            while wanted:
                number = wanted.pop()
                if number in live or number not in places:
                    continue
                live.add(number)
                wanted += _needs(file, places[number])
            for number, place in places.items():
                if number in live:
                    other.copy(file, place)
        return times

    def _mend(self) -> None:
        """Cut off what a failed write has left, where that could not be done at once."""
        self._used.clear()
        if self._log.broken:
            before, self._log = self._log, LogWriter(self.path)
            before.close()

    def _append(self, kind: bytes, content: bytes) -> int:
        self._number += 1
        self._log.append(kind, self._number, content)
        return self._number

    def _stacks(self, part: Stacks) -> dict[str, tuple[RowRange, ...]]:
        return {name: tuple(_ranges(self._placed(rows))) for name, rows in part.rows.items()}

    def _placed(self, rows: Sequence[NDArray[np.float32]]) -> Iterable[tuple[int, int]]:
        """The record and the place in it of each row, once the new ones are written."""
        new = list({id(row): row for row in rows if id(row) not in self._rows}.values())
        if new:
            content = np.stack(new).astype("<f4", copy=False).tobytes()
            number = self._append(ROWS, msgspec.msgpack.encode(RowsRecord(len(new[0]), content)))
            self._rows |= {id(row): (row, number, place) for place, row in enumerate(new)}
        self._used |= {id(row) for row in rows}
        return [self._rows[id(row)][1:] for row in rows]


def _ranges(places: Iterable[tuple[int, int]]) -> Iterable[RowRange]:
    """Rows that follow one another, as ranges."""
    begun: list[int] = []
    for number, place in places:
        if begun and begun[0] == number and begun[1] + begun[2] == place:
            begun[2] += 1
            continue
        if begun:
            yield begun[0], begun[1], begun[2]
        begun = [number, place, 1]
    if begun:
        yield begun[0], begun[1], begun[2]


def _needs(file: IO[bytes], place: RecordPlace) -> Iterable[int]:
    """The numbers of the records that this one needs."""
    if place.kind in POINTS:
        return _point(file, place).needed()
    if place.kind == PATCH:
        content = content_of(file, place)
        with suppress(msgspec.DecodeError, RecursionError):
            return [msgspec.msgpack.decode(content or b"", type=PatchRecord).of]
    return []


def _point(file: IO[bytes], place: RecordPlace) -> StateRecord | EditRecord:
    """Raises OSError for a record that cannot be read."""
    try:
        found: StateRecord | EditRecord = msgspec.msgpack.decode(
            content_of(file, place) or b"", type=POINTS[place.kind]
        )
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise OSError("the journal is damaged") from error
    return found
