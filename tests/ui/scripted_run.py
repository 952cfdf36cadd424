"""A run that does only what a test tells it to: the screen cannot tell it from a real one."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np

from nntui.training.loop import Step
from nntui.training.messages import (
    Closed,
    Event,
    Failed,
    Finished,
    Pause,
    Paused,
    Ready,
    ReplaceData,
    RunCommand,
    SetLimit,
    Started,
    Train,
)
from nntui.training.records import Checkpoint, Losses, Snapshot
from nntui.training.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.session.session import Session
    from nntui.training.records import RunState

POINTS, RECENT = 2_000, 1_000
"""Points of the whole curve, and epochs of the dense last stretch, as the real history has them."""


class ScriptedRun(Run):
    """Carries out commands at once and keeps them, but for limits, in ``commands``; its numbers come from formulas.

    It is ready at once. A command to train only makes it say so: a test calls ``reach`` to move it on, ``finish`` and
    ``fail`` to end it. ``data`` are the last rows, ``limit`` the last limit that it was given.
    """

    until: int | None = None

    def __init__(self, session: Session, arrays: Arrays, on_event: Callable[[Event], None]) -> None:
        self.session = session
        self.data = arrays
        self.commands: list[RunCommand] = []
        self.limit: float | None = None
        self.closed = False
        self._on_event = on_event
        self._latest: Snapshot | None = None

    # What the screen calls

    def start(self) -> None:
        """Take over the state of the session."""
        before = self.session.checkpoint
        self._set(before.epoch if before else 0, before.state if before else "ready")
        self._on_event(Ready(self.snapshot))

    def do(self, command: RunCommand) -> None:
        """Carry out a command at once; here an epoch has three updates."""
        self.commands.append(command)
        match command:
            case Train(until=Step.UPDATE):
                epoch, batch = divmod(self.snapshot.epoch * 3 + self.snapshot.batch + 1, 3)
                self._set(epoch, "paused", batch=batch)
                self._on_event(Paused(self.snapshot))
            case Train(until=Step.EPOCH):
                self._set(self.snapshot.epoch + 1, "paused")
                self._on_event(Paused(self.snapshot))
            case Train(until=int(until)):
                self.until = until
                self._on_event(Started())
                self.reach(self.snapshot.epoch)
            case Pause():
                self._set(self.snapshot.epoch, "paused")
                self._on_event(Paused(self.snapshot))
            case SetLimit(epochs_per_second=limit):
                self.commands.pop()
                self.limit = limit
            case ReplaceData(arrays=arrays):
                self.data = arrays

    def checkpoint(self) -> Future[Checkpoint]:
        """The present state."""
        future: Future[Checkpoint] = Future()
        now = self.snapshot
        future.set_result(
            Checkpoint(
                epoch=now.epoch,
                batch=now.batch,
                updates=now.updates,
                weights=now.weights,
                first=weights_after(self.session, 0),
                best=now.weights,
                best_epoch=now.epoch,
                best_loss=now.train_loss,
                optimizer={},
                curve=now.curve,
                recent=now.recent,
                seconds=now.seconds,
                state="paused" if now.state == "training" else now.state,
                reason=now.reason,
            )
        )
        return future

    def latest(self) -> Snapshot | None:
        """The newest snapshot."""
        return self._latest

    def close(self) -> None:
        """End."""
        if not self.closed:
            self.closed = True
            self._on_event(Closed())

    def join(self, timeout: float | None = None) -> bool:
        """It has no thread to wait for."""
        return True

    # What a test calls

    @property
    def snapshot(self) -> Snapshot:
        """The present state."""
        assert self._latest is not None
        return self._latest

    def reach(self, epoch: int) -> None:
        """Train on, up to this epoch."""
        self._set(epoch, "training", speed=1_000.0)

    def finish(self, epoch: int) -> None:
        """Come to the end of the training."""
        self._set(epoch, "finished", reason=f"finished at epoch {epoch:,}")
        self._on_event(Finished(self.snapshot))

    def fail(self, reason: str) -> None:
        """Stop for a fault."""
        self._set(self.snapshot.epoch, "failed", reason=reason)
        self._on_event(Failed(self.snapshot, reason))

    def _set(self, epoch: int, state: RunState, *, batch: int = 0, speed: float = 0.0, reason: str = "") -> None:
        held_out = len(self.data.validation_rows) > 0
        curve = losses_up_to(epoch, 0, held_out=held_out)
        self.until = self.until if state == "training" else None
        recent = losses_up_to(epoch, max(0, epoch + 1 - RECENT), held_out=held_out)
        self._latest = Snapshot(
            state=state,
            epoch=epoch,
            batch=batch,
            updates=epoch * 3 + batch,
            weights=weights_after(self.session, epoch + batch / 3),
            train_loss=float(recent.train[-1]),
            validation_loss=float(recent.validation[-1]) if held_out else None,
            curve=curve,
            recent=recent,
            seconds=epoch / 1_000,
            epochs_per_second=speed,
            rate=self.session.training.rate,
            engine="fused",
            reason=reason,
        )


class Script:
    """The runs that the screen made, in the order in which it made them."""

    def __init__(self) -> None:
        self.runs: list[ScriptedRun] = []

    @property
    def run(self) -> ScriptedRun:
        """The newest run."""
        return self.runs[-1]

    def make_run(self, session: Session, arrays: Arrays, on_event: Callable[[Event], None]) -> ScriptedRun:
        """Make a scripted run."""
        self.runs.append(ScriptedRun(session, arrays, on_event))
        return self.run


def losses_up_to(epoch: int, start: int = 0, *, held_out: bool = False) -> Losses:
    """A curve that falls, from epoch ``start`` on: 0.25 at first, 0.2 after 25 epochs, 0.05 after 400. Thinned."""
    epochs = np.unique(np.linspace(start, epoch, min(POINTS, epoch + 1 - start)).round().astype(np.int64))
    train = 0.25 / (1 + epochs / 100)
    validation = train + 0.02 if held_out else np.full(len(epochs), np.nan)
    return Losses(epochs=epochs, train=train, validation=validation, seconds=epochs / 1_000)


def weights_after(session: Session, epochs: float) -> NDArray[np.float32]:
    """Weights that differ with the seed and with every update; all of a size, so that none is drawn as nothing."""
    size = session.network.parameters
    numbers = (np.arange(size) * 7 + session.network.seed * 3) % 11 / 4 - 1.25
    weights: NDArray[np.float32] = (numbers * (1 + epochs / 1_000)).astype(np.float32)
    weights.flags.writeable = False
    return weights
