"""The training run behind the screen, as a state machine: which run trains, and how another takes over from it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.training.loop import Step
from nntui.training.messages import Failed, Pause, PauseAt, Ready, ReplaceData, SetLimit, Steer, Train
from nntui.ui.work.aim import Aim
from nntui.ui.work.run_log import RunLog
from nntui.ui.work.speed import FULL, Speed, in_words
from nntui.ui.work.states import AtWork, AwaitingRepair, Loading, Pending, TakingOver
from nntui.ui.work.view import NowLoading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from nntui.data.encoding.encoder import Arrays
    from nntui.session.session import Session
    from nntui.training.messages import Event
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.run import Run
    from nntui.training.spec import TrainingSpec
    from nntui.ui.work.loader import MakeRun
    from nntui.ui.work.view import View


class Runner:
    """One run at a time: the next begins once the thread of the last has ended.

    Commands that the present state cannot carry out are kept and carried out in the next. ``aim`` says where training
    goes, ``start`` is the checkpoint from which the present or the next run begins, ``log`` tells of its events.
    """

    def __init__(self, view: View, make_run: MakeRun, speed: Speed = FULL) -> None:
        self._view, self._make_run = view, make_run
        self.state: Loading | AtWork | TakingOver | AwaitingRepair = Loading("opening ...")
        self.aim = Aim(speed)
        self.log = RunLog(view)
        self.start: Checkpoint | None = None
        self._number = 0
        self._arrived = asyncio.Event()

    @property
    def snapshot(self) -> Snapshot | None:
        """The state of training to show; None until there is a network."""
        if isinstance(self.state, TakingOver):
            return self.state.shown
        return None if self.state.run is None else self.state.run.latest()

    @property
    def limit(self) -> float | None:
        """The most epochs a second that training makes up to the goal; None: at full speed."""
        reached = self.snapshot or self.start
        return self.aim.limit(reached.epoch if reached is not None else 0)

    @property
    def slowed(self) -> float | None:
        """That limit, if training would be faster without; None: it is not slowed down, or not measured yet."""
        snapshot, limit = self.snapshot, self.limit
        return limit if snapshot is not None and limit is not None and snapshot.epochs_per_second > limit else None

    @property
    def going(self) -> bool:
        """True if it trains, or will as soon as it can."""
        return self._unfinished().going

    @property
    def updates_at_rest(self) -> int | None:
        """The updates made so far while there is a network and it is not trained; else None."""
        run = self.state.run
        latest = run.latest() if run is not None and not isinstance(self.state, Loading | TakingOver) else None
        return latest.updates if run is not None and latest is not None and run.until is None else None

    @asynccontextmanager
    async def handing_over(self, *, resume: bool) -> AsyncIterator[Checkpoint | None]:
        """Pause the run and yield what it has reached; if another does not begin, it goes on as before.

        With ``resume`` the next run goes on with what this one was doing, else only with commands given from now on.
        """
        before = self.state
        unfinished = self._unfinished()
        try:
            if isinstance(before, AtWork | AwaitingRepair):
                run, self.state = before.run, TakingOver(before.run, self.snapshot, Pending())
                if run.until is not None:
                    run.do(Pause())
                self._keep(unfinished if resume else Pending())
                self.start = await asyncio.wrap_future(run.checkpoint())
            elif not resume:
                self._keep(Pending())
            yield self.start
        except BaseException:
            if isinstance(self.state, TakingOver):
                pending = self.state.pending if resume or self.state.pending != Pending() else unfinished
                self._settle(self.state.run, pending, learnable=not isinstance(before, AwaitingRepair))
            raise

    async def begin(self, session: Session, arrays: Arrays, *, learnable: bool, fresh: bool = False) -> None:
        """Start a run of ``session``, still loading when this returns; ``fresh``: nothing was handed over to it."""
        if isinstance(self.state, AtWork | AwaitingRepair):
            self.state = TakingOver(self.state.run, self.snapshot, Pending())
        elif fresh:
            self._keep(Pending())
        await self.end()
        pending = self.state.pending if isinstance(self.state, Loading | TakingOver) else Pending()
        run = self._started(session, arrays)
        self.state = Loading("loading torch ...", run, pending, learnable)
        self.start = session.checkpoint
        self.aim.plan(session)

    async def take_over(self, session: Session, arrays: Arrays, *, learnable: bool, goal: int | None = None) -> None:
        """Let a run of ``session`` go on from the run handed over; until it is loaded, nothing seems to change.

        It trains up to the same epoch, or up to ``goal``.
        """
        if not isinstance(self.state, TakingOver):
            await self.begin(session, arrays, learnable=learnable)
            self.aim.goal = self.aim.goal if goal is None else goal
            return
        await self.end()
        self._arrived.clear()
        run = self._started(session, arrays)
        self.state = replace(self.state, run=run)
        await self._arrived.wait()
        self.start = session.checkpoint
        self.aim.plan(session, goal=goal, keep=session.checkpoint is not None)
        if run.latest() is None:
            self.state = Loading("failed", run)
        else:
            self._settle(run, self.state.pending, learnable=learnable)

    async def end(self) -> None:
        """End the training thread; the last snapshot stays readable."""
        if (run := self.state.run) is not None:
            run.close()
            if run.latest() is not None:  # else it still loads or compiles, and will end without an update
                await asyncio.to_thread(run.join)

    def replace_data(self, arrays: Arrays, *, learnable: bool) -> bool:
        """Train on other rows; while they cannot be trained on, training waits for others. False without a run."""
        run = self.state.run
        if run is None:
            return False
        if isinstance(self.state, AtWork) and not learnable and isinstance(run.until, int):
            run.do(Pause())
            self.state = AwaitingRepair(run, Pending(going=True))
        run.do(ReplaceData(arrays))
        if isinstance(self.state, Loading):
            self.state = replace(self.state, learnable=learnable)
        elif isinstance(self.state, AwaitingRepair):
            self._settle(run, self.state.pending, learnable=learnable)
        return True

    def steer(self, before: TrainingSpec, after: TrainingSpec) -> bool:
        """Train on with other settings, with the same weights. False without a run."""
        run = self.state.run
        if run is None:
            return False
        run.do(Steer(after))
        if before.breakpoints != after.breakpoints:
            run.do(PauseAt(after.breakpoints))
        reached = self.snapshot or self.start
        if before.epochs != after.epochs:
            self.aim.plan_epochs(after.epochs, reached.epoch if reached is not None else 0)
            if isinstance(self.state, AtWork) and isinstance(run.until, int):
                self._train(run)
        return True

    async def checkpoint(self) -> Checkpoint | None:
        """The checkpoint that training has reached; the one from which it starts while there is no network yet."""
        if (run := self.state.run) is None or run.latest() is None:
            return self.start
        return await asyncio.wrap_future(run.checkpoint())

    def _started(self, session: Session, arrays: Arrays) -> Run:
        self._number += 1
        run = self._make_run(session, arrays, partial(self._post, self._number))
        run.start()
        return run

    def _unfinished(self) -> Pending:
        """The commands left to the next run. An update is not among them: it is over before its run pauses."""
        if not isinstance(self.state, AtWork):
            return self.state.pending
        until = self.state.run.until
        return Pending((Step.EPOCH,) if until is Step.EPOCH else (), going=isinstance(until, int))

    def _settle(self, run: Run, pending: Pending, *, learnable: bool) -> None:
        """Let ``run`` carry out the commands kept for it, at once or when the table is repaired."""
        if not learnable and pending != Pending():
            self.state = AwaitingRepair(run, pending)
            return
        self.state = AtWork(run)
        for step in pending.steps:
            self._step(run, step)
        if pending.going:
            self._train(run)

    def _train(self, run: Run) -> None:
        """Let ``run`` train up to the goal at the speed chosen."""
        run.do(SetLimit(self.limit))
        run.do(Train(self.aim.goal))

    def _step(self, run: Run, step: Step) -> None:
        """Let ``run`` make a step, which comes at once where only whole trainings are paced."""
        run.do(SetLimit(self.aim.speed.limit))
        run.do(Train(step))

    def _post(self, number: int, event: Event | NowLoading) -> None:
        if number == self._number:  # else another run has taken its place
            self._view.post_run_event(event)

    def handle(self, event: Event | NowLoading) -> None:
        """Take an event of the training thread."""
        run = self.state.run
        match event, self.state:
            case NowLoading(what), Loading():
                self.state = replace(self.state, what=what)
            case Failed(snapshot=None), Loading():
                self.state = Loading("failed", run)
            case Ready(), Loading(pending=pending, learnable=learnable):
                if run is not None and run.latest() is not None:  # else it is an event of the run before
                    self._settle(run, pending, learnable=learnable)
        self.log.tell(event)
        if (isinstance(event, Failed) and event.snapshot is None) or (run is not None and run.latest() is not None):
            self._arrived.set()

    # Commands of the user

    def train(self, *, repairing: bool = False) -> None:
        """Train, or pause. At the goal, train for as many epochs again.

        ``repairing``: the table cannot be trained on, but an edit of it is on its way to the run.
        """
        match self.state:
            case AtWork(run) if run.until is not None:
                run.do(Pause())
            case AtWork(run) | AwaitingRepair(run) if not repairing:
                self._aim()
                self._train(run)
            case AtWork(run):
                self._aim()
                self.state = AwaitingRepair(run, Pending(going=True))
            case Loading(pending=pending) | TakingOver(pending=pending) | AwaitingRepair(pending=pending):
                self._aim()
                self._keep(pending.toggled())

    def run_to(self, epoch: int) -> None:
        """Train up to the end of ``epoch``."""
        self.aim.goal = epoch
        match self.state:
            case AtWork(run):
                self._train(run)
            case Loading(pending=pending) | TakingOver(pending=pending) | AwaitingRepair(pending=pending):
                self._keep(replace(pending, going=True))

    def step(self, step: Step, *, repairing: bool = False) -> None:
        """Train for one step, then pause; ``repairing`` as for ``train``."""
        match self.state:
            case AtWork(run) | AwaitingRepair(run) if not repairing:
                self._step(run, step)
            case AtWork(run):
                self.state = AwaitingRepair(run, Pending().with_step(step))
            case Loading(pending=pending) | TakingOver(pending=pending) | AwaitingRepair(pending=pending):
                self._keep(pending.with_step(step))

    def set_speed(self, speed: Speed) -> None:
        """Train at this speed from now on."""
        self.aim.speed = speed
        if self.state.run is not None:
            self.state.run.do(SetLimit(self.limit))
        self._view.tell(in_words(speed, self.limit))

    def _aim(self) -> None:
        """Move a goal that is already reached."""
        if self.snapshot is not None:
            self.aim.beyond(self.snapshot.epoch)

    def _keep(self, pending: Pending) -> None:
        match self.state:
            case TakingOver(shown=shown):
                if shown is not None and pending.going != (shown.state == "training"):
                    shown = replace(shown, state="training" if pending.going else "paused")
                self.state = replace(self.state, shown=shown, pending=pending)
            case AwaitingRepair(run) if pending == Pending():
                self.state = AtWork(run)
            case Loading() | AwaitingRepair() if self.state.run is not None:
                self.state = replace(self.state, pending=pending)
