"""The settings of training: frozen, validated, and free of torch."""

from __future__ import annotations

import math

import msgspec

from nntui.errors import SpecError
from nntui.model.activations import ACTIVATIONS
from nntui.model.spec import NetworkSpec, check_above_zero, check_at_least, check_choice, check_seed
from nntui.training.engines.protocol import ENGINES
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS, SCHEDULES


class TrainingSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a network is trained.

    ``loss``, ``optimizer``, ``schedule`` and ``engine`` are names in their tables. ``batch`` is rows per update, None
    for all of them. ``l1`` and ``l2`` act on weights, not on biases: their gradients are ``l1 * sign(w)`` and
    ``l2 * w``, unless the optimiser decouples the latter. ``clip`` bounds the gradient's 2-norm. ``stop_loss`` ends
    training once the displayed training loss is at or below it. ``seed`` fixes the order of rows.
    Raises SpecError for a value outside what is supported.
    """

    loss: str = "mse"
    optimizer: str = "adam"
    rate: float = 0.01
    momentum: float = 0.9
    batch: int | None = 32
    epochs: int = 200
    stop_loss: float | None = None
    l1: float = 0.0
    l2: float = 0.0
    clip: float | None = None
    schedule: str = "constant"
    decay: float = 0.5
    decay_epochs: int = 100
    engine: str = "auto"
    device: str = "cpu"
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise SpecError for a value outside what is supported."""
        check_choice("loss", self.loss, LOSSES)
        check_choice("optimizer", self.optimizer, OPTIMISERS)
        check_choice("schedule", self.schedule, SCHEDULES)
        check_choice("engine", self.engine, ENGINES)
        check_above_zero("learning rate", self.rate)
        if not 0 <= self.momentum < 1:
            raise SpecError(f"momentum: {self.momentum:g}; give 0 up to, not including, 1")
        if self.batch is not None:
            check_at_least("batch", self.batch, 1)
        check_at_least("epochs", self.epochs, 0)
        check_at_least("decay epochs", self.decay_epochs, 1)
        check_above_zero("decay", self.decay)
        for name, value in (("l1", self.l1), ("l2", self.l2), ("stop loss", self.stop_loss or 0.0)):
            if not (value >= 0 and math.isfinite(value)):
                raise SpecError(f"{name}: {value:g}; give 0 or more")
        if self.clip is not None:
            check_above_zero("clip", self.clip)
        check_seed(self.seed)

    def rate_at(self, base: float, epoch: int) -> float:
        """The learning rate of ``epoch`` (from 0) where the base rate is ``base``."""
        factor = SCHEDULES[self.schedule].factor
        return base if factor is None else base * factor(epoch, self.decay, self.decay_epochs, self.epochs)


def check_together(network: NetworkSpec, training: TrainingSpec) -> None:
    """Raise SpecError where a loss and an output layer do not go together."""
    loss, output = LOSSES[training.loss], network.output_activation
    if loss.output not in (None, output):
        raise SpecError(f"loss {training.loss} needs a {loss.output} output; choose that or another loss")
    if ACTIVATIONS[output].output_only and loss.output != output:
        losses = " or ".join(name for name, each in LOSSES.items() if each.output == output)
        raise SpecError(f"a {output} output needs loss {losses}; choose that or another output")
    if network.outputs < loss.least_outputs:
        raise SpecError(f"loss {training.loss} needs {loss.least_outputs} outputs or more; choose another loss")
