"""The records of a journal: cells and rows of weights that are written once, and states that name them by number."""

from pathlib import Path

import msgspec

from nntui.data.column import Column
from nntui.data.files.atomic import FileStamp
from nntui.session.store.names import name_read, name_written

STATE, EDIT, CELLS, PATCH, ROWS = b"stat", b"edit", b"cell", b"ptch", b"rows"
"""The kinds of records: a state, another table for one, the cells of a column, a patch of these, rows of weights."""
MOST_CHANGES = 5
"""Names of changes that are kept of what is newer than the saved file."""


class SavedStamp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stamp of a session's own file, as it was read or written last; ``path`` is written as a name in JSON is."""

    path: str
    size: int | None
    written: int | None
    inode: int | None
    digest: str = ""

    @classmethod
    def of(cls, stamp: FileStamp) -> "SavedStamp":
        """The record of ``stamp``."""
        return cls(name_written(str(stamp.path)), stamp.size, stamp.written, stamp.inode, stamp.digest)

    def stamp(self) -> FileStamp:
        """The stamp again."""
        return FileStamp(Path(name_read(self.path)), self.size, self.written, self.inode, digest=self.digest)


class News(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a state is, in words: for lists, and for the question whether to go on with it.

    ``name`` and ``source`` are written as names in JSON are; ``title`` is the name as it was. ``time`` is that of the
    clock, in seconds; ``saved`` the stamp of the session's own file, None without one.
    ``changes`` are the names of the last changes that are not in that file, and ``more`` the number of those before.
    ``epoch`` is the epoch reached, ``saved_epoch`` the one in the file; ``in_shell`` says that no screen was there.
    """

    time: float
    name: str
    source: str = ""
    saved: SavedStamp | None = None
    changes: tuple[str, ...] = ()
    more: int = 0
    epoch: int = 0
    saved_epoch: int = 0
    in_shell: bool = False

    @property
    def title(self) -> str:
        """The name of the session."""
        return name_read(self.name)


class TableRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table: the numbers of the records with the ``cells`` of its columns, and with the ``marks``."""

    rows: int
    columns: tuple[Column, ...]
    cells: tuple[int, ...]
    marks: int


class PatchRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first ``before`` and last ``after`` cells of the column ``of``, between them ``cells`` (Parquet)."""

    of: int
    before: int
    after: int
    cells: bytes


class RowsRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of ``width`` float32 numbers."""

    width: int
    content: bytes


RowRange = tuple[int, int, int]
"""The number of a record of rows, the first of its rows that is meant, and how many are."""


class StateRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session: its ``document`` as JSON and the ``members`` of its file, ``tables`` and ``stacks`` by numbers."""

    news: News
    document: bytes
    members: dict[str, bytes]
    tables: dict[str, TableRecord]
    stacks: dict[str, dict[str, tuple[RowRange, ...]]]

    def needed(self) -> set[int]:
        """The numbers of the records that it names."""
        ranges = [each for member in self.stacks.values() for rows in member.values() for each in rows]
        cells = {number for each in self.tables.values() for number in (*each.cells, each.marks)}
        return cells | {each[0] for each in ranges}


class EditRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The session of the state ``of`` with another ``table``."""

    news: News
    of: int
    table: TableRecord

    def needed(self) -> set[int]:
        """The numbers of the records that it names."""
        return {self.of, *self.table.cells, self.table.marks}


MAIN = ""
"""The name of the newest table among those of a state; that of the session itself has the name of its member."""
POINTS = {STATE: StateRecord, EDIT: EditRecord}
"""The records that a session is made of, by kind."""
AGES = (60.0, 300.0, 1_200.0, 3_600.0)
"""Seconds: beside the newest state the newest of each of these ages is kept."""


def kept_points(times: dict[int, float], now: float) -> list[int]:
    """The numbers of the states that are kept of those in ``times``, newest first: five, further and further apart."""
    newest = sorted(times, key=lambda number: (times[number], number), reverse=True)
    kept = newest[:1]
    for age in AGES:
        kept += [each for each in newest if times[each] <= now - age and each not in kept][:1]
    return sorted(kept, key=newest.index)
