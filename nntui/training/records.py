"""The frozen records that leave the training thread: read, drawn and saved where torch is not loaded."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

RunState = Literal["ready", "training", "paused", "finished", "failed"]


@dataclass(frozen=True, slots=True)
class Losses:
    """Displayed losses in order: entry i is that of the weights after ``epochs[i]`` epochs, 0 for the first weights.

    ``train`` and ``validation`` are float64 [entries]; ``validation`` is NaN where there are no validation rows.
    ``seconds`` [entries] is training time so far.
    """

    epochs: NDArray[np.int64]
    train: NDArray[np.float64]
    validation: NDArray[np.float64]
    seconds: NDArray[np.float64]

    def part(self, which: slice | NDArray[np.bool_]) -> Losses:
        """The entries of a slice, or those where a mask is true."""
        return Losses(self.epochs[which], self.train[which], self.validation[which], self.seconds[which])


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """How far training is: epochs ended, updates made in the epoch under way (``batch``) and in all (``updates``).

    ``best_loss`` is the displayed loss of the best weights, reached in ``best_epoch``: on validation rows where there
    are any, else on training rows; infinite before the first.
    """

    epoch: int = 0
    batch: int = 0
    updates: int = 0
    best_epoch: int = 0
    best_loss: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMoment(Counters):
    """All that a segment needs to go on from here bit for bit, beside its settings and rows.

    ``weights`` and ``best`` are flat parameters, float32 [parameters], ``optimizer`` the optimiser's memory by name;
    ``train_loss`` and ``validation_loss`` are the displayed losses, NaN where there is none.
    """

    weights: NDArray[np.float32]
    best: NDArray[np.float32]
    optimizer: dict[str, NDArray[np.float32]]
    train_loss: float
    validation_loss: float

    def arrays(self) -> Iterator[NDArray[np.float32]]:
        """Its arrays; consecutive moments may share those of their best weights."""
        yield from (self.weights, self.best, *self.optimizer.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of training with the same settings and rows.

    ``moments`` are its kept ones in order; it begins at the first of them. ``first`` are the network's first weights.
    ``rate`` is the base learning rate. ``rows`` counts how often the trainer's rows or settings had been replaced, and
    says so which of those given to it are the segment's. ``settings`` is
    a checksum of all that decides how the segment goes, beside its beginning.
    """

    moments: tuple[KeptMoment, ...]
    first: NDArray[np.float32]
    rate: float
    rows: int
    settings: int

    @property
    def start(self) -> KeptMoment:
        """The moment at which it begins."""
        return self.moments[0]

    def before(self, epoch: int) -> KeptMoment:
        """The last kept moment at or before the end of ``epoch``, which is not before the segment begins."""
        return next(each for each in reversed(self.moments) if each.epoch <= epoch or each is self.moments[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Counters):
    """The state of training at one moment, for those who watch.

    ``weights`` is a read-only copy of the flat parameters, float32 [parameters]. ``curve`` is the whole history,
    thinned; ``recent`` its dense last stretch. ``reason`` says why training stopped, ``notice`` what the user should
    know about the choice of the engine. ``past`` are the segments of this trainer so far, with their kept moments.
    """

    state: RunState
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
    notice: str = ""
    past: tuple[Segment, ...] = ()

    @property
    def not_begun(self) -> bool:
        """Whether no update was made, and none failed."""
        return self.epoch == self.updates == 0 and self.state != "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint(Counters):
    """All that is needed to go on exactly from here, and to go back to the first and the best weights.

    ``optimizer`` holds the optimiser's flat tensors by name, float32 [parameters] each. The order of rows needs no
    state of its own: it follows from the seed, the epoch and the batch. ``past`` are the trainer's segments with their
    kept moments; ``past_end`` tells whether the last of them ends at this very state.
    """

    weights: NDArray[np.float32]
    first: NDArray[np.float32]
    best: NDArray[np.float32]
    optimizer: dict[str, NDArray[np.float32]]
    curve: Losses
    recent: Losses
    seconds: float
    state: RunState = "paused"
    reason: str = ""
    past: tuple[Segment, ...] = ()
    past_end: int = 0

    @property
    def untrained(self) -> bool:
        """Whether no update was ever made.

        Another optimiser or batch resets counters within an epoch, so the weights are compared, too.
        """
        return self.epoch == self.batch == self.updates == 0 and bool((self.weights == self.first).all())
