"""The losses: their terms, summed for the displayed loss, and their slopes, from which gradients start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from torch import Tensor

    from nntui.model.spec import Loss

Elementwise = Callable[["Tensor", "Tensor"], "Tensor"]


@dataclass(frozen=True, slots=True)
class LossFunction:
    """A loss of predictions [rows, outputs] against targets [rows, outputs].

    The predictions are the network's outputs or, for ``from_logits``, its output layer's z, which keeps the logarithms
    of bce and cross-entropy finite. ``terms`` are what the displayed loss adds up; ``slope`` is the objective's
    derivative by each prediction, before it is multiplied by ``gain`` and divided by the rows (``by_row``), by the rows
    and outputs, or for a ``summed`` objective by nothing.
    """

    terms: Elementwise
    slope: Elementwise
    from_logits: bool = False
    gain: float = 1.0
    by_row: bool = False
    summed: bool = False

    def count(self, targets: Tensor) -> int:
        """What the displayed loss of ``targets`` is a mean over."""
        return targets.shape[0] if self.by_row else targets.numel()

    def gradient(self, predictions: Tensor, targets: Tensor) -> Tensor:
        """The objective's derivative by each prediction [rows, outputs]."""
        slope = self.slope(predictions, targets)
        factor = self.gain if self.summed else self.gain / self.count(targets)
        return slope if factor == 1 else slope.mul_(factor)


def _squared(predictions: Tensor, targets: Tensor) -> Tensor:
    return (predictions - targets).square_()


def _absolute(predictions: Tensor, targets: Tensor) -> Tensor:
    return (predictions - targets).abs_()


def _huber(predictions: Tensor, targets: Tensor) -> Tensor:
    return functional.huber_loss(predictions, targets, reduction="none", delta=1.0)


def _binary_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")


def _entropy(logits: Tensor, targets: Tensor) -> Tensor:
    return torch.log_softmax(logits, dim=1).mul_(targets).neg_()


def _entropy_slope(logits: Tensor, targets: Tensor) -> Tensor:
    """By the logits; the targets of a row are probabilities that need not sum to one."""
    return torch.softmax(logits, dim=1).mul_(targets.sum(dim=1, keepdim=True)).sub_(targets)


LOSSES: dict[Loss, LossFunction] = {
    "mse": LossFunction(_squared, torch.sub, gain=2.0),
    "half-sse": LossFunction(_squared, torch.sub, summed=True),
    "mae": LossFunction(_absolute, lambda outputs, targets: (outputs - targets).sign_()),
    "huber": LossFunction(_huber, lambda outputs, targets: (outputs - targets).clamp_(-1.0, 1.0)),
    "bce": LossFunction(_binary_entropy, lambda logits, targets: torch.sigmoid(logits).sub_(targets), from_logits=True),
    "cross-entropy": LossFunction(_entropy, _entropy_slope, from_logits=True, by_row=True),
}
"""Huber's delta is 1. half-sse's objective is half the sum of its terms, the lesson's; displayed is their mean."""
