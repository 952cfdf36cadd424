"""Between the live state and the frozen records that leave the training thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nntui.errors import TrainingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.training.records import Checkpoint
    from nntui.training.state import State


def frozen(flat: Tensor) -> NDArray[np.float32]:
    """A read-only float32 copy of ``flat`` [parameters]."""
    array = flat.detach().to("cpu", torch.float32, copy=True).numpy()
    array.setflags(write=False)
    return array


def load(state: State, checkpoint: Checkpoint, updates_per_epoch: int) -> None:
    """Put ``state`` where ``checkpoint`` stands.

    An optimiser whose memory is not in it starts without; an epoch that now has fewer updates than were made is begun
    again. Raises TrainingError for a checkpoint of another network.
    """
    weights = state.network.flat
    memory = {name: checkpoint.optimizer[name] for name in state.moments if name in checkpoint.optimizer}
    for flat in (checkpoint.weights, checkpoint.first, checkpoint.best, *memory.values()):
        if flat.shape != weights.shape:
            raise TrainingError("the saved weights are those of another network; rewind to train this one")
    weights.copy_(torch.tensor(checkpoint.weights))
    state.first.copy_(torch.tensor(checkpoint.first))
    state.best.copy_(torch.tensor(checkpoint.best))
    for name, moment in memory.items():
        state.moments[name].copy_(torch.tensor(moment))
    state.best_epoch = checkpoint.best_epoch
    state.best_loss = checkpoint.best_loss
    state.updates = checkpoint.updates
    state.epoch = checkpoint.epoch
    state.batch = checkpoint.batch if checkpoint.batch < updates_per_epoch else 0
