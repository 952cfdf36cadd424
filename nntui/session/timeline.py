"""The versions of a session that undo and redo go through, and the training that belongs to each.

Training is a chain of segments (``session.past``), and each of their epochs can be shown again, or gone on from. A
version is a document that some of them were trained with. Whatever leads away from a version, an edit, a setting or a
return to an earlier epoch, is one more version; the place that training had reached is kept as its milestone, with
the chain of segments behind it. Undo goes back to that milestone, so that nothing done by a key is final.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from nntui.session.milestones import MOST_CHANGES, MilestoneMemory, MilestoneSlot
from nntui.session.runs.book import RunBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.table import Table
    from nntui.session.milestones import Milestone
    from nntui.session.runs.book import RunChange
    from nntui.session.session import Chain, RunName, Session


@dataclass(slots=True, eq=False)
class Version:
    """A session's document between two changes: ``name`` is the change that led here from the version ``before``.

    ``session`` is the document without a checkpoint, None until training has followed here. Versions of one ``line``
    share their training: a change between them kept the weights. The line's slot has the milestone at which it was
    left; ``exact`` has that of this version alone, if training was paused then. ``settings`` counts the changes of
    settings that led here. ``runs`` is what the change did to the list of runs, where it did nothing else.
    """

    name: str
    table: Table
    before: Version | None = None
    session: Session | None = None
    line: MilestoneSlot | None = None
    exact: MilestoneSlot = field(default_factory=MilestoneSlot)
    settings: int = 0
    runs: RunChange | None = None

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


def change_between(before: Version, after: Version) -> str:
    """The changes that lead from one version to another, in words."""
    behind = {id(each) for each in before.up()}
    made = list(takewhile(lambda each: id(each) not in behind, after.up()))
    shared = made[-1].before if made else after
    undone = [f"undo of {each.name}" for each in takewhile(lambda each: each is not shared, before.up())]
    return "; ".join([*undone, *(each.name for each in reversed(made))])


class Timeline:
    """The versions from the oldest that can be returned to up to the newest; one of them is present.

    ``runs`` are the trainings side by side, of which one is present. ``changes`` counts the steps from one version to
    another, those of undo and redo among them.
    """

    def __init__(self, table: Table, session: Session | None = None) -> None:
        self.changes = 0
        self.runs = RunBook(session)
        self._memory = MilestoneMemory()
        for slot in self.runs.slots():
            if slot.milestone is not None:
                self._memory.keep(slot, slot.milestone)
        begun = session.checkpoint.updates if session is not None and session.checkpoint is not None else 0
        line = MilestoneSlot(begun=begun, run=self.runs.present)
        self._versions = [Version("", table, session=session, line=line)]
        self._at = 0

    @property
    def present(self) -> Version:
        """The present version."""
        return self._versions[self._at]

    @property
    def table(self) -> Table:
        """The present table."""
        return self.present.table

    def apply(self, name: str, table: Table, *, settings: bool = False) -> Version:
        """Go on to a new version, made by the change ``name`` ("row 3 speed 92 -> 50"); what was undone is forgotten.

        ``settings`` says that the change was not of the table alone.
        """
        self.changes += 1
        before = self.present
        version = Version(name, table, before, settings=before.settings + settings)
        self._versions[self._at + 1 :] = [version]
        if len(self._versions) > MOST_CHANGES + 1:
            del self._versions[0]
            self._versions[0].before = None
        self._at = len(self._versions) - 1
        self._forget()
        return version

    def change_runs(self, name: str, change: RunChange) -> Version:
        """Go on to a new version, which is the present one but for the list of runs."""
        before = self.present
        version = self.apply(name, before.table)
        version.session, version.line, version.exact = before.session, before.line, before.exact
        version.runs = change
        self.runs.apply(change)
        return version

    def undo(self) -> Version | None:
        """Go back by one version and return the one that was left; None if there is none before it."""
        if not self._at:
            return None
        self._at -= 1
        self.changes += 1
        left = self._versions[self._at + 1]
        if left.runs is not None:
            self.runs.apply(left.runs, back=True)
        return left

    def redo(self) -> Version | None:
        """Go forward again by one version and return it; None if nothing was undone."""
        if self._at + 1 == len(self._versions):
            return None
        self._at += 1
        self.changes += 1
        if self.present.runs is not None:
            self.runs.apply(self.present.runs)
        return self.present

    def knows(self, table: Table) -> bool:
        """True if ``table`` is the present one, or undo or redo can restore it."""
        return any(table is each.table for each in self._versions)

    def keep(self, slot: MilestoneSlot, milestone: Milestone) -> tuple[RunName, ...]:
        """Put ``milestone`` into a slot of one of the versions; the oldest make room for it.

        Returns the runs that are no longer kept.
        """
        self._memory.keep(slot, milestone)
        return self.runs.lost()

    def begin_run(self, before: Chain) -> None:
        """Count the segments ``before`` the run that begins among what takes memory."""
        self._memory.before = before

    def _forget(self) -> None:
        """Free what is kept for versions that cannot be returned to any more."""
        live = {slot for each in self._versions for slot in (each.exact, each.line) if slot is not None}
        deleted = (each.runs.deleted for each in self._versions if each.runs is not None)
        self._memory.keep_only({*live, *self.runs.slots(), *(each.slot for each in deleted if each is not None)})
