"""The versions of a session that undo and redo go through, and the training that belongs to each.

Training is a chain of segments (``session.past``), and each of their epochs can be shown again, or gone on from. A
version is a document that some of them were trained with. Whatever leads away from a version, an edit, a setting or a
return to an earlier epoch, is one more version; the place that training had reached is kept as its milestone, with
the chain of segments behind it. Undo goes back to that milestone, so that nothing done by a key is final.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nntui.training.timeline import KEPT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.past import Chain
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

MOST_CHANGES = 1_000
"""Changes that can be undone; older ones are forgotten, so that editing all day takes bounded memory."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """How far training was when a change led away from it.

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
        """All that takes memory; milestones share some of it."""
        reached = self.checkpoint
        if reached is None:
            return
        yield from (reached.weights, reached.first, reached.best, *reached.optimizer.values())
        for losses in reached.curve, reached.recent:
            yield from (losses.epochs, losses.train, losses.validation, losses.seconds)
        for segment in (*reached.past, *(each.segment for each in self.chain)):
            for moment in segment.moments:
                yield from moment.arrays()

    @property
    def size(self) -> int:
        """Bytes in memory, nearly."""
        return _bytes_of(self.arrays())

    def alone(self) -> Milestone:
        """The milestone without the moments before it."""
        checkpoint = self.checkpoint
        return self if checkpoint is None else replace(self, checkpoint=replace(checkpoint, past=()), chain=())


@dataclass(slots=True, eq=False)
class MilestoneSlot:
    """A place for a milestone; ``lost`` is the epoch of one that was dropped to save memory.

    ``begun`` is the number of updates with which a line of training began.
    """

    milestone: Milestone | None = None
    lost: int | None = None
    begun: int = 0


@dataclass(slots=True, eq=False)
class Version:
    """A session's document between two changes: ``name`` is the change that led here from the version ``before``.

    ``session`` is the document without a checkpoint, None until training has followed here. Versions of one ``line``
    share their training: a change between them kept the weights. The line's slot has the milestone at which it was
    left; ``exact`` has that of this version alone, if training was paused then. ``settings`` counts the changes of
    settings that led here.
    """

    name: str
    table: Table
    before: Version | None = None
    session: Session | None = None
    line: MilestoneSlot | None = None
    exact: MilestoneSlot = field(default_factory=MilestoneSlot)
    settings: int = 0

    def up(self) -> Iterator[Version]:
        """This version, and those before it."""
        version: Version | None = self
        while version is not None:
            yield version
            version = version.before

    def followed(self) -> Version | None:
        """The nearest version here or before that training has followed."""
        return next((each for each in self.up() if each.session is not None), None)

    def origin(self, updates: int) -> Version | None:
        """The version before this one whose training a further edit of the table is to go on from.

        Edits after which nothing was trained count as one: it is the last version before them. None if something was
        trained on this line, where ``updates`` have been made, or if settings were changed since.
        """
        line, found = self.line, None
        if line is None or updates != line.begun:
            return None
        for each in self.up():
            if each.settings != self.settings or (found is not None and each.line is self.line):
                break
            if each.line is not None and each.line is not line:
                line, milestone = each.line, each.line.milestone
                if milestone is None:
                    break
                found = each
                if milestone.updates != line.begun:
                    break
        return found


class Timeline:
    """The versions from the oldest that can be returned to up to the newest; one of them is present."""

    def __init__(self, table: Table, session: Session | None = None) -> None:
        begun = session.checkpoint.updates if session is not None and session.checkpoint is not None else 0
        self._versions = [Version("", table, session=session, line=MilestoneSlot(begun=begun))]
        self._at = 0
        self._slots: list[MilestoneSlot] = []

    @property
    def present(self) -> Version:
        """The present version."""
        return self._versions[self._at]

    @property
    def table(self) -> Table:
        """The present table."""
        return self.present.table

    def apply(self, name: str, table: Table, *, settings: bool = False) -> Version:
        """Go on to a new version, made by the change ``name`` ("edit weight"); what was undone is forgotten.

        ``settings`` says that the change was not of the table alone.
        """
        before = self.present
        version = Version(name, table, before, settings=before.settings + settings)
        self._versions[self._at + 1 :] = [version]
        if len(self._versions) > MOST_CHANGES + 1:
            del self._versions[0]
            self._versions[0].before = None
        self._at = len(self._versions) - 1
        self._forget()
        return version

    def undo(self) -> Version | None:
        """Go back by one version and return the one that was left; None if there is none before it."""
        if not self._at:
            return None
        self._at -= 1
        return self._versions[self._at + 1]

    def redo(self) -> Version | None:
        """Go forward again by one version and return it; None if nothing was undone."""
        if self._at + 1 == len(self._versions):
            return None
        self._at += 1
        return self.present

    def knows(self, table: Table) -> bool:
        """True if ``table`` is the present one, or undo or redo can restore it."""
        return any(table is each.table for each in self._versions)

    def keep(self, slot: MilestoneSlot, milestone: Milestone) -> None:
        """Put ``milestone`` into a slot of one of the versions.

        Where there are too many bytes in all, the oldest lose the moments before them, then all.
        """
        slot.milestone, slot.lost = milestone, None
        self._slots = [each for each in self._slots if each is not slot] + [slot]
        for forget in Milestone.alone, lambda _: None:
            for oldest in [each.milestone for each in self._slots]:
                if oldest is None or self._bytes() <= KEPT_BYTES:
                    continue
                left = forget(oldest)
                for each in self._slots:
                    if each.milestone is oldest:
                        each.milestone, each.lost = left, oldest.epoch if left is None else None
        self._slots = [each for each in self._slots if each.milestone is not None]

    def _bytes(self) -> int:
        """Bytes that are kept in all."""
        milestones = (slot.milestone for slot in self._slots)
        return _bytes_of(array for each in milestones if each is not None for array in each.arrays())

    def _forget(self) -> None:
        """Free what is kept for versions that cannot be returned to any more."""
        live = {slot for each in self._versions for slot in (each.exact, each.line)}
        self._slots = [slot for slot in self._slots if slot in live]


def _bytes_of(arrays: Iterable[NDArray[Any]]) -> int:
    """The bytes of ``arrays``; one that is named twice counts once."""
    return sum({id(each): each.nbytes for each in arrays}.values())
