"""The runs as the pane lists them, judged in threads."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import NntuiError, TrainingError
from nntui.ui.work.background import BackgroundThread

if TYPE_CHECKING:
    from threading import Event as Flag

    from nntui.session.runs.curves import ChangeMark
    from nntui.session.runs.judged import JudgedRun, RunJudge
    from nntui.session.session import KeptRun, RunName, Session
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller

INTERVAL = 2.0
"""Least seconds from one judgement of the present run to the next, while it trains."""


@dataclass(frozen=True, slots=True, eq=False)
class ListedRun:
    """A run with its ``session``, what was changed on its way, and how good it is (None: it cannot be judged)."""

    run: RunName
    session: Session
    marks: tuple[ChangeMark, ...]
    judged: JudgedRun | None
    present: bool = False


class RunListing:
    """The runs of what the ``controller`` holds; ``runs`` is replaced as a whole.

    ``notes`` has a line on each run, by its number, that was trained again or is being trained again.
    """

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.runs: tuple[ListedRun, ...] = ()
        self.notes: dict[int, str] = {}
        self._again = BackgroundThread("nntui-again")
        self._judge: RunJudge | None = None
        self._known: dict[int, ListedRun] = {}
        self._asked: tuple[tuple[KeptRun, ...], RunName, Snapshot] | None = None
        self._due = 0.0
        self._under_way = False

    async def look(self) -> bool:
        """List the runs anew if there are others, or the present one has gone on and it is time; False if not."""
        controller, book = self.controller, self.controller.timeline
        session, now = controller.present[0], controller.now
        if self._under_way or session is None or book is None or now is None:
            return False
        own = book.runs.run(book.runs.present)
        asked, before = (controller.runs, own, now), self._asked
        early = controller.training and time.monotonic() < self._due
        if before is not None and before[0] is asked[0] and before[1] == own and (before[2] is now or early):
            return False
        self._asked, self._under_way = asked, True
        try:
            checkpoint = await controller.runner.checkpoint()
            chain = controller.editing.follower.trail.chain_of(checkpoint)
            if controller.present[0] is not session or (checkpoint and len(checkpoint.weights) != _size(session)):
                self._asked = None  # changed meanwhile
                return False
            present = replace(session, checkpoint=checkpoint, chain=chain)
            self.runs = await asyncio.to_thread(self._listed, own, present, asked[0])
        except TrainingError:  # the thread has ended, and another takes over
            self._asked = None
            return False
        finally:
            self._under_way, self._due = False, time.monotonic() + INTERVAL
        return True

    def forget(self) -> None:
        """Free what the runs take while they are not shown."""
        self.runs, self._known, self._asked = (), {}, None

    def _listed(self, own: RunName, present: Session, others: tuple[KeptRun, ...]) -> tuple[ListedRun, ...]:
        """The runs in the order in which they began, but for those that the present one has gone through."""
        from nntui.session.runs.book import runs_apart
        from nntui.session.runs.curves import marks_of
        from nntui.session.runs.judged import RunJudge

        judge = self._judge = self._judge or RunJudge()
        trained = present.checkpoint is not None and not present.checkpoint.untrained
        judged = judge.judge(present) if trained else None
        found = [ListedRun(own, present, self.controller.marks, judged, present=True)]
        self._known = {each.run.number: known for each in others if (known := self._known.get(each.run.number))}
        for each in runs_apart(present.chain, present.checkpoint, others):
            known = self._known.get(each.run.number)
            if known is None or known.session.checkpoint is not each.session.checkpoint:
                known = ListedRun(each.run, each.session, marks_of(each.session.chain), judge.judge(each.session))
                self._known[each.run.number] = known
            found.append(ListedRun(each.run, known.session, known.marks, known.judged))
        return tuple(sorted(found, key=lambda each: each.run.number))

    # Training a run again

    @property
    def training_again(self) -> bool:
        """Whether a run is being trained once more."""
        return self._again.alive and not self._again.stop_flag.is_set()

    def train_again(self, listed: ListedRun) -> None:
        """Train the run once more from its first weights, in a thread of its own."""
        number, session = listed.run.number, listed.session
        if session.checkpoint is None or session.checkpoint.untrained:
            self.notes = {**self.notes, number: "nothing was trained yet"}
            return
        self.notes = {**self.notes, number: "being trained again from its first weights ..."}
        self._again.begin(partial(self._work, number, session))

    def stop(self) -> None:
        """End what is being trained again."""
        if self.training_again:
            self._again.stop()
            self.notes = {number: note for number, note in self.notes.items() if not note.startswith("being ")}

    def _work(self, number: int, session: Session, stop: Flag) -> None:
        from nntui.session.runs.again import train_again

        assert session.checkpoint is not None
        try:
            result = train_again(session.chain, session.checkpoint, stop.is_set)
        except NntuiError as error:
            note = f"cannot be trained again: {error}"
        else:
            note = str(result)
        if not stop.is_set():
            self.notes = {**self.notes, number: note}


def _size(session: Session) -> int:
    return session.network.parameters
