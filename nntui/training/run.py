"""A run: training in its own thread, driven by commands, watched through a mailbox. Only that thread loads torch."""

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
from nntui.training.loop import Step
from nntui.training.messages import (
    Close,
    Closed,
    CommandBox,
    Event,
    Failed,
    Finished,
    Pause,
    Paused,
    Ready,
    ReplaceData,
    SetLimit,
    SetRate,
    Started,
    TakeCheckpoint,
    Train,
)
from nntui.training.worker import Worker, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.trainer import Trainer

__all__ = ["Closed", "Event", "Failed", "Finished", "Paused", "Ready", "Run", "Started"]

log = logging.getLogger(__name__)


class Run:
    """Trains what ``make_trainer`` makes, in one worker thread, in which that is called and all its work is done.

    Commands may come from any thread and return at once; they are obeyed in order, within a chunk of training. A rate
    or new rows reach training at its next epoch, or at once when it is paused. ``on_event`` is called in the worker
    thread. When the interpreter exits, the run is closed and the chunk under way awaited, so that no update is torn;
    the import of torch is awaited too, a trainer that is still being made is not.
    """

    def __init__(self, make_trainer: Callable[[], Trainer], on_event: Callable[[Event], None]) -> None:
        self._make_trainer: Callable[[], Trainer] | None = make_trainer
        self._on_event = on_event
        self._box = CommandBox()
        self._latest: Snapshot | None = None
        self._worker: Worker | None = None
        self._imported = Flag()
        self._left = False
        self._made = Flag()
        self._thread = Thread(target=self._work, name="nntui-training", daemon=True)

    def start(self) -> None:
        """Make the trainer and wait for commands. To be called once."""
        atexit.register(self._leave)
        self._thread.start()

    def train(self, until_epoch: int) -> None:
        """Train until ``until_epoch`` epochs were made since the very start."""
        self._box.put(Train(until_epoch))

    def step(self) -> None:
        """Make exactly one update, then pause."""
        self._box.put(Train(Step.UPDATE))

    def epoch(self) -> None:
        """Train to the end of the epoch under way, or through the next one, then pause."""
        self._box.put(Train(Step.EPOCH))

    def pause(self) -> None:
        """Pause after the present chunk; nothing happens if training stands still."""
        self._box.put(Pause())

    def set_rate(self, rate: float) -> None:
        """Train on with ``rate`` as the base rate."""
        self._box.put(SetRate(rate))

    def set_limit(self, epochs_per_second: float | None) -> None:
        """Make at most so many epochs a second, so that they can be watched; None: as many as the machine can."""
        self._box.put(SetLimit(epochs_per_second))

    def replace_data(self, arrays: Arrays) -> None:
        """Train on with other rows, the weights kept."""
        self._box.put(ReplaceData(arrays))

    def checkpoint(self) -> Future[Checkpoint]:
        """Where training stands after the present chunk. The future has a TrainingError when the run has ended."""
        future: Future[Checkpoint] = Future()
        if not self._box.put(TakeCheckpoint(future)):
            _refuse(future)
        return future

    @property
    def until(self) -> int | Step | None:
        """Where training goes on to by all commands given, obeyed yet or not; None when it is to stand still."""
        command = self._box.newest(Train, Pause, Close)
        if command is None:
            return self._worker.until if self._worker is not None else None
        return command.until if isinstance(command, Train) else None

    def latest(self) -> Snapshot | None:
        """The newest snapshot, or None before the first. Earlier ones are gone."""
        return self._latest

    def close(self) -> None:
        """End the thread after the present chunk and the commands before this one."""
        self._box.put(Close())

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended, at most ``timeout`` seconds; whether it has."""
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
            if not self._left:  # else the interpreter is going away, and much of what is imported then fails
                self._tell(Failed(self._latest, reason_of(fault)))
        finally:
            for command in self._box.close():
                if isinstance(command, TakeCheckpoint) and command.future.set_running_or_notify_cancel():
                    _refuse(command.future)
            atexit.unregister(self._leave)
            self._tell(Closed())

    def _publish(self, snapshot: Snapshot) -> None:
        self._latest = snapshot

    def _tell(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("a listener failed on %s", type(event).__name__)

    def _trainer(self) -> Trainer:
        """The trainer; what it was made of may be large, and is let go."""
        make, self._make_trainer = self._make_trainer, None
        assert make is not None
        return make()

    def _import_torch(self) -> None:
        """Load what every trainer needs; a process that exits in the midst of it is aborted by torch's libraries."""
        try:
            with gently():
                import_module("nntui.training.trainer")
        finally:
            self._imported.set()

    def _leave(self) -> None:
        self._left = True
        self.close()
        self._imported.wait()
        if self._made.is_set():
            self._thread.join()


def _refuse(future: Future[Checkpoint]) -> None:
    future.set_exception(TrainingError("training has ended; there is no checkpoint to take"))
