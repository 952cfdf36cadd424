"""States of training that a change led away from, kept to be returned to, within a cap of memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nntui.training.timeline import ENDED_BYTES, KEPT_BYTES, SEGMENT_BYTES, HeldArrays, arrays_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from nntui.session.session import Chain
    from nntui.training.records import Checkpoint, KeptMoment, Segment

MOST_CHANGES = 1_000
"""Changes that can be undone; older ones are forgotten, so that editing all day takes bounded memory."""
MILESTONE_BYTES = KEPT_BYTES - ENDED_BYTES - SEGMENT_BYTES
"""Bytes of milestones, and of the segments before the thread in training, that are kept in all; the rest of what may
be kept is left to the segments of that thread."""
SPARE = 4
"""Where moments are forgotten, one part in so many of the cap is left free for the next changes."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A state of training that a change led away from.

    ``checkpoint`` is None for first weights. ``going`` says that it was training, ``goal`` up to which epoch. ``chain``
    are the segments that led there.
    """

    checkpoint: Checkpoint | None = None
    going: bool = False
    goal: int | None = None
    chain: Chain = ()

    @classmethod
    def at(cls, checkpoint: Checkpoint | None, goal: int, chain: Chain = (), *, going: bool) -> Milestone:
        """The milestone at ``checkpoint``; first weights, which can be made again, are not kept."""
        untrained = checkpoint is None or checkpoint.untrained
        return cls(going=going, goal=goal) if untrained else cls(checkpoint, going, goal, chain)

    @property
    def updates(self) -> int:
        """Updates made of the weights."""
        return 0 if self.checkpoint is None else self.checkpoint.updates

    @property
    def epoch(self) -> int:
        """Epochs trained."""
        return 0 if self.checkpoint is None else self.checkpoint.epoch

    def arrays(self) -> Iterator[NDArray[Any]]:
        """The arrays of the state itself, without the moments before it; milestones share some of them."""
        reached = self.checkpoint
        if reached is None:
            return
        yield from (reached.weights, reached.first, reached.best, *reached.optimizer.values())
        for losses in reached.curve, reached.recent:
            yield from (losses.epochs, losses.train, losses.validation, losses.seconds)

    def segments(self) -> Iterator[Segment]:
        """The segments with the moments before it, the oldest first; some of them twice."""
        if self.checkpoint is not None:
            yield from (each.segment for each in self.chain)
            yield from self.checkpoint.past

    def with_beginnings(self, segments: Mapping[int, Segment]) -> Milestone:
        """The milestone with these in place of its segments, each by the ``id`` of the one that it stands for."""
        checkpoint = self.checkpoint
        if checkpoint is None or segments.keys().isdisjoint(map(id, self.segments())):
            return self
        past = tuple(segments.get(id(each), each) for each in checkpoint.past)
        chain = tuple(
            replace(each, segment=found) if (found := segments.get(id(each.segment))) else each for each in self.chain
        )
        return replace(self, checkpoint=replace(checkpoint, past=past), chain=chain)

    def alone(self) -> Milestone:
        """The milestone without the moments before it."""
        checkpoint = self.checkpoint
        if checkpoint is None or not (checkpoint.past or self.chain):
            return self
        return replace(self, checkpoint=replace(checkpoint, past=()), chain=())


@dataclass(slots=True, eq=False)
class MilestoneSlot:
    """A place for a milestone; ``lost`` is the epoch of one that was dropped to save memory.

    ``begun`` is the number of updates with which a line of training began, ``run`` the number of the run that it is
    part of, None until training has followed it.
    """

    milestone: Milestone | None = None
    lost: int | None = None
    begun: int = 0
    run: int | None = None


class MilestoneMemory:
    """The milestones of undo, redo and other runs in one cap of memory, with the segments ``before`` the present run.

    Where there are too many bytes in all, the oldest segments keep their beginning alone, for all milestones that they
    led to; if that is not enough, the oldest milestones lose the segments before them, then all.
    """

    def __init__(self) -> None:
        self._slots: list[MilestoneSlot] = []
        self.before: Chain = ()

    def keep(self, slot: MilestoneSlot, milestone: Milestone) -> None:
        """Put ``milestone`` into ``slot``, as the newest."""
        slot.milestone, slot.lost = milestone, None
        self._slots = [each for each in self._slots if each is not slot] + [slot]
        self._shrink()

    def keep_only(self, live: Collection[MilestoneSlot]) -> None:
        """Free what is in other slots: nothing can be returned to there any more."""
        self._slots = [slot for slot in self._slots if slot in live]

    @property
    def bytes(self) -> int:
        """Bytes that are kept in all."""
        return bytes_of((slot.milestone for slot in self._slots if slot.milestone is not None), self.before)

    def _shrink(self) -> None:
        used = self.bytes
        if used > MILESTONE_BYTES:
            self._forget_moments()
            used = self.bytes
        for forget in Milestone.alone, lambda _: None:
            for oldest in list({id(each.milestone): each.milestone for each in self._slots}.values()):
                if used <= MILESTONE_BYTES:
                    return
                left = None if oldest is None else forget(oldest)
                if oldest is None or left is oldest:
                    continue
                for each in self._slots:
                    if each.milestone is oldest:
                        each.milestone, each.lost = left, oldest.epoch if left is None else None
                used = self.bytes
            self._slots = [each for each in self._slots if each.milestone is not None]

    def _forget_moments(self) -> None:
        """Leave the oldest segments their beginnings alone, until there is room for more."""
        milestones = [each.milestone for each in self._slots if each.milestone is not None]
        beginnings = beginnings_alone(milestones, self.before, MILESTONE_BYTES - MILESTONE_BYTES // SPARE)
        known = {id(each): each.with_beginnings(beginnings) for each in milestones}
        for slot in self._slots:
            if slot.milestone is not None:
                slot.milestone = known[id(slot.milestone)]


def beginnings_alone(milestones: Iterable[Milestone], before: Chain, most: int) -> dict[int, Segment]:
    """The oldest segments of ``milestones`` without the moments after their beginning, so that ``most`` bytes are left.

    Each by the ``id`` of the whole one. A segment that was left more than once is shortened in all its states. Those
    ``before`` the present run stay as they are.
    """
    states: dict[int, dict[int, Segment]] = {}  # by the beginning
    held = HeldArrays()
    for milestone in milestones:
        held.add(milestone.arrays())
        for segment in milestone.segments():
            states.setdefault(id(segment.start), {})[id(segment)] = segment
    present = {id(each.segment.start) for each in before}
    for segments in (*(each.values() for each in states.values()), [each.segment for each in before]):
        held.add(arrays_of(_moments(segments)))
    shortened: dict[int, Segment] = {}
    for beginning, found in states.items():
        if held.bytes <= most:
            break
        if beginning not in present:
            held.release(arrays_of(_moments(found.values(), 1)))
            shortened |= {number: replace(each, moments=each.moments[:1]) for number, each in found.items()}
    return shortened


def _moments(segments: Iterable[Segment], skipped: int = 0) -> Collection[KeptMoment]:
    """The moments of ``segments``, each once, but for the first few of each."""
    return {id(each): each for segment in segments for each in segment.moments[skipped:]}.values()


def bytes_of(milestones: Iterable[Milestone], before: Chain = ()) -> int:
    """The bytes of ``milestones`` with the moments before them, and of the moments ``before``.

    What several share counts once. Chains have most of their segments in common: each of these is looked into once.
    """
    arrays: dict[int, int] = {}
    segments = {id(each.segment): each.segment for each in before}
    for milestone in milestones:
        arrays |= {id(each): each.nbytes for each in milestone.arrays()}
        segments |= {id(each): each for each in milestone.segments()}
    moments = (moment for segment in segments.values() for moment in segment.moments)
    return sum((arrays | {id(each): each.nbytes for each in arrays_of(moments)}).values())
