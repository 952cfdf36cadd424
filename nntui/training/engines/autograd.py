"""The torch engine: a plain training loop, and the reference for the compiled one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from nntui.model.layout import input_scale_slice
from nntui.training.batches import Batches
from nntui.training.dropout import dropout_factors, layer_key
from nntui.training.losses import LOSSES, smoothed
from nntui.training.optimisers import CLIP_EPSILON, OPTIMISERS, UpdateStep
from nntui.training.penalties import penalties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State

ALL_THREADS = torch.get_num_threads()
THREADED_WORK = 8_000_000
"""Multiply-adds in a pass from which more than one thread is used.

Two threads are 1.7 times as fast on 784-128-10 with batches of 128 (13 million); with batches of 32 they gain nothing,
and while another program, or the screen, uses the second core, waiting for each other costs five times the gain.
"""
EVALUATED_NUMBERS = 1 << 20
"""Activations of the widest layer that an evaluation holds at once: they stay in the processor's cache."""


class AutogradEngine:
    """See ``Engine``. Works in the dtype and on the device of the state's weights."""

    name = "autograd"

    def __init__(self, state: State, spec: TrainingSpec, arrays: Arrays, notice: str = "") -> None:
        self.notice = notice
        self._state = state
        self._spec = spec
        self._network = state.network
        self._loss = LOSSES[spec.loss]
        self._predict = self._network.logits if self._loss.from_logits else self._network.forward
        self._update = Updater(state, spec)
        self._rows = self._tensor(arrays.inputs), self._tensor(arrays.targets)
        self._validation = self._tensor(arrays.validation_inputs), self._tensor(arrays.validation_targets)
        goals = smoothed(spec.loss, arrays.targets, spec.label_smoothing)
        goal_rows = self._rows[1] if goals is arrays.targets else self._tensor(goals)
        self._batches = Batches(self._rows[0], goal_rows, spec.batch, spec.seed)
        self._block = max(1, EVALUATED_NUMBERS // max(self._network.spec.sizes))
        rows = len(arrays.inputs)
        self._threads = self._threads_for(rows if spec.batch is None else min(spec.batch, rows))
        self._evaluation_threads = self._threads_for(rows)

    def _tensor(self, array: NDArray[Any]) -> Tensor:
        """A copy in torch's own memory: the alignment of numpy's varies, and with it the last bits of a product."""
        flat = self._network.flat
        return torch.tensor(array, dtype=flat.dtype, device=flat.device)

    def _threads_for(self, rows: int) -> int:
        """The threads for passes over ``rows``, by a fixed rule: their number changes the order of additions."""
        work = rows * sum(fan_in * fan_out for fan_in, fan_out in self._network.spec.shapes)
        return ALL_THREADS if work >= THREADED_WORK else 1

    def epochs(self, count: int) -> NDArray[np.float64]:
        """See ``Engine.epochs``."""
        losses = np.full((count, 2), np.nan)
        for done in range(count):
            self.batches(self._batches.count)
            train, validation = losses[done] = self.evaluate()
            self._state.end_epoch(train, validation)
            if not math.isfinite(train) or (self._spec.stop_loss is not None and train <= self._spec.stop_loss):
                return losses[: done + 1]
        return losses

    def batches(self, count: int) -> None:
        """See ``Engine.batches``."""
        torch.set_num_threads(self._threads)
        state, gradient = self._state, self._network.grad
        with torch.enable_grad():
            for batch in range(state.batch, min(state.batch + count, self._batches.count)):
                inputs, targets = self._batches.take(state.epoch, batch)
                gradient.zero_()
                predictions = self._predict(inputs, self._dropout(batch, len(inputs)))
                torch.autograd.backward(self._loss.objective(predictions, targets))
                self._update(self._spec.rate_at(state.rate, state.epoch, batch, self._batches.count))
                state.batch += 1

    def _dropout(self, batch: int, rows: int) -> list[Tensor]:
        """The factors of each hidden layer for ``batch`` of the present epoch, empty without dropout."""
        spec = self._spec
        if not spec.dropout:
            return []
        factors = []
        for layer, width in enumerate(self._network.spec.hidden):
            key = layer_key(spec.seed, self._state.epoch, batch, layer)
            factors.append(self._tensor(dropout_factors(key, rows, width, spec.dropout)))
        return factors

    def evaluate(self) -> tuple[float, float]:
        """See ``Engine.evaluate``."""
        torch.set_num_threads(self._evaluation_threads)
        return self._displayed(*self._rows), self._displayed(*self._validation)

    def _displayed(self, inputs: Tensor, targets: Tensor) -> float:
        """The displayed loss of these rows, block by block; NaN without rows."""
        if not len(inputs):
            return math.nan
        total, terms = 0.0, 0
        blocks = zip(torch.split(inputs, self._block), torch.split(targets, self._block), strict=True)
        with torch.inference_mode():
            for some, wanted in blocks:
                losses = self._loss.terms(self._predict(some), wanted)
                total += losses.sum(dtype=torch.float64).item()
                terms += losses.numel()
        return total / terms


class _Part:
    """The parameters at ``place`` that learn at ``rate_factor`` times the rate: views of the state's tensors."""

    def __init__(self, state: State, place: slice, rate_factor: float) -> None:
        self.rate_factor = rate_factor
        self.weights = state.network.flat[place]
        self.gradient = state.network.grad[place]
        self.memory = {name: moment[place] for name, moment in state.moments.items()}


class Updater:
    """Makes one optimiser step on a state's weights from the gradient in ``state.network.grad``, both in place."""

    def __init__(self, state: State, spec: TrainingSpec) -> None:
        network, flat = state.network.spec, state.network.flat
        self._state = state
        self._spec = spec
        self._free = None if state.frozen is None else (~state.frozen).to(flat)
        found = penalties(network, spec)
        self._l1 = self._masks((penalty.place, penalty.l1) for penalty in found)
        self._l2 = self._masks((penalty.place, penalty.l2) for penalty in found)
        self._decay = self._masks((penalty.place, penalty.decay) for penalty in found)
        self._step = OPTIMISERS[spec.optimizer].step
        scale = input_scale_slice(network)
        self._parts = [_Part(state, slice(0, scale.start), 1.0)]
        if network.input_scale:
            self._parts.append(_Part(state, scale, spec.input_scale_rate))

    def _masks(self, strengths: Iterable[tuple[slice, float]]) -> list[tuple[float, Tensor]]:
        """Each strength with a mask: 1 for the parameters that have it and learn, else 0."""
        masks: dict[float, Tensor] = {}
        for place, strength in strengths:
            if strength:
                mask = masks.setdefault(strength, torch.zeros_like(self._state.network.flat))
                mask[place] = 1 if self._free is None else self._free[place]
        return list(masks.items())

    def __call__(self, rate: float) -> None:
        """Update the weights once at ``rate``, the optimiser's memory with them, and count the update."""
        self._prepare(self._state.network.grad)
        self._state.updates += 1
        weights = self._state.network.flat
        for decay, mask in self._decay:
            weights.addcmul_(weights, mask, value=-rate * decay)
        fixed = self._spec.momentum, self._spec.beta1, self._spec.beta2, self._state.updates
        for part in self._parts:
            self._step(UpdateStep(part.weights, part.gradient, part.memory, rate * part.rate_factor, *fixed))

    def _prepare(self, gradient: Tensor) -> None:
        """Add the penalties, clear what is frozen, clip."""
        weights = self._state.network.flat
        for l1, mask in self._l1:
            gradient.addcmul_(weights.sign(), mask, value=l1)
        for l2, mask in self._l2:
            gradient.addcmul_(weights, mask, value=l2)
        if self._free is not None:
            gradient.mul_(self._free)
        if self._spec.clip is not None:
            norm = torch.linalg.vector_norm(gradient)
            gradient.mul_((self._spec.clip / (norm + CLIP_EPSILON)).clamp_(max=1.0))
