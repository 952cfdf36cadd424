"""Reads the segments before the last, and the runs beside the present one, with checks."""

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors

from nntui.errors import SessionError
from nntui.safe_text import one_line
from nntui.session.session import LONGEST_NAME, KeptRun, RunName, Session, TrainedSegment
from nntui.session.store import arrays
from nntui.session.store.past import moments_read
from nntui.session.store.settings import settings_read
from nntui.session.store.trail import (
    MEMBER,
    SavedRun,
    SavedSegment,
    SavedSession,
    SavedTrail,
    losses_member,
    table_member,
)
from nntui.training.records import Segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.table import Table


class TrailReader:
    """Reads the trail of ``session`` from the ``members`` of its file. Raises SessionError for what does not fit."""

    def __init__(self, trail: SavedTrail, members: "Mapping[str, bytes]", session: Session) -> None:
        self._trail, self._members, self._session = trail, members, session
        try:
            tensors = load_tensors(members[MEMBER]) if MEMBER in members else {}
        except (SafetensorError, KeyError, ValueError) as error:
            raise SessionError(f"{MEMBER}: cannot be read") from error
        self._rows: dict[int, list[NDArray[np.float32]]] = {}
        for name, tensor in tensors.items():
            if tensor.ndim != 2 or tensor.dtype != np.float32 or name != str(tensor.shape[1]):
                raise SessionError(f"{MEMBER}: {name} is not a float32 matrix with {name} columns")
            tensor.setflags(write=False)
            self._rows[tensor.shape[1]] = list(tensor)
        tables = [session.table]
        for number, each in enumerate(trail.tables, start=1):
            member = table_member(number)
            tables.append(arrays.cells_read(members[member], each.columns, each.rows, member))
        self._sessions = [self._session_of(each, tables) for each in trail.sessions]

    def read(self) -> Session:
        """The session with its runs and the segments before its last."""
        trail, reached = self._trail, self._session.checkpoint
        earlier = tuple(self._segment(each) for each in trail.segments)
        last = () if reached is None else tuple(reached.past)
        chain = (*earlier, *(TrainedSegment(each, self._alone(), trail.change) for each in last))
        runs = tuple(self._run(each) for each in trail.runs)
        return replace(self._session, chain=chain, runs=runs, run=_run_name(trail.number, trail.name))

    def _alone(self) -> Session:
        return replace(self._session, checkpoint=None)

    def _session_of(self, saved: SavedSession, tables: "Sequence[Table]") -> Session:
        if not 0 <= saved.table < len(tables):
            raise SessionError("session.json: a session of the past has no table")
        return Session(**settings_read(saved), table=tables[saved.table], path=self._session.path)

    def _found(self, number: int, rows: "Sequence[int]") -> "tuple[Session, Sequence[NDArray[np.float32]]]":
        """The session of this number, and the rows of as many parameters as its network has."""
        if not 0 <= number < len(self._sessions):
            raise SessionError("session.json: a segment or run has no session")
        session = self._sessions[number]
        found = self._rows.get(session.network.parameters, [])
        if not rows or not 0 <= min(rows) <= max(rows) < len(found):
            raise SessionError(f"{MEMBER}: does not contain the weights that session.json names")
        return session, found

    def _segment(self, saved: SavedSegment) -> TrainedSegment:
        used = [saved.first, *(row for each in saved.moments for row in each.rows)]
        session, rows = self._found(saved.session, used)
        if not saved.moments:
            raise SessionError("session.json: a segment of the past has no moments")
        segment = Segment(
            moments=moments_read(saved.moments, rows),
            first=rows[saved.first],
            rate=saved.rate,
            rows=0,
            settings=saved.settings,
        )
        return TrainedSegment(segment, session, saved.name)

    def _run(self, saved: SavedRun) -> KeptRun:
        session, rows = self._found(saved.session, [*saved.weights, *saved.optimizer.values()])
        if tuple(sorted(saved.optimizer)) != saved.progress.optimizer:
            raise SessionError("session.json: a run does not name its optimiser's tensors")
        member = losses_member(saved.number)
        losses = arrays.losses_read(self._members[member], member)
        optimizer = {name: rows[row] for name, row in saved.optimizer.items()}
        reached = saved.progress.checkpoint([rows[row] for row in saved.weights], optimizer, losses)
        chain = tuple(self._segment(each) for each in saved.segments)
        past = tuple(each.segment for each in chain[-1:])
        reached = dataclasses.replace(reached, past=past, past_end=saved.end)
        return KeptRun(_run_name(saved.number, saved.name), replace(session, checkpoint=reached, chain=chain))


def _run_name(number: int, name: str) -> RunName:
    return RunName(number, one_line(name, LONGEST_NAME))
