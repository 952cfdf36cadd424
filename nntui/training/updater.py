"""One update of the weights from a gradient, in its four parts: penalties, clipping, decay, the optimiser's step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

from nntui.model.layout import input_scale_slice
from nntui.training.optimisers import CLIP_EPSILON, OPTIMISERS, UpdateStep
from nntui.training.penalties import penalties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from torch import Tensor

    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec


class UpdatedTensors(NamedTuple):
    """The flat tensors [parameters] of an update: weights, gradient, the optimiser's memory by name, all in place.

    ``frozen`` (bool, or None) marks weights that do not learn.
    """

    weights: Tensor
    gradient: Tensor
    memory: Mapping[str, Tensor]
    frozen: Tensor | None = None


class Clipping(NamedTuple):
    """The 2-norm of a gradient, and the factor it was multiplied by."""

    norm: Tensor
    factor: Tensor


class _Part:
    """The parameters at ``place`` that learn at ``rate_factor`` times the rate: views of the learnt tensors."""

    def __init__(self, learnt: UpdatedTensors, place: slice, rate_factor: float) -> None:
        self.rate_factor = rate_factor
        self.weights = learnt.weights[place]
        self.gradient = learnt.gradient[place]
        self.memory = {name: moment[place] for name, moment in learnt.memory.items()}


class Updater:
    """Makes optimiser steps on ``learnt``, in place. Its four parts may also be called one by one."""

    def __init__(self, network: NetworkSpec, spec: TrainingSpec, learnt: UpdatedTensors) -> None:
        self._spec, self._learnt = spec, learnt
        self._free = None if learnt.frozen is None else (~learnt.frozen).to(learnt.weights)
        found = penalties(network, spec)
        self._l1 = self._masks((penalty.place, penalty.l1) for penalty in found)
        self._l2 = self._masks((penalty.place, penalty.l2) for penalty in found)
        self._decay = self._masks((penalty.place, penalty.decay) for penalty in found)
        self._step = OPTIMISERS[spec.optimizer].step
        scale = input_scale_slice(network)
        self._parts = [_Part(learnt, slice(0, scale.start), 1.0)]
        if network.input_scale:
            self._parts.append(_Part(learnt, scale, spec.input_scale_rate))

    def _masks(self, strengths: Iterable[tuple[slice, float]]) -> list[tuple[float, Tensor]]:
        """Each strength with a mask: 1 for the parameters that have it and learn, else 0."""
        masks: dict[float, Tensor] = {}
        for place, strength in strengths:
            if strength:
                mask = masks.setdefault(strength, torch.zeros_like(self._learnt.weights))
                mask[place] = 1 if self._free is None else self._free[place]
        return list(masks.items())

    def __call__(self, rate: float, number: int) -> None:
        """Make update ``number`` (from 1) at ``rate``."""
        self.penalise()
        self.clip()
        self.shrink(rate)
        self.step(rate, number)

    def penalise(self) -> None:
        """Add the penalties to the gradient, and clear it where weights are frozen."""
        weights, gradient = self._learnt.weights, self._learnt.gradient
        for l1, mask in self._l1:
            gradient.addcmul_(weights.sign(), mask, value=l1)
        for l2, mask in self._l2:
            gradient.addcmul_(weights, mask, value=l2)
        if self._free is not None:
            gradient.mul_(self._free)

    def clip(self) -> Clipping | None:
        """Shorten the gradient to the norm ``spec.clip`` if it is longer; None without clipping."""
        if self._spec.clip is None:
            return None
        norm = torch.linalg.vector_norm(self._learnt.gradient)
        factor = (self._spec.clip / (norm + CLIP_EPSILON)).clamp_(max=1.0)
        self._learnt.gradient.mul_(factor)
        return Clipping(norm, factor)

    def shrink(self, rate: float) -> None:
        """Decay the weights apart from the gradient."""
        for decay, mask in self._decay:
            self._learnt.weights.addcmul_(self._learnt.weights, mask, value=-rate * decay)

    def step(self, rate: float, number: int) -> None:
        """Move the weights along the gradient, as the optimiser does, and change its memory."""
        fixed = self._spec.momentum, self._spec.beta1, self._spec.beta2, number
        for part in self._parts:
            self._step(UpdateStep(part.weights, part.gradient, part.memory, rate * part.rate_factor, *fixed))
