"""The settings of training: frozen, validated, and free of torch."""

from __future__ import annotations

import math
from typing import Literal, get_args

import msgspec

from nntui.errors import SpecError
from nntui.model.spec import NetworkSpec, check_above_zero, check_at_least, check_choice, check_seed

Loss = Literal["mse", "half-sse", "mae", "huber", "bce", "cross-entropy"]
Optimizer = Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]
Schedule = Literal["constant", "step", "exponential", "cosine"]
EngineName = Literal["auto", "fused", "autograd"]

LOSSES: tuple[Loss, ...] = get_args(Loss)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


class TrainingSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a network is trained.

    ``batch`` is rows per update, None for all of them. ``momentum`` is used by the optimisers momentum and nesterov.
    ``l1`` and ``l2`` act on weights, not on biases: their gradients are ``l1 * sign(w)`` and ``l2 * w`` (adamw applies
    ``l2`` as decoupled decay). ``clip`` bounds the gradient's 2-norm. ``schedule`` shapes the rate over epochs: step
    multiplies it by ``decay`` every ``decay_epochs``, exponential by ``decay`` every epoch, cosine falls to 0 at
    ``epochs``. ``stop_loss`` ends training once the displayed training loss is at or below it. ``seed`` fixes the order
    of rows.
    Raises SpecError for a value outside what is supported.
    """

    loss: Loss = "mse"
    optimizer: Optimizer = "adam"
    rate: float = 0.01
    momentum: float = 0.9
    batch: int | None = 32
    epochs: int = 200
    stop_loss: float | None = None
    l1: float = 0.0
    l2: float = 0.0
    clip: float | None = None
    schedule: Schedule = "constant"
    decay: float = 0.5
    decay_epochs: int = 100
    engine: EngineName = "auto"
    device: str = "cpu"
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot train."""
        check_choice("loss", self.loss, LOSSES)
        check_choice("optimizer", self.optimizer, OPTIMIZERS)
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


def check_together(network: NetworkSpec, training: TrainingSpec) -> None:
    """Raise SpecError where a loss and an output layer do not go together."""
    if training.loss == "bce" and network.output_activation != "sigmoid":
        raise SpecError("loss bce needs a sigmoid output; choose another loss, or --output-activation sigmoid")
    if (training.loss == "cross-entropy") != (network.output_activation == "softmax"):
        raise SpecError("loss cross-entropy and a softmax output belong together; choose both or neither")
    if training.loss == "cross-entropy" and network.outputs < 2:
        raise SpecError("loss cross-entropy needs two outputs or more; use bce for one")
