"""One network in training: its state, engine, history and time, trained in pieces of any size."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from nntui.model.parameters import Parameters
from nntui.training.capture import TrainingProgress, checkpoint_of, snapshot_of
from nntui.training.ends import DIVERGED
from nntui.training.engines.choose import make_engine
from nntui.training.engines.copies import RowCopies
from nntui.training.engines.piecewise import epoch_updates
from nntui.training.history import History
from nntui.training.pace import Pace
from nntui.training.segments import SegmentChain
from nntui.training.spec import check_together, check_width, obstacle
from nntui.training.state import State, load_checkpoint, loss_of_best
from nntui.training.steering import check_steering, deciding, needs_engine
from nntui.training.watch.read import read_condition
from nntui.training.watch.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training import records
    from nntui.training.history import Sink
    from nntui.training.records import Checkpoint, Segment, Snapshot
    from nntui.training.spec import TrainingSpec
    from nntui.training.watch.condition import Condition

SAME_LOSS = 1e-4
"""Relative difference up to which a saved best loss and the one recomputed (by another engine, say) are the same."""


class Trainer:
    """Trains a network on ``arrays``, from its first weights or from ``checkpoint``. For one thread.

    ``losses`` are the displayed (train, validation) losses: at the present weights or, within an epoch, at its start,
    unless ``look`` was called. Validation is NaN without validation rows, both are without training rows. ``status``
    and ``reason`` are those of a snapshot; ``seconds`` is the time that training took by ``clock``. ``sink`` takes the
    whole history as it is made, from epoch 0. ``obstacle`` says what to fix before anything can be trained, "" if
    nothing. ``most_epochs`` bounds a chunk; None: only its time does. ``past`` are its segments so far, with moments
    kept on the way unless ``keeps`` is False. ``watch`` finds the epoch at which a stop rule or a breakpoint applies.

    If training diverges or is interrupted by an exception, the last good epoch is restored.

    Raises SpecError or TrainingError for settings, arrays or a checkpoint that do not go together.
    """

    def __init__(
        self,
        network_spec: NetworkSpec,
        training_spec: TrainingSpec,
        arrays: Arrays,
        checkpoint: Checkpoint | None = None,
        *,
        sink: Sink | None = None,
        clock: Callable[[], float] = time.perf_counter,
        keeps: bool = True,
    ) -> None:
        check_together(network_spec, training_spec)
        self.network_spec = network_spec
        self.spec = training_spec
        self.state = State.fresh(Parameters.first(network_spec), training_spec)
        self.status: records.RunState = "ready"
        self.reason = ""
        self.seconds = 0.0
        self.most_epochs: int | None = None
        self._clock = clock
        self._breakpoints: tuple[Condition, ...] = ()
        self._copies = RowCopies()
        self._segments = SegmentChain(keeps=keeps and arrays.coded is None)
        check_width(self.network_spec, arrays)
        self._segments.give(arrays)
        self._bind(arrays)
        self.watch = Watch(training_spec, self.state, arrays)
        if checkpoint is None:
            self.history = History(sink)
            self.losses = self.engine.evaluate()
            self._begin()
        else:
            load_checkpoint(self.state, checkpoint, self.updates_per_epoch)
            self.history = History.restored(checkpoint.curve, checkpoint.recent, sink)
            self.seconds, self.status, self.reason = checkpoint.seconds, checkpoint.state, checkpoint.reason
            self.losses = self.engine.evaluate()
            if self.state.epoch == self.state.batch == self.state.updates == 0 and not checkpoint.untrained:
                self._start_over()  # weights were typed before any training
            elif not math.isclose(loss_of_best(self.state, self.engine), self.state.best_loss, rel_tol=SAME_LOSS):
                self._judge_best()  # it was saved with other rows
        self._good = self.state.copy()
        self._begin_segment()
        if checkpoint is not None:
            self._segments.go_on_with(checkpoint)

    def epochs(self, count: int) -> None:
        """Train ``count`` whole epochs from the start of one, fewer if training ends by itself or ``watch`` catches it.

        Where weights decide, ``count`` must be 1.
        """
        self._good = self.state.copy()
        before, kept = self.seconds, self._segments.keeper.place()
        with self._timed():
            losses = self._segments.keeper.train(self.engine, self.state, count, self.spec.stop_loss)
        seconds = before + (self.seconds - before) * np.arange(1, len(losses) + 1) / len(losses)
        caught = self.watch.first(self._good[0], losses, self.history, self.seconds)
        if caught is not None and caught + 1 < len(losses):
            self.state.restore(self._good)
            self._segments.keeper.back_to_place(kept)
            with self._timed():  # the same numbers again, up to that epoch
                losses = self._segments.keeper.train(self.engine, self.state, caught + 1, self.spec.stop_loss)
        if math.isfinite(losses[-1, 0]):
            self.watch.settle(self._good[0], losses, self.history, self.seconds)
            self._record(losses, seconds[: len(losses)])
            return
        self.state.restore(self._good)
        if len(losses) > 1:
            with self._timed():  # the same numbers again, up to where they were good
                losses = self.engine.epochs(len(losses) - 1)
            self._record(losses, seconds[:-1])
        self._diverged()

    def batches(self, count: int) -> None:
        """Make the next ``count`` updates of the epoch under way, never past its end, and end it there."""
        if self.state.batch == 0:
            self._good = self.state.copy()
        with self._timed():
            self.engine.batches(count)
            ended = self.state.batch == self.updates_per_epoch
            losses = self.engine.evaluate() if ended else self.losses
        if not math.isfinite(losses[0]):
            self.state.restore(self._good)
            self._diverged()
        elif ended:
            before = self.state.counters
            self.state.end_epoch(*losses)
            self._segments.keeper.ended(self.state, losses)
            self.watch.settle(before, np.array([losses]), self.history, self.seconds)
            self._record(np.array([losses]), np.array([self.seconds]))

    def look(self) -> None:
        """Recompute ``losses`` at the present weights, within an epoch."""
        if self.state.batch:
            self.losses = self.engine.evaluate()
            if not math.isfinite(self.losses[0]):
                self.state.restore(self._good)
                self._diverged()

    def pause(self) -> None:
        """Pause, with ``losses`` at the present weights."""
        self.status, self.reason = "paused", ""
        self.look()

    def fail(self, reason: str) -> None:
        """Stop as failed, for ``reason``."""
        self.status, self.reason = "failed", reason

    def begin_watch(self) -> None:
        """Watch for stop rules and breakpoints from the present state on."""
        self.watch.begin(self.history, self.losses, self.seconds)

    def pause_at(self, breakpoints: Sequence[str]) -> None:
        """Watch for these breakpoints, conditions as text, instead of those before."""
        self._breakpoints = tuple(map(read_condition, breakpoints))
        self._renew_watch()

    def steer(self, spec: TrainingSpec) -> None:
        """Train on with other settings, from the present weights and the optimiser's memory.

        An epoch under way goes on, or starts over where its batches are others. Settings that only say when training
        ends begin no new segment. Raises SpecError for what cannot be changed while training goes on.
        """
        check_steering(self.spec, spec)
        check_together(self.network_spec, spec)
        before, self.spec = self.spec, spec
        self._segments.give()
        decides = deciding(before, self.state.rate) != deciding(spec, spec.rate)
        if decides:
            self._segments.end(self.state.updates)
        if before.batch != spec.batch and self.state.batch:
            self.state.batch = 0
            self.losses = self.engine.evaluate()
        self.state.rate = spec.rate
        if needs_engine(before, spec):
            self._bind(self._arrays)
        if decides:
            self._good = self.state.copy()
            self._begin_segment()
        self._renew_watch()

    def replace_data(self, arrays: Arrays) -> None:
        """Go on with other rows and the present weights. An epoch under way starts over on the new rows.

        The best loss was measured on the old rows: the best weights are scored again, and the present ones replace
        them if they do better. The history stays, except that an untrained network's starts over.
        Raises TrainingError when the numbers of inputs or targets differ.
        """
        check_width(self.network_spec, arrays)
        self._segments.end(self.state.updates)
        del self.engine  # frees its copy of the old rows before there is one of the new
        self._copies = RowCopies()
        self._segments.give(arrays)
        self._bind(arrays)
        self._renew_watch()
        self.state.batch = 0
        self.losses = self.engine.evaluate()
        if self.state.updates == 0 and self.state.epoch == 0:
            self._start_over()
        else:
            self._judge_best()
        self._good = self.state.copy()
        self._begin_segment()

    @property
    def past(self) -> tuple[Segment, ...]:
        """The segments so far, with their kept moments."""
        return self._segments.past

    def checkpoint(self) -> Checkpoint:
        """A checkpoint of this moment, to go on from bit for bit."""
        return checkpoint_of(self.state, self._progress)

    def snapshot(self) -> Snapshot:
        """A snapshot of this moment."""
        return snapshot_of(self.state, self._progress, self.losses, pace=self.pace, engine=self.engine)

    @property
    def _progress(self) -> TrainingProgress:
        return TrainingProgress(self.history, self.seconds, self.status, self.reason, self.past)

    def _begin_segment(self) -> None:
        self._segments.begin(self.network_spec, self.spec, self.state, self.losses, self.engine)

    def _renew_watch(self) -> None:
        off, self.watch = self.watch.off, Watch(self.spec, self.state, self._arrays, self._breakpoints)
        if not off:
            self.begin_watch()

    def _bind(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self.engine = make_engine(self.state, self.spec, arrays, self._copies)
        rows = len(arrays.inputs) if arrays.coded is None else arrays.coded.rows
        self.obstacle = obstacle(self.spec, arrays)
        self.updates_per_epoch = epoch_updates(arrays, self.spec.batch)
        self.pace = Pace(self.updates_per_epoch, rows * self.network_spec.parameters)

    def _start_over(self) -> None:
        """Begin the history of an untrained network again."""
        self.state.best_loss = math.inf
        self.history.clear()
        self._begin()

    def _begin(self) -> None:
        self.state.offer_best(*self.losses)
        self.history.append(0, np.array([self.losses]), np.zeros(1))

    @contextmanager
    def _timed(self) -> Iterator[None]:
        """Count the time as training time, and restore the last good epoch on an exception."""
        start = self._clock()
        updates = self.state.updates
        try:
            yield
        except BaseException:
            self.state.restore(self._good)
            self._segments.keeper.back_to(self.state.epoch)
            raise
        finally:
            seconds = self._clock() - start
            self.seconds += seconds
            self.pace.measured(self.state.updates - updates, seconds)

    def _record(self, losses: NDArray[np.float64], seconds: NDArray[np.float64]) -> None:
        """Add the losses [epochs, 2] of the epochs just ended to the history."""
        self.history.append(self.state.epoch - len(losses) + 1, losses, seconds)
        train, validation = losses[-1].tolist()
        self.losses = train, validation

    def _diverged(self) -> None:
        """End training as failed, at the restored state."""
        self.losses = self.engine.evaluate()
        self.fail(
            f"{DIVERGED} in epoch {self.state.epoch + 1}: the loss is not finite. "
            "The last good weights are restored. "
            f"Try a learning rate below {self.state.rate:g}, or scale the columns"
        )

    def _judge_best(self) -> None:
        self.state.best_loss = loss_of_best(self.state, self.engine)
        self.state.offer_best(*self.losses)
