"""Takes the frozen records of a moment: a checkpoint to go on from, a snapshot to show, or one kept of a segment."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.training.records import Checkpoint, KeptMoment, Snapshot
from nntui.training.state import frozen_copy
from nntui.training.timeline import ends_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.training.engines.protocol import Engine
    from nntui.training.history import History
    from nntui.training.pace import Pace
    from nntui.training.records import RunState, Segment
    from nntui.training.state import State


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """The progress of a training, beside its state: see ``Trainer`` and ``Snapshot`` for what each is."""

    history: History
    seconds: float
    status: RunState
    reason: str
    past: tuple[Segment, ...]


def checkpoint_of(state: State, progress: TrainingProgress) -> Checkpoint:
    """A checkpoint of this moment, to go on from bit for bit."""
    reached = Checkpoint(
        **state.counts,
        weights=frozen_copy(state.whole(state.parameters.flat)),
        first=frozen_copy(state.first),
        best=frozen_copy(state.whole(state.best)),
        optimizer={name: frozen_copy(moment) for name, moment in state.moments.items()},
        curve=progress.history.curve(),
        recent=progress.history.recent(),
        seconds=progress.seconds,
        state="paused" if progress.status == "training" else progress.status,
        reason=progress.reason,
        past=progress.past,
    )
    return replace(reached, past_end=ends_at(reached)) if progress.past else reached


def snapshot_of(
    state: State, progress: TrainingProgress, losses: tuple[float, float], *, pace: Pace, engine: Engine
) -> Snapshot:
    """A snapshot of this moment, with its displayed ``losses``."""
    train, validation = losses
    return Snapshot(
        **state.counts,
        state=progress.status,
        weights=frozen_copy(state.whole(state.parameters.flat)),
        train_loss=train,
        validation_loss=None if math.isnan(validation) else validation,
        curve=progress.history.curve(),
        recent=progress.history.recent(),
        seconds=progress.seconds,
        epochs_per_second=pace.epochs_per_second,
        rate=state.rate,
        engine=engine.name,
        reason=progress.reason,
        notice=engine.notice,
        past=progress.past,
    )


def moment_of(
    state: State,
    losses: Sequence[float] | NDArray[np.float64],
    copies: Sequence[NDArray[np.float32]] | None = None,
) -> KeptMoment:
    """This moment with its displayed ``losses``; ``copies`` of weights, best weights and memory are made if not given.

    Up to three million epochs a second pass here, so the counters are taken one by one.
    """
    weights, best, *memory = _copies(state) if copies is None else copies
    return KeptMoment(
        epoch=state.epoch,
        batch=state.batch,
        updates=state.updates,
        best_epoch=state.best_epoch,
        best_loss=state.best_loss,
        weights=weights,
        best=best,
        optimizer=dict(zip(state.moments, memory, strict=True)),
        train_loss=float(losses[0]),
        validation_loss=float(losses[1]),
    )


def _copies(state: State) -> list[NDArray[np.float32]]:
    """Copies of weights, best weights and the optimiser's memory."""
    shown = state.whole(state.parameters.flat), state.whole(state.best)
    return [frozen_copy(each) for each in (*shown, *state.moments.values())]
