"""The settings of a network and of its training: frozen, validated, and free of torch."""

from __future__ import annotations

import math
from typing import Literal, get_args

import msgspec

from nntui.errors import SpecError

Activation = Literal["sigmoid", "tanh", "relu", "leaky-relu", "gelu", "softplus", "linear"]
OutputActivation = Literal["sigmoid", "tanh", "relu", "leaky-relu", "gelu", "softplus", "linear", "softmax"]
Init = Literal["torch", "xavier", "he", "normal", "zeros"]
Loss = Literal["mse", "half-sse", "mae", "huber", "bce", "cross-entropy"]
Optimizer = Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]
Schedule = Literal["constant", "step", "exponential", "cosine"]
EngineName = Literal["auto", "fused", "autograd"]

ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
OUTPUT_ACTIVATIONS: tuple[OutputActivation, ...] = get_args(OutputActivation)
INITS: tuple[Init, ...] = get_args(Init)
LOSSES: tuple[Loss, ...] = get_args(Loss)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
ENGINES: tuple[EngineName, ...] = get_args(EngineName)

WIDEST_LAYER = 4_096
"""Neurons in the widest hidden layer that is accepted."""
LARGEST_SEED = 2**63 - 1
"""Seeds run from 0 to here: what torch's generator takes."""


class NetworkSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dense network and its first weights.

    ``hidden`` lists the neurons of each hidden layer (none: inputs wired to outputs). ``seed`` fixes the first weights.
    Raises SpecError for a value outside what is supported.
    """

    inputs: int
    hidden: tuple[int, ...] = (16,)
    outputs: int = 1
    activation: Activation = "relu"
    output_activation: OutputActivation = "linear"
    bias: bool = True
    init: Init = "he"
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what no network can have."""
        _at_least("inputs", self.inputs, 1)
        _at_least("outputs", self.outputs, 1)
        for number, width in enumerate(self.hidden, 1):
            if not 1 <= width <= WIDEST_LAYER:
                raise SpecError(f"hidden layer {number}: {width} neurons; give 1 to {WIDEST_LAYER:,}")
        _choice("activation", self.activation, ACTIVATIONS)
        _choice("output activation", self.output_activation, OUTPUT_ACTIVATIONS)
        _choice("init", self.init, INITS)
        _seed(self.seed)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of every layer, inputs first: ``(2, 3, 1)``."""
        return (self.inputs, *self.hidden, self.outputs)

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """``(fan_in, fan_out)`` of every weight matrix, first layer first."""
        return tuple(zip(self.sizes[:-1], self.sizes[1:], strict=True))

    @property
    def parameters(self) -> int:
        """How many numbers are learnt."""
        return sum((fan_in + self.bias) * fan_out for fan_in, fan_out in self.shapes)

    def activation_of(self, layer: int) -> OutputActivation:
        """The activation after weight matrix ``layer`` (from 0)."""
        return self.output_activation if layer == len(self.hidden) else self.activation


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
        _choice("loss", self.loss, LOSSES)
        _choice("optimizer", self.optimizer, OPTIMIZERS)
        _choice("schedule", self.schedule, SCHEDULES)
        _choice("engine", self.engine, ENGINES)
        _above_zero("learning rate", self.rate)
        if not 0 <= self.momentum < 1:
            raise SpecError(f"momentum: {self.momentum:g}; give 0 up to, not including, 1")
        if self.batch is not None:
            _at_least("batch", self.batch, 1)
        _at_least("epochs", self.epochs, 0)
        _at_least("decay epochs", self.decay_epochs, 1)
        _above_zero("decay", self.decay)
        for name, value in (("l1", self.l1), ("l2", self.l2), ("stop loss", self.stop_loss or 0.0)):
            if not (value >= 0 and math.isfinite(value)):
                raise SpecError(f"{name}: {value:g}; give 0 or more")
        if self.clip is not None:
            _above_zero("clip", self.clip)
        _seed(self.seed)


def check_together(network: NetworkSpec, training: TrainingSpec) -> None:
    """Raise SpecError where a loss and an output layer do not go together."""
    if training.loss == "bce" and network.output_activation != "sigmoid":
        raise SpecError("loss bce needs a sigmoid output; choose another loss, or --output-activation sigmoid")
    if (training.loss == "cross-entropy") != (network.output_activation == "softmax"):
        raise SpecError("loss cross-entropy and a softmax output belong together; choose both or neither")
    if training.loss == "cross-entropy" and network.outputs < 2:
        raise SpecError("loss cross-entropy needs two outputs or more; use bce for one")


def _choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise SpecError(f"{name}: {value!r} is not known; choose one of {', '.join(choices)}")


def _at_least(name: str, value: int, least: int) -> None:
    if value < least:
        raise SpecError(f"{name}: {value}; give {least} or more")


def _above_zero(name: str, value: float) -> None:
    if not (value > 0 and math.isfinite(value)):
        raise SpecError(f"{name}: {value:g}; give a number above 0")


def _seed(seed: int) -> None:
    if not 0 <= seed <= LARGEST_SEED:
        raise SpecError(f"seed: {seed}; give a whole number from 0 to {LARGEST_SEED}")
