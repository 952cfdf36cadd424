"""A run: training in a thread of its own, driven by commands, observed by its latest snapshot. Only it loads torch."""

from __future__ import annotations

import atexit
import logging
from concurrent.futures import Future
from importlib import import_module
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.training.loading import gently
from nntui.training.messages import Close, Closed, CommandBox, Event, Failed, Pause, RunCommand, TakeCheckpoint, Train
from nntui.training.worker import Worker, mistake_of_ours, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.training.loop import Step
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.trainer import Trainer

log = logging.getLogger(__name__)


class Run:
    """Trains what ``make_trainer`` makes in one worker thread, which calls it and does all of its work.

    Commands may come from any thread, return at once and are carried out in order, within a chunk of training. New rows
    take effect at the next epoch, or at once while paused. ``on_event`` is called in the worker thread.
    When the interpreter exits, the run is closed and the current chunk awaited, so that no update is torn; the import
    of torch is awaited too, the making of a trainer is not.
    """

    def __init__(self, make_trainer: Callable[[], Trainer], on_event: Callable[[Event], None]) -> None:
        self._make_trainer: Callable[[], Trainer] | None = make_trainer
        self._on_event = on_event
        self._box = CommandBox()
        self._latest: Snapshot | None = None
        self._worker: Worker | None = None
        self._imported = Flag()
        self._exiting = False
        self._made = Flag()
        self._thread = Thread(target=self._work, name="nntui-training", daemon=True)

    def start(self) -> None:
        """Make the trainer, then wait for commands. To be called once."""
        atexit.register(self._on_exit)
        self._thread.start()

    def do(self, command: RunCommand) -> None:
        """Carry out ``command`` after those before it."""
        self._box.put(command)

    def checkpoint(self) -> Future[Checkpoint]:
        """The checkpoint after the current chunk and the commands before this one.

        The future raises TrainingError when the run has ended.
        """
        future: Future[Checkpoint] = Future()
        if not self._box.put(TakeCheckpoint(future)):
            _refuse(future)
        return future

    @property
    def until(self) -> int | Step | None:
        """The epoch or step to which training goes once all commands are carried out; None: it does not go on."""
        command = self._box.newest(Train, Pause, Close)
        if command is None:
            worker = self._worker
            return worker.until if worker is not None else None
        return command.until if isinstance(command, Train) else None

    def latest(self) -> Snapshot | None:
        """The newest snapshot; None before the first."""
        return self._latest

    def close(self) -> None:
        """End the thread after the current chunk and the commands before this one."""
        self._box.put(Close())

    def join(self, timeout: float | None = None) -> bool:
        """Wait at most ``timeout`` seconds for the thread to end; False when it has not."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            self._import_torch()
            self._worker = Worker(self._trainer(), self._box, self._publish, self._tell)
            self._made.set()
            self._worker.work()
        except Exception as fault:
            if not self._exiting:  # while the interpreter exits, imports fail
                self._tell(Failed(self._latest, reason_of(fault), mistake_of_ours(fault)))
        finally:
            self._worker = None  # it refers to this run, and has the trainer: a cycle would be collected much later
            for command in self._box.close():
                if isinstance(command, TakeCheckpoint) and command.future.set_running_or_notify_cancel():
                    _refuse(command.future)
            atexit.unregister(self._on_exit)
            self._tell(Closed())

    def _publish(self, snapshot: Snapshot) -> None:
        self._latest = snapshot

    def _tell(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("the listener failed on %s", type(event).__name__)

    def _trainer(self) -> Trainer:
        """Make the trainer, and drop the maker: it may hold a large table."""
        make, self._make_trainer = self._make_trainer, None
        assert make is not None
        return make()

    def _import_torch(self) -> None:
        """Import torch. A process that exits in the middle of it is aborted by torch's libraries."""
        try:
            with gently():
                import_module("nntui.training.trainer")
        finally:
            self._imported.set()

    def _on_exit(self) -> None:
        self._exiting = True
        self.close()
        self._imported.wait()
        if self._made.is_set():
            self._thread.join()


def _refuse(future: Future[Checkpoint]) -> None:
    future.set_exception(TrainingError("training has ended; there is no checkpoint to take"))
