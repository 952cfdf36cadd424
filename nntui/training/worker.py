"""The part of a run that works in its thread: it carries out commands between chunks and reports on training."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.training.loop import Step, train
from nntui.training.messages import (
    BoxedCommand,
    Close,
    Event,
    Failed,
    Finished,
    Pause,
    PauseAt,
    Paused,
    Ready,
    ReplaceData,
    SetLimit,
    Started,
    Steer,
    TakeCheckpoint,
    Train,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from nntui.training.messages import CommandBox
    from nntui.training.records import Snapshot
    from nntui.training.trainer import Trainer

log = logging.getLogger(__name__)

SHOWN_SECONDS = 0.05
"""Least time between two snapshots at full speed: half of that between two frames. A snapshot takes a good part of what
Python does between two chunks, and no other thread can draw meanwhile."""
LIMITED_CHUNK_SECONDS = 0.05
"""Time between two chunks of slowed-down training: shorter than between two frames."""


class Worker:
    """Drives ``trainer`` by the commands in ``box``; calls ``publish`` with each snapshot and ``tell`` with each event.

    ``until`` is the epoch or step to which the current training goes; None while not training.
    """

    def __init__(
        self, trainer: Trainer, box: CommandBox, publish: Callable[[Snapshot], None], tell: Callable[[Event], None]
    ) -> None:
        self._trainer = trainer
        self._box = box
        self._publish = publish
        self._tell = tell
        self._training: Generator[None] | None = None
        self.until: int | Step | None = None
        self._epochs_to_step = 0
        self._changes: list[Steer | ReplaceData] = []
        self._limit: float | None = None
        self._due = self._shown_at = 0.0

    def work(self) -> None:
        """Carry out commands, and train chunk by chunk, until closed."""
        self._tell(Ready(self._show()))
        while self._advance():
            pass

    def _advance(self) -> bool:
        """Carry out one command or train one chunk; False when closed. Keeps no command: it may hold a large table."""
        command = self._box.take(self._timeout())
        if isinstance(command, Close):
            self._stop()
            self._show()
            return False
        try:
            if command is not None:
                self._carry_out(command)
            elif self._training is not None:
                self._train_chunk(self._training)
        except Exception as fault:
            self._fail(fault)
        return True

    def _timeout(self) -> float | None:
        """Seconds to wait for a command before the next chunk; None while not training."""
        if self._training is None:
            return None
        return 0.0 if self._limit is None else max(0.0, self._due - monotonic())

    def _carry_out(self, command: BoxedCommand) -> None:
        match command:
            case Train(until=Step.UPDATE):
                self._stop()
                self._apply_changes()
                for _ in train(self._trainer, Step.UPDATE):
                    pass
                self._report()
            case Train(until=Step.EPOCH) if self._epochs_to_step:
                self._epochs_to_step += 1
            case Train(until=until):
                self._begin(until)
            case Pause() if self._training is not None:
                self._stop()
                self._trainer.pause()
                self._report()
            case PauseAt(breakpoints=breakpoints):
                self._trainer.pause_at(breakpoints)
            case Steer() | ReplaceData():
                self._changes.append(command)
                self._apply_changes()
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
        self._shown_at = 0.0  # that it trains is shown at once

    def _train_chunk(self, training: Generator[None]) -> None:
        """Train one chunk."""
        before = self._trainer.state.epoch
        next(training)
        if self._limit is not None:
            self._due = max(self._due, monotonic()) + (self._trainer.state.epoch - before) / self._limit
        if self._trainer.status == "training":
            self._apply_changes()
            if self._limit is not None or monotonic() >= self._shown_at + SHOWN_SECONDS:
                self._show()
        elif self._trainer.status == "paused" and self._epochs_to_step > 1:
            self._epochs_to_step -= 1
            self._training = train(self._trainer, Step.EPOCH)
        else:
            self._stop()
            self._report()

    def _stop(self) -> None:
        """Close the current training; the trainer is consistent."""
        if self._training is not None:
            self._training.close()
            self._training = self.until = None
        self._epochs_to_step = 0

    def _apply_changes(self) -> None:
        """Apply waiting settings, and rows at the start of an epoch or at once while not training, in their order."""
        while self._changes:
            match self._changes[0]:
                case Steer(spec=spec):
                    del self._changes[0]
                    self._trainer.steer(spec)
                case ReplaceData(arrays=arrays) if self._training is None or self._trainer.state.batch == 0:
                    del self._changes[0]
                    self._trainer.replace_data(arrays)
                case _:
                    return

    def _report(self) -> None:
        """Report that training has stopped."""
        self._apply_changes()
        snapshot = self._show()
        if snapshot.state == "failed":
            self._tell(Failed(snapshot, snapshot.reason))
        elif snapshot.state == "finished":
            self._tell(Finished(snapshot))
        else:
            self._tell(Paused(snapshot))

    def _fail(self, fault: Exception) -> None:
        """Stop training for ``fault``: the user's, or ours, which is logged in full."""
        self._stop()
        self._trainer.fail(reason_of(fault))
        snapshot = self._show()
        self._tell(Failed(snapshot, snapshot.reason, mistake_of_ours(fault)))

    def _show(self) -> Snapshot:
        snapshot = self._trainer.snapshot()
        self._shown_at = monotonic()
        self._publish(snapshot)
        return snapshot


def reason_of(fault: Exception) -> str:
    """The line for the user; the traceback of an internal error is logged."""
    if isinstance(fault, NntuiError):
        return str(fault)
    log.error("training stopped by an internal error", exc_info=fault)
    first_line = next(iter(str(fault).splitlines()), "")
    return f"Internal error ({type(fault).__name__}: {first_line}). The log has details."


def mistake_of_ours(fault: Exception) -> Exception | None:
    """``fault`` if it is a mistake in nntui: neither the user's, nor a library that cannot be loaded."""
    return None if isinstance(fault, NntuiError | ImportError | OSError) else fault
