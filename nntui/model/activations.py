"""The table of activation functions. Free of torch until one is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

LEAK = 0.01
"""The slope of leaky-relu below 0."""


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function a = f(z) of pre-activations z [rows, width].

    ``slope`` gives f'(z) from a for backpropagation; None: torch differentiates ``function``. An ``output_only`` one
    mixes the neurons of a row and goes with the losses that name it. ``kernel`` is its code in the compiled kernel;
    None: only torch can train it. ``slope_needs_z``: the kernel keeps z beside a to compute the slope.
    """

    help: str
    function: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor], Tensor] | None = None
    output_only: bool = False
    kernel: int | None = None
    slope_needs_z: bool = False


def _leaky_relu(z: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.leaky_relu(z, LEAK)


def _gelu(z: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.gelu(z)


def _softplus(z: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.softplus(z)


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        "1 / (1 + e^-z), from 0 to 1",
        lambda z: z.sigmoid(),
        # The lesson's order of operations: torch's error * (1 - a) * a rounds otherwise, which grows over a thousand
        # steps to several millionths of the loss, and the tutorial's numbers are a contract.
        slope=lambda a: a * (1 - a),
        kernel=0,
    ),
    "tanh": Activation("hyperbolic tangent, from -1 to 1", lambda z: z.tanh(), kernel=1),
    "relu": Activation("z above 0, else 0", lambda z: z.relu(), kernel=2),
    "leaky-relu": Activation(f"z above 0, else {LEAK} z", _leaky_relu, kernel=3),
    "gelu": Activation(
        "z times the share of a normal distribution below z (exact, by erf)", _gelu, kernel=4, slope_needs_z=True
    ),
    "softplus": Activation("ln(1 + e^z); z itself above 20", _softplus, kernel=5),
    "linear": Activation("z itself", lambda z: z, kernel=6),
    "softmax": Activation(
        "e^z over its sum in the row: probabilities", lambda z: z.softmax(dim=1), output_only=True, kernel=7
    ),
}


def hidden_activations() -> tuple[str, ...]:
    """The names of the activations that a hidden layer may have."""
    return tuple(name for name, record in ACTIVATIONS.items() if not record.output_only)
