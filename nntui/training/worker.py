"""The part of a run that lives in its thread: it obeys commands between chunks and tells how training stands."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.training.loop import ChunkProgress, Step, train
from nntui.training.messages import (
    Close,
    Event,
    Failed,
    Finished,
    Pause,
    Paused,
    Ready,
    ReplaceData,
    RunCommand,
    SetLimit,
    SetRate,
    Started,
    TakeCheckpoint,
    Train,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from nntui.training.messages import CommandBox
    from nntui.training.records import Snapshot
    from nntui.training.trainer import Trainer

log = logging.getLogger(__name__)

LIMITED_CHUNK_SECONDS = 0.05
"""Between two chunks of a training that is slowed down: more often than the screen is drawn."""


class Worker:
    """Drives ``trainer`` by the commands in ``box``. ``publish`` takes each new snapshot, ``tell`` each event.

    ``until`` is where the training under way goes on to; None without one.
    """

    def __init__(
        self, trainer: Trainer, box: CommandBox, publish: Callable[[Snapshot], None], tell: Callable[[Event], None]
    ) -> None:
        self._trainer = trainer
        self._box = box
        self._publish = publish
        self._tell = tell
        self._training: Generator[ChunkProgress] | None = None
        self.until: int | Step | None = None
        self._epochs_to_step = 0
        self._changes: list[SetRate | ReplaceData] = []
        self._limit: float | None = None
        self._due = 0.0

    def work(self) -> None:
        """Obey one command, or train one chunk, after the other, until told to close."""
        self._tell(Ready(self._show()))
        while self._go_on():
            pass

    def _go_on(self) -> bool:
        """One command, or one chunk; False when told to close. A command is let go: it may hold all rows of a table."""
        command = self._box.take(self._patience())
        if isinstance(command, Close):
            self._stop()
            self._show()
            return False
        try:
            if command is not None:
                self._obey(command)
            elif self._training is not None:
                self._advance(self._training)
        except Exception as fault:
            self._fail(fault)
        return True

    def _patience(self) -> float | None:
        """Seconds for which a command may be waited for before the next chunk; None without training."""
        if self._training is None:
            return None
        return 0.0 if self._limit is None else max(0.0, self._due - monotonic())

    def _obey(self, command: RunCommand) -> None:
        match command:
            case Train(until=Step.UPDATE):
                self._stop()
                self._change()
                for _ in train(self._trainer, Step.UPDATE):
                    pass
                self._settle()
            case Train(until=Step.EPOCH) if self._epochs_to_step:
                self._epochs_to_step += 1
            case Train(until=until):
                self._begin(until)
            case Pause() if self._training is not None:
                self._stop()
                self._trainer.pause()
                self._settle()
            case SetRate() | ReplaceData():
                self._changes.append(command)
                self._change()
                self._show()
            case SetLimit(epochs_per_second=limit):
                self._limit, self._due = limit, monotonic()
                self._trainer.most_epochs = None if limit is None else max(1, round(limit * LIMITED_CHUNK_SECONDS))
            case TakeCheckpoint(future=future) if future.set_running_or_notify_cancel():
                future.set_result(self._trainer.checkpoint())

    def _begin(self, until: int | Step) -> None:
        if self._training is None:
            self._tell(Started())
        self._stop()
        self._epochs_to_step = 1 if until is Step.EPOCH else 0
        self._training, self.until = train(self._trainer, until), until

    def _advance(self, training: Generator[ChunkProgress]) -> None:
        """Train one chunk."""
        before = self._trainer.state.epoch
        progress = next(training)
        if self._limit is not None:
            self._due = max(self._due, monotonic()) + (progress.epoch - before) / self._limit
        if progress.state == "training":
            self._change()
            self._show()
        elif progress.state == "paused" and self._epochs_to_step > 1:
            self._epochs_to_step -= 1
            self._training = train(self._trainer, Step.EPOCH)
        else:
            self._stop()
            self._settle()

    def _stop(self) -> None:
        """Let go of the training under way; the trainer is whole."""
        if self._training is not None:
            self._training.close()
            self._training = self.until = None
        self._epochs_to_step = 0

    def _change(self) -> None:
        """Change what was asked for, unless an epoch is under way: then it waits for its end."""
        while self._changes and (self._training is None or self._trainer.state.batch == 0):
            match self._changes.pop(0):
                case SetRate(rate=rate):
                    self._trainer.set_rate(rate)
                case ReplaceData(arrays=arrays):
                    self._trainer.replace_data(arrays)

    def _settle(self) -> None:
        """Training stands still: say so."""
        self._change()
        snapshot = self._show()
        if snapshot.state == "failed":
            self._tell(Failed(snapshot, snapshot.reason))
        elif snapshot.state == "finished":
            self._tell(Finished(snapshot))
        else:
            self._tell(Paused(snapshot))

    def _fail(self, fault: Exception) -> None:
        """Stop training for a fault: one that the user can mend, or ours, which the log has in full."""
        self._stop()
        self._trainer.fail(reason_of(fault))
        snapshot = self._show()
        self._tell(Failed(snapshot, snapshot.reason))

    def _show(self) -> Snapshot:
        trainer = self._trainer
        snapshot = trainer.snapshot(trainer.status, trainer.reason, trainer.pace.epochs_per_second)
        self._publish(snapshot)
        return snapshot


def reason_of(fault: Exception) -> str:
    """One line for the user; of an exception that is our own mistake the log gets the traceback."""
    if isinstance(fault, NntuiError):
        return str(fault)
    log.error("training stopped by a fault of nntui", exc_info=fault)
    first_line = next(iter(str(fault).splitlines()), "")
    return f"nntui has a fault: {type(fault).__name__}: {first_line}"
