"""Takes the frozen records of a moment: a checkpoint to go on from, a snapshot to show."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from nntui.training.records import Checkpoint, Snapshot
from nntui.training.state import frozen_copy
from nntui.training.timeline import ends_at

if TYPE_CHECKING:
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
        **asdict(state.counters),
        weights=frozen_copy(state.whole(state.network.flat)),
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
        **asdict(state.counters),
        state=progress.status,
        weights=frozen_copy(state.whole(state.network.flat)),
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
