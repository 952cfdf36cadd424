"""The table of activation functions. Free of torch until one is applied."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

LEAK = 0.01
"""The slope of leaky-relu below 0."""
LARGEST_SOFTPLUS = 20.0
"""The z from which torch takes softplus to be z itself."""


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function a = f(z) of pre-activations z [rows, width].

    ``formula`` is f in symbols, ``slope_formula`` is da/dz, and ``backward`` gives dL/dz from (dL/da, z, a) to the bit
    as training does; None: torch differentiates ``function``. ``slope`` gives da/dz from a where that replaces torch's
    own derivative in training. An ``output_only`` one mixes the neurons of a row and goes with the losses that name it,
    whose slope is that at z. ``kernel`` is its code in the compiled kernel; None: only torch can train it.
    ``slope_needs_z``: the kernel keeps z beside a to compute the slope. ``kinks`` are the z at which f or its slope
    jumps. ``within`` are the bounds of a, ``slope_within`` those of da/dz.
    """

    help: str
    function: Callable[[Tensor], Tensor]
    formula: str = "f(z)"
    slope_formula: str = "f'(z)"
    backward: Callable[[Tensor, Tensor, Tensor], Tensor] | None = None
    slope: Callable[[Tensor], Tensor] | None = None
    output_only: bool = False
    kernel: int | None = None
    slope_needs_z: bool = False
    kinks: tuple[float, ...] = ()
    within: tuple[float, float] = (-inf, inf)
    slope_within: tuple[float, float] = (-inf, inf)


def _leaky_relu(z: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.leaky_relu(z, LEAK)


def _leaky_relu_backward(error: Tensor, z: Tensor, _: Tensor) -> Tensor:
    import torch

    return error * torch.where(z > 0, torch.ones_like(z), torch.full_like(z, LEAK))


def _gelu(z: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.gelu(z)


def _softplus(z: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.softplus(z)


def _torchs(name: str, *settings: float) -> Callable[[Tensor, Tensor], Tensor]:
    """The product of an error and a slope as torch's own operation ``name`` rounds it."""

    def product(error: Tensor, argument: Tensor) -> Tensor:
        import torch

        result: Tensor = getattr(torch.ops.aten, name)(error, argument, *settings)
        return result

    return product


_tanh_backward, _gelu_backward = _torchs("tanh_backward"), _torchs("gelu_backward")
_softplus_backward = _torchs("softplus_backward", 1, LARGEST_SOFTPLUS)


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        "1 / (1 + e^-z), from 0 to 1",
        lambda z: z.sigmoid(),
        "1 / (1 + e^-z)",
        "a (1 - a)",
        lambda error, _, a: error * (a * (1 - a)),
        # The lesson's order of operations: torch's error * (1 - a) * a rounds otherwise, which grows over a thousand
        # steps to several millionths of the loss, and the tutorial's numbers are a contract.
        slope=lambda a: a * (1 - a),
        kernel=0,
        within=(0.0, 1.0),
        slope_within=(0.0, 0.25),
    ),
    "tanh": Activation(
        "hyperbolic tangent, from -1 to 1",
        lambda z: z.tanh(),
        "tanh(z)",
        "1 - a^2",
        lambda error, _, a: _tanh_backward(error, a),
        kernel=1,
        within=(-1.0, 1.0),
        slope_within=(0.0, 1.0),
    ),
    "relu": Activation(
        "z above 0, else 0",
        lambda z: z.relu(),
        "max(0, z)",
        "1 if z > 0, else 0",
        lambda error, z, _: error * (z > 0),
        kernel=2,
        kinks=(0.0,),
        within=(0.0, inf),
        slope_within=(0.0, 1.0),
    ),
    "leaky-relu": Activation(
        f"z above 0, else {LEAK} z",
        _leaky_relu,
        f"z if z > 0, else {LEAK} z",
        f"1 if z > 0, else {LEAK}",
        _leaky_relu_backward,
        kernel=3,
        kinks=(0.0,),
        slope_within=(LEAK, 1.0),
    ),
    "gelu": Activation(
        "z times the share of a normal distribution below z (exact, by erf)",
        _gelu,
        "z Phi(z)",
        "Phi(z) + z phi(z)",
        lambda error, z, _: _gelu_backward(error, z),
        kernel=4,
        slope_needs_z=True,
        within=(-0.17, inf),
        slope_within=(-0.13, 1.13),
    ),
    "softplus": Activation(
        f"ln(1 + e^z); z itself above {LARGEST_SOFTPLUS:g}",
        _softplus,
        "ln(1 + e^z)",
        "1 / (1 + e^-z)",
        lambda error, z, _: _softplus_backward(error, z),
        kernel=5,
        kinks=(LARGEST_SOFTPLUS,),
        within=(0.0, inf),
        slope_within=(0.0, 1.0),
    ),
    "linear": Activation("z itself", lambda z: z, "z", "1", lambda error, _z, _a: error, kernel=6),
    "softmax": Activation(
        "e^z over its sum in the row: probabilities",
        lambda z: z.softmax(dim=1),
        "e^z / sum of e^z over the outputs",
        "a_i (1 - a_i) for its own z, -a_i a_j for another's",
        output_only=True,
        kernel=7,
        within=(0.0, 1.0),
    ),
}


def hidden_activations() -> tuple[str, ...]:
    """The names of the activations that a hidden layer may have."""
    return tuple(name for name, record in ACTIVATIONS.items() if not record.output_only)
