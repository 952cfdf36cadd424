"""The training run at work and the one that takes its place, with its goal and speed limit."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from nntui.session.options import Options
from nntui.ui.work import loader

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.run import Event, Run
    from nntui.ui.work.view import View


class Runner:
    """One run at a time: the next begins once the thread of the last has ended.

    ``run`` is None before the first, and while another takes its place. ``waiting`` says what is being loaded ("" when
    nothing is), ``goal`` the epoch at which training stops, ``limit`` the epochs a second that it is held to (None:
    full speed). What the run at work tells is passed on to ``view``, which hands it back to ``handle``.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self.run: Run | None = None
        self.waiting = "opening ..."
        self.goal = 0
        self.limit: float | None = None
        self._number = 0
        self._held: Snapshot | None = None  # what is shown while a run takes over from another
        self._resume = False  # whether it is to train then
        self._interrupted = False  # whether training waits for the table to be mended
        self._noticed = False  # whether a notice was shown: each run has the same
        self._arrived = asyncio.Event()

    @property
    def snapshot(self) -> Snapshot | None:
        """How training stands now; None until the network is there."""
        return self._held if self.run is None else self.run.latest()

    @property
    def going(self) -> bool:
        """Whether training goes on by itself, or will as soon as the thread gets to it."""
        return self._resume if self.run is None else isinstance(self.run.until, int)

    @property
    def training(self) -> bool:
        """Whether the weights are moving."""
        snapshot = self.snapshot
        return snapshot is not None and snapshot.state == "training"

    async def begin(self, session: Session, arrays: Arrays) -> None:
        """Let a run stand where ``session`` stands; it is loaded while this returns."""
        await self.end()
        self.waiting = "loading torch ..."
        self._interrupted = False
        self.run = self._started(session, arrays)
        self._set_goal(session)

    async def take_over(self, session: Session, arrays: Arrays, *, learnable: bool) -> None:
        """Let a run of ``session`` go on with what the present one does; until it can, nothing seems to change."""
        self._held, self._resume = self.snapshot, self.going or self._interrupted
        if self._held is None:  # what was still being loaded cannot be taken over
            await self.begin(session, arrays)
            self._go_on(learnable=learnable)
            return
        ending, self.run, self._interrupted = self.run, None, False
        await _ended(ending)
        self._arrived.clear()
        run = self._started(session, arrays)
        await self._arrived.wait()
        self.run, self._held = run, None
        if session.checkpoint is None:
            self._set_goal(session)
        self._go_on(learnable=learnable)

    def _go_on(self, *, learnable: bool) -> None:
        """Train as before, at once or when the table is mended."""
        self._interrupted = self._resume and not learnable
        if self.run is not None and self._resume and learnable:
            self.run.train(self.goal)

    def _started(self, session: Session, arrays: Arrays) -> Run:
        self._number += 1
        run = loader.make_run(session, arrays, partial(self._post, self._number))
        run.start()
        run.set_limit(self.limit)
        return run

    def _set_goal(self, session: Session) -> None:
        self.goal = next_goal(session.checkpoint.epoch if session.checkpoint else 0, session.training.epochs)

    async def end(self) -> None:
        """End the training thread; the last snapshot stays readable."""
        await _ended(self.run)

    async def checkpoint(self) -> Checkpoint | None:
        """All that training has reached; None while the network is not there yet."""
        if self.run is None or self.run.latest() is None:
            return None
        return await asyncio.wrap_future(self.run.checkpoint())

    def replace(self, arrays: Arrays, *, learnable: bool) -> None:
        """Train on with other rows; where they cannot be learnt from, wait until they are mended."""
        if self.run is None:
            return
        if not learnable and self.going:
            self._interrupted = True
            self.run.pause()
        self.run.replace_data(arrays)
        if learnable and self._interrupted:
            self._interrupted = False
            self.run.train(self.goal)

    def _post(self, number: int, event: Event | loader.Loading) -> None:
        """Pass on what run ``number`` tells, unless another took its place. Called from its thread."""
        if number == self._number:
            self._view.post_run_event(event)

    def handle(self, event: Event | loader.Loading) -> None:
        """Take what the training thread says."""
        from nntui.training.run import Failed, Finished, Ready

        match event:
            case loader.Loading(what=what) if self._held is None:
                self.waiting = what
            case Ready(snapshot=snapshot):
                self.waiting = ""
                self._arrived.set()
                if snapshot.notice and not self._noticed:
                    self._noticed = True
                    self._view.tell(snapshot.notice, "warning")
            case Failed(reason=reason, snapshot=snapshot):
                self.waiting = "" if snapshot is not None else "failed"
                self._arrived.set()
                self._view.warn(reason)
            case Finished(snapshot=snapshot):
                self._view.tell(snapshot.reason, "good")

    # What the user wants

    def train(self, epochs: int, *, mending: bool = False) -> None:
        """Train, or pause what trains. At the goal, go on for as many ``epochs`` again.

        ``mending``: there is nothing to train on yet, but rows are on their way.
        """
        if self.run is None:
            self._resume = not self._resume
            return
        snapshot = self.snapshot
        if snapshot is not None and self.run.until is not None:
            self.run.pause()
            return
        if snapshot is not None:
            self.goal = max(self.goal, next_goal(snapshot.epoch, epochs))
        if mending:
            self._interrupted = not self._interrupted
        else:
            self.run.train(self.goal)

    def hold_to(self, limit: float | None) -> None:
        """Train at most so many epochs a second; None: as many as the machine can."""
        self.limit = limit
        if self.run is not None:
            self.run.set_limit(limit)
        self._view.tell(in_words(limit))


async def _ended(run: Run | None) -> None:
    if run is not None:
        run.close()
        if run.latest() is not None:  # else it still loads or compiles, and will end without an update
            await asyncio.to_thread(run.join)


LIMITS = (1000.0, 250.0, 50.0, 10.0, 2.0, 1.0)
"""Epochs a second, from fast to slow; None stands for as many as the machine can."""
WATCHABLE = 250.0
"""The lesson's 1,000 steps take four seconds at this; at full speed they would be over before they are seen."""


def slower(limit: float | None) -> float | None:
    """The next limit down the ladder; the slowest stays."""
    return next((each for each in LIMITS if limit is None or each < limit), LIMITS[-1])


def faster(limit: float | None) -> float | None:
    """The next limit up the ladder, None at its top."""
    return None if limit is None else next((each for each in reversed(LIMITS) if each > limit), None)


def at_first(session: Session, options: Options) -> float | None:
    """The limit that a session opened under ``options`` begins with: a lesson as it stands is there to be watched."""
    as_it_stands = options in (Options(), Options(seed=options.settings.get("seed")))
    return WATCHABLE if session.lesson and session.checkpoint is None and as_it_stands else None


def in_words(limit: float | None) -> str:
    """What the log says of it."""
    return "full speed" if limit is None else f"at most {limit:g} epochs a second"


def next_goal(epoch: int, epochs: int) -> int:
    """The first whole multiple of the planned epochs that lies ahead."""
    return (epoch // max(epochs, 1) + 1) * max(epochs, 1)
