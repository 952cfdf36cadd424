"""The tables of optimisers and of learning-rate schedules. Free of torch until one is used.

The formulas are those of torch.optim with its defaults, on flat tensors; importing torch.optim itself would also import
its compiler, which takes seconds. The compiled kernel shares the constants.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from torch import Tensor

RMSPROP_ALPHA = 0.99
BETA_1, BETA_2 = 0.9, 0.999
EPSILON = 1e-8
CLIP_EPSILON = 1e-6
"""Added to the norm that a clipped gradient is divided by, as torch.nn.utils.clip_grad_norm_ does."""


class UpdateStep(NamedTuple):
    """One update, number ``number`` from 1: ``weights``, ``gradient`` and ``memory`` are flat and change in place."""

    weights: Tensor
    gradient: Tensor
    memory: Mapping[str, Tensor]
    rate: float
    momentum: float
    number: int


@dataclass(frozen=True, slots=True)
class Optimiser:
    """An optimiser: ``step`` makes one update.

    ``memory`` names the flat tensors that it keeps between updates, zeros before the first. ``uses`` names the settings
    of training that only it reads. With ``decoupled_decay`` the L2 penalty shrinks the weights directly instead of
    entering the gradient. ``kernel`` is its code in the compiled kernel; None: only torch can train with it.
    """

    help: str
    formula: str
    step: Callable[[UpdateStep], object]
    memory: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    decoupled_decay: bool = False
    kernel: int | None = None


def _momentum(step: UpdateStep) -> Tensor:
    return step.memory["momentum"].mul_(step.momentum).add_(step.gradient)


def _rmsprop(step: UpdateStep) -> None:
    gradient, square = step.gradient, step.memory["square"]
    square.mul_(RMSPROP_ALPHA).addcmul_(gradient, gradient, value=1 - RMSPROP_ALPHA)
    step.weights.addcdiv_(gradient, square.sqrt().add_(EPSILON), value=-step.rate)


def _adam(step: UpdateStep) -> None:
    gradient, mean, square = step.gradient, step.memory["mean"], step.memory["square"]
    mean.lerp_(gradient, 1 - BETA_1)
    square.mul_(BETA_2).addcmul_(gradient, gradient, value=1 - BETA_2)
    deviation = square.sqrt().div_(math.sqrt(1 - BETA_2**step.number)).add_(EPSILON)
    step.weights.addcdiv_(mean, deviation, value=-step.rate / (1 - BETA_1**step.number))


ADAM_FORMULA = "m = .9 m + .1 g, s = .999 s + .001 g^2, both bias-corrected; w -= rate m / sqrt(s)"

OPTIMISERS: dict[str, Optimiser] = {
    "sgd": Optimiser(
        "gradient descent",
        "w -= rate g",
        lambda step: step.weights.add_(step.gradient, alpha=-step.rate),
        kernel=0,
    ),
    "momentum": Optimiser(
        "gradient descent that keeps part of the last step",
        "m = momentum m + g; w -= rate m",
        lambda step: step.weights.add_(_momentum(step), alpha=-step.rate),
        ("momentum",),
        ("momentum",),
        kernel=1,
    ),
    "nesterov": Optimiser(
        "momentum that looks one step ahead",
        "m = momentum m + g; w -= rate (g + momentum m)",
        lambda step: step.weights.add_(step.gradient.add_(_momentum(step), alpha=step.momentum), alpha=-step.rate),
        ("momentum",),
        ("momentum",),
        kernel=2,
    ),
    "rmsprop": Optimiser(
        "steps divided by the gradient's recent size",
        "s = .99 s + .01 g^2; w -= rate g / sqrt(s)",
        _rmsprop,
        ("square",),
        kernel=3,
    ),
    "adam": Optimiser(
        "momentum and rmsprop together",
        ADAM_FORMULA,
        _adam,
        ("mean", "square"),
        kernel=4,
    ),
    "adamw": Optimiser(
        "adam with the L2 penalty apart from the gradient",
        f"w -= rate l2 w; {ADAM_FORMULA}",
        _adam,
        ("mean", "square"),
        decoupled_decay=True,
        kernel=5,
    ),
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """``factor(epoch, decay, decay_epochs, epochs)`` is what the base rate is multiplied by; None: always 1.

    ``epoch`` counts from 0, the rest are settings of training; ``uses`` names those that no other code reads.
    """

    help: str
    factor: Callable[[int, float, int, int], float] | None = None
    uses: tuple[str, ...] = ()


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("the same rate in every epoch"),
    "step": Schedule(
        "the rate times decay every few epochs",
        lambda epoch, decay, decay_epochs, _epochs: decay ** (epoch // decay_epochs),
        ("decay", "decay_epochs"),
    ),
    "exponential": Schedule(
        "the rate times decay in every epoch", lambda epoch, decay, _decay_epochs, _epochs: decay**epoch, ("decay",)
    ),
    "cosine": Schedule(
        "the rate falls to 0 at the last epoch, along half a cosine",
        lambda epoch, _decay, _decay_epochs, epochs: 0.5 * (1 + math.cos(math.pi * min(epoch / max(epochs, 1), 1.0))),
    ),
}


def names_using(table: Mapping[str, Optimiser] | Mapping[str, Schedule], setting: str) -> tuple[str, ...]:
    """The names of the records of ``table`` that use ``setting``."""
    return tuple(name for name, record in table.items() if setting in record.uses)
