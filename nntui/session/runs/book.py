"""The runs of an open session: the present training, and those that were left for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.session.milestones import Milestone, MilestoneSlot
from nntui.session.session import KeptRun, RunName, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from nntui.session.session import Chain, RunPosition, Session
    from nntui.training.records import Checkpoint, Counters

MOST_RUNS = 50
"""Runs that are kept beside the present one; the oldest are forgotten."""


@dataclass(frozen=True, slots=True, eq=False)
class RunEntry:
    """A run that was left: ``slot`` has the milestone at which it was, ``session`` its document then."""

    number: int
    session: Session
    slot: MilestoneSlot

    def begun_again(self) -> MilestoneSlot:
        """A place for what the run reaches from where it was left."""
        return MilestoneSlot(begun=self.slot.milestone.updates if self.slot.milestone else 0, run=self.number)


@dataclass(frozen=True, slots=True)
class RunChange:
    """A change of the list of runs that undo takes back: ``deleted`` is gone, or ``number`` has another name."""

    deleted: RunEntry | None = None
    number: int = 0
    names: tuple[str, str] = ("", "")


class RunBook:
    """Which runs there are; ``present`` is the number of the one in training, ``names`` are those given by the user."""

    def __init__(self, session: Session | None = None) -> None:
        own = session.run if session is not None and session.run is not None else RunName(0)
        kept = () if session is None else session.runs
        self.present = own.number
        self.names = {each.number: each.name for each in (own, *(each.run for each in kept))}
        self._entries: dict[int, RunEntry] = {}
        for each in kept:
            milestone = Milestone.at(
                each.session.checkpoint, each.session.training.epochs, each.session.chain, going=False
            )
            slot = MilestoneSlot(milestone, begun=milestone.updates, run=each.run.number)
            document = replace(each.session, checkpoint=None, chain=())
            self._entries[each.run.number] = RunEntry(each.run.number, document, slot)
        self._begun: dict[int, RunPosition] = {}
        self._known: list[tuple[RunName, Milestone]] = []
        self._kept: tuple[KeptRun, ...] = ()
        self._next = 1 + max(self.names)

    def new_number(self) -> int:
        """The number of a run that begins."""
        self._next += 1
        return self._next - 1

    def run(self, number: int) -> RunName:
        """The run with its name."""
        return RunName(number, self.names.get(number, ""))

    def entry(self, number: int) -> RunEntry | None:
        """The run of this number, if it was left, and what it had reached is kept."""
        found = self._entries.get(number)
        return None if found is None or found.slot.milestone is None else found

    def slots(self) -> Iterator[MilestoneSlot]:
        """The places of what the runs had reached."""
        return (each.slot for each in self._entries.values())

    def kept(self) -> tuple[KeptRun, ...]:
        """The runs beside the present one, in the order in which they began; the same tuple while none changes."""
        reached = [
            (self.run(number), self._entries[number].session, milestone)
            for number in sorted(self._entries)
            if (milestone := self._entries[number].slot.milestone) is not None
        ]
        known = [(run, milestone) for run, _, milestone in reached]
        same = len(known) == len(self._known) and all(
            run == old and milestone is before
            for (run, milestone), (old, before) in zip(known, self._known, strict=True)
        )
        if not same:
            runs = (
                KeptRun(run, replace(session, checkpoint=milestone.checkpoint, chain=milestone.chain))
                for run, session, milestone in reached
            )
            self._known, self._kept = known, tuple(runs)
        return self._kept

    def lost(self) -> tuple[RunName, ...]:
        """Forget the runs whose milestones had to make room for others, and return them."""
        gone = [number for number, each in self._entries.items() if each.slot.milestone is None]
        for number in gone:
            del self._entries[number]
        return tuple(self.run(number) for number in gone)

    def switch(self, number: int, start: Checkpoint | None, left: Session, slot: MilestoneSlot) -> None:
        """Go on with the run of this number, from ``start``; the present one is left, ``slot`` has what it had reached.

        A run in which nothing was trained since it began is not kept, nor one that another has gone through.
        """
        before, self.present = self.present, number
        self._entries.pop(number, None)
        self._begun.setdefault(number, (0, 0) if start is None else place_of(start))
        milestone = slot.milestone
        if milestone is None or milestone.checkpoint is None:
            return
        if place_of(milestone.checkpoint) == self._begun.get(before):
            return
        for each in list(self._entries.values()):
            other = each.slot.milestone
            if other is None or other.checkpoint is None:
                continue
            if contains(milestone.chain, milestone.checkpoint, other.chain, other.checkpoint):
                del self._entries[each.number]
            elif contains(other.chain, other.checkpoint, milestone.chain, milestone.checkpoint):
                return
        self._entries[before] = RunEntry(before, left, slot)
        while len(self._entries) > MOST_RUNS:
            del self._entries[min(self._entries)]

    def apply(self, change: RunChange, *, back: bool = False) -> None:
        """Make ``change``, or take it ``back``."""
        if change.deleted is None:
            self.names[change.number] = change.names[0 if back else 1]
        elif back:
            self._entries[change.deleted.number] = change.deleted
        else:
            self._entries.pop(change.deleted.number, None)


def runs_apart(chain: Chain, reached: Counters | None, runs: Iterable[KeptRun]) -> Iterator[KeptRun]:
    """Those of ``runs`` that the training which ``reached`` its end through ``chain`` has not gone through."""
    for each in runs:
        end = each.session.checkpoint
        if end is not None and reached is not None and not contains(chain, reached, each.session.chain, end):
            yield each


def contains(chain: Chain, reached: Counters, parts: Chain, end: Counters) -> bool:
    """Whether the training that ``reached`` its end through ``chain`` went through all of ``parts``, bit for bit.

    ``end`` is the end of these.
    """
    if not 0 < len(parts) <= len(chain) or not _same_beginnings(chain, parts):
        return False
    return place_of(end) <= (chain[len(parts)].start if len(chain) > len(parts) else place_of(reached))


def _same_beginnings(chain: Chain, parts: Chain) -> bool:
    """Whether the first segments of ``chain`` begin as ``parts`` do, with the same settings and rows."""
    pairs = zip(chain, parts, strict=False)
    return all(
        one.segment.settings == other.segment.settings
        and one.start == other.start
        and _same_weights(one.segment.start.weights, other.segment.start.weights)
        for one, other in pairs
    )


def _same_weights(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return one is other or np.array_equal(one, other)
