"""The torch engine: a plain training loop, and the reference for the compiled one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch

from nntui.model.threads import threads_for
from nntui.training.batches import Batches, PartOfEpoch
from nntui.training.devices import actual_device, faults_of_device
from nntui.training.dropout import dropout_masks
from nntui.training.engines.copies import RowCopies
from nntui.training.engines.mirror import StateMirror
from nntui.training.losses import LOSSES, smoothed
from nntui.training.updater import Updater

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State

EVALUATED_NUMBERS = 1 << 20
"""Activations of the widest layer that an evaluation holds at once: they stay in the processor's cache."""


class AutogradEngine:
    """See ``Engine``. Works in the dtype of the state's weights, on the device of the settings."""

    name = "autograd"

    def __init__(
        self,
        state: State,
        spec: TrainingSpec,
        arrays: Arrays,
        *,
        notice: str = "",
        copies: RowCopies | None = None,
        part: PartOfEpoch | None = None,
    ) -> None:
        self.notice = notice
        self._state = state
        self._spec = spec
        self._device = actual_device(spec.device)
        with faults_of_device(self._device):
            self._make(state, arrays, copies or RowCopies())
        self._part = part or PartOfEpoch(0, self._batches.count)

    def _make(self, state: State, arrays: Arrays, copies: RowCopies) -> None:
        """Bring the network and the rows to the device."""
        spec = self._spec
        self._mirror = StateMirror(state, self._device)
        self._sum_dtype = torch.float32 if self._device.startswith("mps") else torch.float64  # that has no float64
        self._network = self._mirror.network
        self._loss = LOSSES[spec.loss]
        self._predict = self._network.logits if self._loss.from_logits else self._network.forward
        network = state.parameters.spec
        self._update = Updater(network, spec, self._mirror.learnt)
        copy = copies.of
        self._rows = copy("inputs", arrays.inputs, self._tensor), copy("targets", arrays.targets, self._tensor)
        self._validation = (
            copy("validation inputs", arrays.validation_inputs, self._tensor),
            copy("validation targets", arrays.validation_targets, self._tensor),
        )
        goals = smoothed(spec.loss, arrays.targets, spec.label_smoothing)
        goal_rows = self._rows[1] if goals is arrays.targets else self._tensor(goals)
        self._batches = Batches(self._rows[0], goal_rows, spec.batch, spec.seed)
        self._block = max(1, EVALUATED_NUMBERS // max(network.sizes))
        rows = len(arrays.inputs)
        self._threads = threads_for(network, rows if spec.batch is None else min(spec.batch, rows))
        self._evaluation_threads = threads_for(network, rows)

    def _tensor(self, array: NDArray[Any]) -> Tensor:
        """A copy in torch's own memory: the alignment of numpy's varies, and with it the last bits of a product."""
        flat = self._network.flat
        return torch.tensor(array, dtype=flat.dtype, device=flat.device)

    def epochs(self, count: int) -> NDArray[np.float64]:
        """See ``Engine.epochs``."""
        return self._state.make_epochs(self, self._spec, self._batches.count, count)

    def batches(self, count: int) -> None:
        """See ``Engine.batches``."""
        with faults_of_device(self._device):
            self._train(count)

    def _train(self, count: int) -> None:
        torch.set_num_threads(self._threads)
        state, gradient = self._state, self._network.grad
        self._mirror.fetch()
        with torch.enable_grad():
            for batch in range(state.batch, min(state.batch + count, self._batches.count)):
                inputs, targets = self._batches.take(state.epoch, batch)
                gradient.zero_()
                predictions = self._predict(inputs, self._dropout(batch, len(inputs)))
                torch.autograd.backward(self._loss.objective(predictions, targets))
                state.updates += 1
                rate = self._spec.rate_at(state.rate, state.epoch, self._part.first + batch, self._part.all)
                self._update(rate, state.updates)
                state.batch += 1
        self._mirror.store()

    def _dropout(self, batch: int, rows: int) -> list[Tensor | None]:
        """The factors of each hidden layer for ``batch`` of the present epoch; see ``dropout_masks``."""
        masks = dropout_masks(self._spec, self._network.spec.hidden, self._state.epoch, batch, rows)
        return [None if mask is None else self._tensor(mask) for mask in masks]

    def evaluate(self) -> tuple[float, float]:
        """See ``Engine.evaluate``."""
        torch.set_num_threads(self._evaluation_threads)
        with faults_of_device(self._device):
            self._mirror.fetch()
            return self._displayed(*self._rows), self._displayed(*self._validation)

    def _displayed(self, inputs: Tensor, targets: Tensor) -> float:
        """The displayed loss of these rows, block by block; NaN without rows."""
        if not len(inputs):
            return math.nan
        total, terms = torch.zeros((), dtype=self._sum_dtype, device=self._network.flat.device), 0
        blocks = zip(torch.split(inputs, self._block), torch.split(targets, self._block), strict=True)
        with torch.inference_mode():
            for some, wanted in blocks:
                losses = self._loss.terms(self._predict(some), wanted)
                total += losses.sum(dtype=self._sum_dtype)
                terms += losses.numel()
        return float(total.item()) / terms
