"""The chain of segments that led to the present weights, each with the session that it was trained with."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.session.follow import valid_query
from nntui.session.session import TrainedSegment, place_of
from nntui.training.timeline import ENDED_BYTES, ends_at
from nntui.training.timeline import bounded as bounded_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nntui.data.encoding.encoder import Arrays
    from nntui.data.kinds import Cell
    from nntui.session.session import Chain, Session
    from nntui.training.records import Checkpoint, KeptMoment, Losses, Segment


@dataclass(frozen=True, slots=True)
class GivenSession:
    """A ``session`` that a run was given, to begin with or in place of its rows, by the change ``name``."""

    session: Session
    name: str = ""


def whole_chain(session: Session) -> Chain:
    """The chain of ``session`` with the segments of its checkpoint, some of which may have come after it was opened."""
    reached = session.checkpoint
    if reached is None or not reached.past:
        return ()
    if session.chain and session.chain[-1].segment is reached.past[-1]:
        return session.chain
    return joined(session.chain, reached.past, [GivenSession(replace(session, checkpoint=None, chain=(), runs=()))])


def joined(before: Chain, past: Sequence[Segment], given: Sequence[GivenSession]) -> Chain:
    """The chain ``before`` a run, followed by the run's ``past``, each segment with the session that it was ``given``.

    One session is given to begin with, and one more each time that the rows are replaced. Segments of ``before`` end
    where the run began.
    """
    if not past:
        return before
    begins = place_of(past[0].start)
    names = [each.name for each in before if each.start == begins > (0, 0)]  # nothing was trained after these changes
    run, known = list[TrainedSegment](), 0
    goes_on = next((each for each in before if _is_same(each.segment, past[0])), None)
    if goes_on is not None:  # with the segment that it began in: what began that is its name
        names, known = [goes_on.name], 1
    for each in past:
        number = min(each.rows, len(given) - 1)
        names += [change.name for change in given[known : number + 1]]
        if run and run[-1].segment.rows == each.rows:
            names.append(f"learning rate {run[-1].segment.rate:.6g} -> {each.rate:.6g}")
        run.append(TrainedSegment(each, given[number].session, "; ".join(dict.fromkeys(filter(None, names)))))
        names, known = [], number + 1
    earlier = bounded(tuple(each.until(begins) for each in before if each.start < begins))
    return (*earlier, *run)


def _is_same(one: Segment, other: Segment) -> bool:
    """Whether one is the other at another time of it."""
    return one.settings == other.settings and one.start.weights is other.start.weights


def until(chain: Chain, reached: Checkpoint | None) -> Chain:
    """The part of ``chain`` that led to what was ``reached``: nothing to first weights."""
    place = (0, 0) if reached is None else place_of(reached)
    return tuple(each.until(place) for each in chain if each.start <= place) if place > (0, 0) else ()


def stops(chain: Chain) -> list[tuple[TrainedSegment, KeptMoment]]:
    """The kept moments in order; where one segment ends and another begins, that of the other."""
    found = {place_of(moment): (trained, moment) for trained in chain for moment in trained.segment.moments}
    return [found[place] for place in sorted(found)]


def with_past(checkpoint: Checkpoint, trained: TrainedSegment) -> Checkpoint:
    """``checkpoint``, at which ``trained`` was, with the segment up to there: training from it goes on with that."""
    reached = dataclasses.replace(checkpoint, past=(trained.until(place_of(checkpoint)).segment,))
    return dataclasses.replace(reached, past_end=ends_at(reached))


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


def bounded(chain: Chain, most: int = ENDED_BYTES) -> Chain:
    """The chain with at most so many bytes of moments: the oldest segments keep their beginning alone, or nothing."""
    kept = bounded_segments([each.segment for each in chain], most)
    pairs = zip(chain[len(chain) - len(kept) :], kept, strict=True)
    return tuple(
        each if each.segment is segment else dataclasses.replace(each, segment=segment) for each, segment in pairs
    )
