"""States of training that a change led away from, kept to be returned to, within a cap of memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nntui.training.timeline import ENDED_BYTES, KEPT_BYTES, SEGMENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray

    from nntui.session.session import Chain
    from nntui.training.records import Checkpoint, Segment

MOST_CHANGES = 1_000
"""Changes that can be undone; older ones are forgotten, so that editing all day takes bounded memory."""
MILESTONE_BYTES = KEPT_BYTES - ENDED_BYTES - SEGMENT_BYTES
"""Bytes of milestones, and of the segments before the thread in training, that are kept in all; the rest of what may
be kept is left to the segments of that thread."""


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
        """The segments with the moments before it."""
        if self.checkpoint is not None:
            yield from self.checkpoint.past
            yield from (each.segment for each in self.chain)

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

    Where there are too many bytes in all, the oldest lose the moments before them, then all.
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
    return sum((arrays | {id(each): each.nbytes for moment in moments for each in moment.arrays()}).values())
