"""The progress of a training, as ``session.json`` stores it."""

import math
from typing import TYPE_CHECKING, Self

import msgspec
from msgspec.structs import asdict

from nntui.errors import SessionError
from nntui.training.records import Checkpoint, RunState

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.training.records import Losses


class SavedProgress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a ``Checkpoint`` that are not arrays.

    ``best_loss`` None is infinity; ``optimizer`` names the optimiser's tensors.
    """

    epoch: int
    batch: int
    updates: int
    best_epoch: int
    best_loss: float | None
    seconds: float
    state: RunState
    reason: str
    optimizer: tuple[str, ...]

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """The progress to save; what is saved while it trains is paused when it is opened."""
        values = {name: getattr(checkpoint, name) for name in cls.__struct_fields__}
        best_loss = checkpoint.best_loss if math.isfinite(checkpoint.best_loss) else None
        state = "paused" if checkpoint.state == "training" else checkpoint.state
        return cls(
            **values | {"best_loss": best_loss, "state": state, "optimizer": tuple(sorted(checkpoint.optimizer))}
        )

    def __post_init__(self) -> None:
        """Raise SessionError for counts that no training can have reached."""
        if min(self.epoch, self.batch, self.updates, self.best_epoch) < 0 or self.best_epoch > self.epoch:
            raise SessionError("the counts of epochs and updates do not fit together")
        if not self.seconds >= 0:
            raise SessionError("the training time is negative")

    def checkpoint(
        self,
        weights: "Sequence[NDArray[np.float32]]",
        optimizer: "dict[str, NDArray[np.float32]]",
        losses: "tuple[Losses, Losses]",
    ) -> Checkpoint:
        """The checkpoint with these present, first and best ``weights``, and its curve and dense recent ``losses``."""
        best_loss = math.inf if self.best_loss is None else self.best_loss
        plain = asdict(self) | {"best_loss": best_loss, "optimizer": optimizer}
        now, first, best = weights
        return Checkpoint(**plain, weights=now, first=first, best=best, curve=losses[0], recent=losses[1])
