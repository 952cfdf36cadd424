"""The segments before the last, and the runs beside the present one, in a session file.

``session.json`` has their settings and numbers; all weights are rows of ``trail.safetensors``, one tensor for each
number of parameters. A table other than the session's own has a Parquet file, and so have the losses of a run.
"""

from typing import TYPE_CHECKING

import msgspec

from nntui.data.column import Column
from nntui.errors import SessionError
from nntui.session.session import SessionSettings
from nntui.session.store.past import SavedMoment
from nntui.session.store.progress import SavedProgress
from nntui.session.store.settings import check_settings

if TYPE_CHECKING:
    from collections.abc import Iterator


MEMBER = "trail.safetensors"
MOST_RUNS = 1_000
"""Runs and segments that are read at most."""


def table_member(number: int) -> str:
    """The member with the cells of a table, from 1 on."""
    return f"table-{number}.parquet"


def losses_member(run: int) -> str:
    """The member with the losses of a run."""
    return f"run-{run}.parquet"


class SavedTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table without its cells."""

    rows: int
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        """Raise SessionError for what no table can be."""
        if self.rows < 0 or any(each.formula and (each.whole or not each.numeric) for each in self.columns):
            raise SessionError("a table of the past has a negative number of rows, or a wrong calculated column")


class SavedSession(SessionSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session of the past; ``table`` is the number of its table, 0 for the present one."""

    table: int

    def __post_init__(self) -> None:
        """Raise SessionError or SpecError for settings that contradict one another."""
        check_settings(self, "a network of the past does not fit the columns of its table")


class SavedSegment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``TrainedSegment``: ``session`` is the number of its session, ``first`` the row of the first weights."""

    session: int
    name: str
    rate: float
    settings: int
    first: int
    moments: tuple[SavedMoment, ...]


class SavedRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``KeptRun``; ``weights`` are the rows of the present, first and best ones."""

    number: int
    name: str
    session: int
    progress: SavedProgress
    weights: tuple[int, int, int]
    optimizer: dict[str, int]
    end: int
    segments: tuple[SavedSegment, ...]


class SavedTrail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ``segments`` before the last one of the present run, and the other ``runs``.

    ``number`` and ``name`` are those of the present run; ``change`` began its last segment.
    """

    sessions: tuple[SavedSession, ...] = ()
    tables: tuple[SavedTable, ...] = ()
    segments: tuple[SavedSegment, ...] = ()
    runs: tuple[SavedRun, ...] = ()
    number: int = 0
    name: str = ""
    change: str = ""

    def __post_init__(self) -> None:
        """Raise SessionError for numbers that fit no run."""
        numbers = [self.number, *(each.number for each in self.runs)]
        if min(numbers) < 0 or max(numbers) >= 2**31 or len(set(numbers)) < len(numbers):
            raise SessionError("the numbers of the runs do not fit together")
        if len(self.runs) > MOST_RUNS:
            raise SessionError(f"{len(self.runs):,} runs are more than can be read")

    def members(self) -> "Iterator[str]":
        """The names of the members that belong to it."""
        if self.segments or self.runs:
            yield MEMBER
        yield from (table_member(number + 1) for number in range(len(self.tables)))
        yield from (losses_member(each.number) for each in self.runs)
