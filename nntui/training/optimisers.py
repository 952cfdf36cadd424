"""The table of optimisers. Free of torch until one is used.

The formulas are those of torch.optim with its defaults, on flat tensors; importing torch.optim itself would also import
its compiler, which takes seconds. The compiled kernel shares the constants.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from torch import Tensor

RMSPROP_ALPHA = 0.99
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
    beta1: float
    beta2: float
    number: int


class Working(NamedTuple):
    """A line of the arithmetic of one weight: ``name`` is ``formula``, in which {} stand around what it depends on.

    Those are g, w, rate, t (the update's number), settings of training, and the names of lines and memory (m, s) so
    far. ``calculate`` takes them by name. The result is the new value of the ``memory`` of that name, if any.
    """

    name: str
    formula: str
    calculate: Callable[..., float]
    memory: str = ""


@dataclass(frozen=True, slots=True)
class Optimiser:
    """An optimiser: ``step`` makes one update; ``working`` is the same for one weight, line by line, the last its w.

    ``memory`` names the flat tensors that it keeps between updates, zeros before the first. ``uses`` names the settings
    of training that only its kind reads. With ``decoupled_decay`` the L2 penalty shrinks the weights directly instead
    of entering the gradient. ``kernel`` is its code in the compiled kernel; None: only torch can train with it.
    """

    help: str
    formula: str
    step: Callable[[UpdateStep], object]
    memory: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    decoupled_decay: bool = False
    kernel: int | None = None
    working: tuple[Working, ...] = ()


def _momentum(step: UpdateStep) -> Tensor:
    return step.memory["momentum"].mul_(step.momentum).add_(step.gradient)


def _rmsprop(step: UpdateStep) -> None:
    gradient, square = step.gradient, step.memory["square"]
    square.mul_(RMSPROP_ALPHA).addcmul_(gradient, gradient, value=1 - RMSPROP_ALPHA)
    step.weights.addcdiv_(gradient, square.sqrt().add_(EPSILON), value=-step.rate)


def _adam(step: UpdateStep) -> None:
    gradient, mean, square = step.gradient, step.memory["mean"], step.memory["square"]
    mean.lerp_(gradient, 1 - step.beta1)
    square.mul_(step.beta2).addcmul_(gradient, gradient, value=1 - step.beta2)
    deviation = square.sqrt().div_(math.sqrt(1 - step.beta2**step.number)).add_(EPSILON)
    step.weights.addcdiv_(mean, deviation, value=-step.rate / (1 - step.beta1**step.number))


KEPT_MOMENTUM = Working("m", "{momentum} · {m} + {g}", lambda momentum, m, g: momentum * m + g, "momentum")
ADAM_WORKING = (
    Working("m", "{beta1} · {m} + (1 - {beta1}) · {g}", lambda beta1, m, g: beta1 * m + (1 - beta1) * g, "mean"),
    Working("s", "{beta2} · {s} + (1 - {beta2}) · {g}^2", lambda beta2, s, g: beta2 * s + (1 - beta2) * g**2, "square"),
    Working("m_hat", "{m} / (1 - {beta1}^{t})", lambda m, beta1, t: m / (1 - beta1**t)),
    Working("s_hat", "{s} / (1 - {beta2}^{t})", lambda s, beta2, t: s / (1 - beta2**t)),
    Working(
        "w",
        f"{{w}} - {{rate}} · {{m_hat}} / (sqrt({{s_hat}}) + {EPSILON:g})",
        lambda w, rate, m_hat, s_hat: w - rate * m_hat / (math.sqrt(s_hat) + EPSILON),
    ),
)
RMSPROP_WORKING = (
    Working(
        "s",
        f"{RMSPROP_ALPHA} · {{s}} + {1 - RMSPROP_ALPHA:.2g} · {{g}}^2",
        lambda s, g: RMSPROP_ALPHA * s + (1 - RMSPROP_ALPHA) * g**2,
        "square",
    ),
    Working(
        "w",
        f"{{w}} - {{rate}} · {{g}} / (sqrt({{s}}) + {EPSILON:g})",
        lambda w, rate, g, s: w - rate * g / (math.sqrt(s) + EPSILON),
    ),
)

ADAM_FORMULA = "m = beta1 m + (1 - beta1) g, s = beta2 s + (1 - beta2) g^2, both bias-corrected; w -= rate m / sqrt(s)"

OPTIMISERS: dict[str, Optimiser] = {
    "sgd": Optimiser(
        "gradient descent",
        "w -= rate g",
        lambda step: step.weights.add_(step.gradient, alpha=-step.rate),
        kernel=0,
        working=(Working("w", "{w} - {rate} · {g}", lambda w, rate, g: w - rate * g),),
    ),
    "momentum": Optimiser(
        "gradient descent that keeps part of the last step",
        "m = momentum m + g; w -= rate m",
        lambda step: step.weights.add_(_momentum(step), alpha=-step.rate),
        ("momentum",),
        ("momentum",),
        kernel=1,
        working=(KEPT_MOMENTUM, Working("w", "{w} - {rate} · {m}", lambda w, rate, m: w - rate * m)),
    ),
    "nesterov": Optimiser(
        "momentum that looks one step ahead",
        "m = momentum m + g; w -= rate (g + momentum m)",
        lambda step: step.weights.add_(step.gradient.add_(_momentum(step), alpha=step.momentum), alpha=-step.rate),
        ("momentum",),
        ("momentum",),
        kernel=2,
        working=(
            KEPT_MOMENTUM,
            Working(
                "w",
                "{w} - {rate} · ({g} + {momentum} · {m})",
                lambda w, rate, g, momentum, m: w - rate * (g + momentum * m),
            ),
        ),
    ),
    "rmsprop": Optimiser(
        "steps divided by the gradient's recent size",
        "s = .99 s + .01 g^2; w -= rate g / sqrt(s)",
        _rmsprop,
        ("square",),
        kernel=3,
        working=RMSPROP_WORKING,
    ),
    "adam": Optimiser(
        "momentum and rmsprop together",
        ADAM_FORMULA,
        _adam,
        ("mean", "square"),
        ("beta1", "beta2"),
        kernel=4,
        working=ADAM_WORKING,
    ),
    "adamw": Optimiser(
        "adam with the L2 penalty apart from the gradient",
        f"w -= rate l2 w; {ADAM_FORMULA}",
        _adam,
        ("mean", "square"),
        ("beta1", "beta2"),
        decoupled_decay=True,
        kernel=5,
        working=ADAM_WORKING,
    ),
}


class UsesSettings(Protocol):
    """A record that names the settings of training which only its kind reads."""

    @property
    def uses(self) -> tuple[str, ...]:
        """The names of these settings."""


def names_using(table: Mapping[str, UsesSettings], setting: str) -> tuple[str, ...]:
    """The names of the records of ``table`` that use ``setting``."""
    return tuple(name for name, record in table.items() if setting in record.uses)
