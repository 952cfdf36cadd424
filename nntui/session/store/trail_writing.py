"""Writes the segments before the last, and the runs beside the present one, as far as they fit the cap."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.session.milestones import MILESTONE_BYTES
from nntui.session.session import KeptRun, RunName, Session, SessionSettings
from nntui.session.store import arrays
from nntui.session.store.parts import Stacks
from nntui.session.store.past import RowsOfArrays, SavedMoment
from nntui.session.store.progress import SavedProgress
from nntui.session.store.settings import settings_written
from nntui.session.store.trail import (
    MEMBER,
    SavedRun,
    SavedSegment,
    SavedSession,
    SavedTable,
    SavedTrail,
    losses_member,
    table_member,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.session import Chain
    from nntui.session.store.parts import Part


class TrailWriter:
    """Collects what is saved of the past of ``session``, newest first, up to ``room`` bytes."""

    def __init__(self, session: Session, room: int = MILESTONE_BYTES) -> None:
        self._session, self._room = session, room
        self._sessions: dict[int, int] = {}
        self._documents: list[tuple[Session, SavedSession]] = []
        self._tables: list[Table] = []
        self._rows: dict[int, RowsOfArrays] = {}
        self._seen: set[int] = set()
        self._losses: dict[str, bytes] = {}

    def write(self) -> "tuple[SavedTrail | None, dict[str, Part]]":
        """The trail and its members; None if there is nothing but the present run."""
        session, own = self._session, self._session.run or RunName(0)
        change = session.chain[-1].name if session.chain else ""
        segments = self._segments(session.chain[:-1])
        runs = [saved for each in reversed(session.runs) if (saved := self._run(each)) is not None]
        trail = SavedTrail(
            sessions=tuple(saved for _, saved in self._documents),
            tables=tuple(SavedTable(each.height, each.columns) for each in self._tables),
            segments=segments,
            runs=tuple(reversed(runs)),
            number=own.number,
            name=own.name,
            change=change,
        )
        if trail == SavedTrail():
            return None, {}
        members: dict[str, Part] = {}
        if self._rows:
            members[MEMBER] = Stacks({str(size): rows.rows for size, rows in sorted(self._rows.items())})
        members |= {table_member(number): each for number, each in enumerate(self._tables, start=1)}
        return trail, members | self._losses

    def _segments(self, chain: "Chain") -> tuple[SavedSegment, ...]:
        """The newest segments of ``chain`` for which there is room."""
        saved: list[SavedSegment] = []
        for each in reversed(chain):
            segment = each.segment
            moments = [array for moment in segment.moments for array in moment.arrays()]
            number = self._put(each.session, [*moments, segment.first])
            if number is None:
                break
            first = self._place(segment.first)
            kept = tuple(SavedMoment.of(moment, self._place) for moment in segment.moments)
            saved.append(SavedSegment(number, each.name, segment.rate, segment.settings, first, kept))
        return tuple(reversed(saved))

    def _run(self, kept: KeptRun) -> SavedRun | None:
        """The run, with the segments for which there is room; None if there is none for the run itself."""
        session, reached = kept.session, kept.session.checkpoint
        if reached is None:
            return None
        weights = reached.weights, reached.first, reached.best
        number = self._put(session, [*weights, *reached.optimizer.values()])
        if number is None:
            return None
        places = self._place(weights[0]), self._place(weights[1]), self._place(weights[2])
        optimizer = {name: self._place(memory) for name, memory in sorted(reached.optimizer.items())}
        self._losses[losses_member(kept.run.number)] = arrays.losses_written(reached)
        progress, segments = SavedProgress.of(reached), self._segments(session.chain)
        return SavedRun(*_of(kept.run), number, progress, places, optimizer, reached.past_end, segments)

    def _put(self, session: Session, needed: "Sequence[NDArray[np.float32]]") -> int | None:
        """The number of ``session`` among those saved; None without room for it and the arrays that are ``needed``."""
        new = {id(each): each.nbytes for each in needed if id(each) not in self._seen}
        others = [self._session.table, *self._tables]
        number = next((number for number, each in enumerate(others) if each is session.table), None)
        cost = sum(new.values()) + (session.table.frame.estimated_size() if number is None else 0)
        if cost > self._room:
            return None
        self._room -= int(cost)
        self._seen |= new.keys()
        if number is None:
            number = len(others)
            self._tables.append(session.table)
        document = replace(session, checkpoint=None, chain=(), runs=(), run=None)
        known = next((place for place, (each, _) in enumerate(self._documents) if _alike(each, document)), None)
        if known is not None:
            return known
        self._documents.append((document, SavedSession(**settings_written(session), table=number)))
        return len(self._documents) - 1

    def _place(self, array: "NDArray[np.float32]") -> int:
        return self._rows.setdefault(len(array), RowsOfArrays()).place(array)


def _of(run: RunName) -> tuple[int, str]:
    return run.number, run.name


def _alike(one: Session, other: Session) -> bool:
    """Whether both have the same table and equal settings."""
    return one.table is other.table and all(
        getattr(one, name) == getattr(other, name) for name in SessionSettings.__struct_fields__
    )
