"""From a gradient to new weights: regularisation, clipping, the optimisers and the rate's schedule.

The formulas are those of torch.optim with its defaults, on the flat tensors, which the compiled kernel shares;
importing torch.optim itself would also import its compiler, which takes seconds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from nntui.model.layout import weight_mask

if TYPE_CHECKING:
    from torch import Tensor

    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State

RMSPROP_ALPHA = 0.99
ADAM_BETAS = (0.9, 0.999)
EPSILON = 1e-8
CLIP_EPSILON = 1e-6
"""Added to the norm that a clipped gradient is divided by, as torch.nn.utils.clip_grad_norm_ does."""


def rate_at(spec: TrainingSpec, base: float, epoch: int) -> float:
    """The learning rate of ``epoch`` (from 0) where the base rate is ``base``: see ``TrainingSpec.schedule``."""
    if spec.schedule == "step":
        return base * spec.decay ** (epoch // spec.decay_epochs)
    if spec.schedule == "exponential":
        return base * spec.decay**epoch
    if spec.schedule == "cosine":
        return base * 0.5 * (1 + math.cos(math.pi * min(epoch / max(spec.epochs, 1), 1.0)))
    return base


class Updater:
    """Makes one optimiser step on a state's weights from the gradient in ``state.network.grad``, both in place."""

    def __init__(self, state: State, spec: TrainingSpec) -> None:
        self._state = state
        self._spec = spec
        self._weights = state.network.flat
        self._gradient = state.network.grad
        self._mask = torch.from_numpy(weight_mask(state.network.spec)).to(self._weights)
        self._free = None if state.frozen is None else (~state.frozen).to(self._weights)
        if self._free is not None:
            self._mask *= self._free
        self._decoupled = spec.l2 if spec.optimizer == "adamw" else 0.0
        self._l2 = 0.0 if spec.optimizer == "adamw" else spec.l2
        self._plain = spec.l1 == 0 and self._l2 == 0 and spec.clip is None and self._free is None
        self._step = {
            "sgd": self._sgd,
            "momentum": self._momentum,
            "nesterov": self._nesterov,
            "rmsprop": self._rmsprop,
            "adam": self._adam,
            "adamw": self._adam,
        }[spec.optimizer]

    def __call__(self, rate: float) -> None:
        """Update the weights once at ``rate``, the optimiser's memory with them, and count it."""
        if not self._plain:
            self._prepare(self._gradient)
        self._state.updates += 1
        self._step(self._weights, self._gradient, rate)

    def _prepare(self, gradient: Tensor) -> None:
        """Regularise, hold what is frozen, clip."""
        if self._spec.l1:
            gradient.addcmul_(self._weights.sign(), self._mask, value=self._spec.l1)
        if self._l2:
            gradient.addcmul_(self._weights, self._mask, value=self._l2)
        if self._free is not None:
            gradient.mul_(self._free)
        if self._spec.clip is not None:
            norm = torch.linalg.vector_norm(gradient)
            gradient.mul_((self._spec.clip / (norm + CLIP_EPSILON)).clamp_(max=1.0))

    def _sgd(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        weights.add_(gradient, alpha=-rate)

    def _momentum(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        momentum = self._state.moments["momentum"]
        momentum.mul_(self._spec.momentum).add_(gradient)
        weights.add_(momentum, alpha=-rate)

    def _nesterov(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        momentum = self._state.moments["momentum"]
        momentum.mul_(self._spec.momentum).add_(gradient)
        weights.add_(gradient.add_(momentum, alpha=self._spec.momentum), alpha=-rate)

    def _rmsprop(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        square = self._state.moments["square"]
        square.mul_(RMSPROP_ALPHA).addcmul_(gradient, gradient, value=1 - RMSPROP_ALPHA)
        weights.addcdiv_(gradient, square.sqrt().add_(EPSILON), value=-rate)

    def _adam(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        if self._decoupled:
            weights.addcmul_(weights, self._mask, value=-rate * self._decoupled)
        mean, square = self._state.moments["mean"], self._state.moments["square"]
        beta_1, beta_2 = ADAM_BETAS
        mean.lerp_(gradient, 1 - beta_1)
        square.mul_(beta_2).addcmul_(gradient, gradient, value=1 - beta_2)
        updates = self._state.updates
        deviation = square.sqrt().div_(math.sqrt(1 - beta_2**updates)).add_(EPSILON)
        weights.addcdiv_(mean, deviation, value=-rate / (1 - beta_1**updates))
