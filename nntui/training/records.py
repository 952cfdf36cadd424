"""The frozen records that leave the training thread: read, drawn and saved where torch is not loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RunState = Literal["ready", "training", "paused", "finished", "failed"]


@dataclass(frozen=True, slots=True)
class Losses:
    """Displayed losses in order: entry i is that of the weights after ``epochs[i]`` epochs, 0 being the first weights.

    ``train`` and ``validation`` are float64 [entries]; ``validation`` is NaN where there are no validation rows.
    ``seconds`` [entries] is training time so far.
    """

    epochs: NDArray[np.int64]
    train: NDArray[np.float64]
    validation: NDArray[np.float64]
    seconds: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How training stands at one moment.

    ``batch`` counts the updates already made in the epoch under way, ``updates`` those made since the start.
    ``weights`` is a read-only copy of the flat parameters, float32 [parameters]. ``curve`` is the whole history,
    thinned; ``recent`` its dense last stretch. ``reason`` says why training stopped.
    """

    state: RunState
    epoch: int
    batch: int
    updates: int
    weights: NDArray[np.float32]
    train_loss: float
    validation_loss: float | None
    curve: Losses
    recent: Losses
    seconds: float
    epochs_per_second: float
    rate: float
    engine: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that is needed to go on exactly where training stood, and to go back to its first and best weights.

    ``optimizer`` holds the optimiser's flat tensors by name, float32 [parameters] each; ``updates`` is its step count.
    Row order needs no state of its own: it follows from the seed, the epoch and the batch.
    """

    epoch: int
    batch: int
    updates: int
    weights: NDArray[np.float32]
    first: NDArray[np.float32]
    best: NDArray[np.float32]
    best_epoch: int
    best_loss: float
    optimizer: dict[str, NDArray[np.float32]]
    curve: Losses
    recent: Losses
    seconds: float
    state: RunState = "paused"
    reason: str = ""

    @property
    def untrained(self) -> bool:
        """Whether not a single update was made.

        Another optimiser and another batch let the counts begin again within an epoch: the weights tell, too.
        """
        return self.epoch == self.batch == self.updates == 0 and bool((self.weights == self.first).all())
