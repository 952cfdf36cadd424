"""The chain of segments that led to the present weights, each with the session that it was trained with."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.session.follow import valid_query
from nntui.training.timeline import KEPT_BYTES, bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nntui.data.encoding.encoder import Arrays
    from nntui.data.kinds import Cell
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint, Counters, KeptMoment, Losses, Segment

RunPosition = tuple[int, int]
"""An epoch, and the updates made in the one after it."""


def place_of(counters: Counters) -> RunPosition:
    """The place of a moment in its training."""
    return counters.epoch, counters.batch


@dataclass(frozen=True, slots=True)
class TrainedSegment:
    """A ``segment``, and the ``session`` without checkpoint that it was trained with."""

    segment: Segment
    session: Session

    @property
    def start(self) -> RunPosition:
        """The place where it begins."""
        return place_of(self.segment.start)

    def until(self, place: RunPosition) -> TrainedSegment:
        """The segment with the kept moments up to ``place``, which lies in it."""
        moments = tuple(each for each in self.segment.moments if place_of(each) <= place)
        return dataclasses.replace(self, segment=dataclasses.replace(self.segment, moments=moments))


Chain = tuple[TrainedSegment, ...]
"""Segments in order; each begins where the one before it ends."""


def joined(before: Chain, past: Sequence[Segment], sessions: Sequence[Session]) -> Chain:
    """The chain ``before`` a run, followed by the run's ``past``.

    ``sessions`` are those that the run was given: one to begin with, and one more each time that its rows were
    replaced. Segments of ``before`` end where the run began.
    """
    run = tuple(TrainedSegment(each, sessions[min(each.rows, len(sessions) - 1)]) for each in past)
    if not run:
        return before
    earlier = bounded(tuple(each.until(run[0].start) for each in before if each.start < run[0].start))
    return (*earlier, *run)


def stops(chain: Chain) -> list[tuple[TrainedSegment, KeptMoment]]:
    """The kept moments in order; where one segment ends and another begins, that of the other."""
    found = {place_of(moment): (trained, moment) for trained in chain for moment in trained.segment.moments}
    return [found[place] for place in sorted(found)]


def segment_at(chain: Chain, epoch: int) -> TrainedSegment:
    """The segment that has the end of ``epoch``. Raises TrainingError for an epoch before all of them."""
    for trained in reversed(chain):
        if trained.start <= (epoch, 0):
            return trained
    first = f"; the first that is kept is {chain[0].start[0]:,}" if chain else ""
    raise TrainingError(f"nothing is kept of epoch {epoch:,}{first}")


def session_at(trained: TrainedSegment, checkpoint: Checkpoint, query: Mapping[str, Cell]) -> Session:
    """The session as it was at a moment of ``trained``, with the question that is asked at present."""
    asked = {**trained.session.query, **valid_query(query, {}, trained.session.table)}
    return replace(trained.session, checkpoint=checkpoint, query=asked)


def recomputed(
    trained: TrainedSegment,
    epoch: int,
    arrays: Arrays,
    losses: tuple[Losses, Losses],
    cancelled: Callable[[], bool],
) -> Checkpoint | None:
    """The checkpoint at the end of ``epoch`` of ``trained``, trained again on its ``arrays``; None once cancelled."""
    from nntui.training.recompute import moment_of  # torch

    specs = trained.session.network, trained.session.training
    return moment_of(trained.segment, epoch, specs, arrays, losses, cancelled=cancelled)


def bounded(chain: Chain, most: int = KEPT_BYTES // 2) -> Chain:
    """The chain with at most so many bytes of moments: the oldest segments keep their beginning alone, or nothing."""
    kept = list(chain)
    for number, trained in enumerate(chain):
        if bytes_of(each.segment for each in kept) <= most:
            return tuple(kept)
        kept[number] = trained.until(trained.start)
    while bytes_of(each.segment for each in kept) > most:
        del kept[0]
    return tuple(kept)
