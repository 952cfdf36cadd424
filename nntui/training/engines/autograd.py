"""The torch engine: a plain training loop, and the reference for the compiled one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import torch

from nntui.model.layout import weight_mask
from nntui.training.batches import Batches
from nntui.training.losses import LOSSES
from nntui.training.optimisers import CLIP_EPSILON, OPTIMISERS, UpdateStep

if TYPE_CHECKING:
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
        self._batches = Batches(*self._rows, spec.batch, spec.seed)
        self._block = max(1, EVALUATED_NUMBERS // max(self._network.spec.sizes))
        rows = len(arrays.inputs)
        self._threads = self._threads_for(rows if spec.batch is None else min(spec.batch, rows))
        self._evaluation_threads = self._threads_for(rows)

    def _tensor(self, array: NDArray[np.float32]) -> Tensor:
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
        rate = self._spec.rate_at(state.rate, state.epoch)
        with torch.enable_grad():
            for batch in range(state.batch, min(state.batch + count, self._batches.count)):
                inputs, targets = self._batches.take(state.epoch, batch)
                gradient.zero_()
                torch.autograd.backward(self._loss.objective(self._predict(inputs), targets))
                self._update(rate)
                state.batch += 1

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
        self._optimiser = OPTIMISERS[spec.optimizer]
        self._decay, self._l2 = (spec.l2, 0.0) if self._optimiser.decoupled_decay else (0.0, spec.l2)
        self._plain = spec.l1 == 0 and self._l2 == 0 and spec.clip is None and self._free is None

    def __call__(self, rate: float) -> None:
        """Update the weights once at ``rate``, the optimiser's memory with them, and count the update."""
        state, weights, gradient = self._state, self._weights, self._gradient
        if not self._plain:
            self._prepare(gradient)
        if self._decay:
            weights.addcmul_(weights, self._mask, value=-rate * self._decay)
        state.updates += 1
        step = UpdateStep(weights, gradient, state.moments, rate, self._spec.momentum, state.updates)
        self._optimiser.step(step)

    def _prepare(self, gradient: Tensor) -> None:
        """Add the penalties, clear what is frozen, clip."""
        if self._spec.l1:
            gradient.addcmul_(self._weights.sign(), self._mask, value=self._spec.l1)
        if self._l2:
            gradient.addcmul_(self._weights, self._mask, value=self._l2)
        if self._free is not None:
            gradient.mul_(self._free)
        if self._spec.clip is not None:
            norm = torch.linalg.vector_norm(gradient)
            gradient.mul_((self._spec.clip / (norm + CLIP_EPSILON)).clamp_(max=1.0))
