"""The losses as torch has them: the objective that is differentiated, and the terms of the displayed loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from nntui.training.spec import Loss


@dataclass(frozen=True, slots=True)
class LossFunction:
    """A loss of predictions [rows, outputs] against targets [rows, outputs].

    The predictions are the network's outputs or, for ``from_logits``, its output layer's z, which keeps the logarithms
    of bce and cross-entropy finite. ``objective`` is the number whose gradient is followed; ``terms`` are what the
    displayed loss is the mean of, one per output and row, or for cross-entropy one per row.
    """

    objective: Callable[[Tensor, Tensor], Tensor]
    terms: Callable[[Tensor, Tensor], Tensor]
    from_logits: bool = False


def _both(loss: Callable[..., Tensor], *, from_logits: bool = False) -> LossFunction:
    return LossFunction(partial(loss, reduction="mean"), partial(loss, reduction="none"), from_logits)


LOSSES: dict[Loss, LossFunction] = {
    "mse": _both(functional.mse_loss),
    "half-sse": LossFunction(
        lambda outputs, targets: 0.5 * functional.mse_loss(outputs, targets, reduction="sum"),
        partial(functional.mse_loss, reduction="none"),
    ),
    "mae": _both(functional.l1_loss),
    "huber": _both(functional.huber_loss),
    "bce": _both(functional.binary_cross_entropy_with_logits, from_logits=True),
    "cross-entropy": _both(functional.cross_entropy, from_logits=True),
}
"""Huber's delta is 1. Targets of cross-entropy are probabilities, or one 1 in each row."""
