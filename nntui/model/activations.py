"""The table of activation functions. Free of torch until one is applied."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from numpy.typing import NDArray
    from torch import Tensor

    Array = NDArray[Any]

LEAK = 0.01
"""The slope of leaky-relu below 0."""
LARGEST_SOFTPLUS = 20.0
"""The z from which torch takes softplus to be z itself."""
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
"""Constants of SELU (Klambauer et al., Self-Normalizing Neural Networks, 2017)."""


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function a = f(z) of pre-activations z [rows, width].

    ``formula`` is f in symbols, ``slope_formula`` is da/dz, and ``backward`` gives dL/dz from (dL/da, z, a) to the bit
    as training does; None: torch differentiates ``function``. ``slope`` gives da/dz from a where that replaces torch's
    own derivative in training. An ``output_only`` one mixes the neurons of a row and goes with the losses that name it,
    whose slope is that at z. ``kernel`` is its code in the compiled kernel; None: only torch can train it.
    ``slope_needs_z``: the kernel keeps z beside a to compute the slope. ``kinks`` are the z at which f or its slope
    jumps. ``within`` are the bounds of a, ``slope_within`` those of da/dz. ``on_arrays`` is f of (numpy, z) and
    ``slope_on_arrays`` da/dz of (numpy, z, a), for numpy's arrays; None: only torch can calculate it.
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
    on_arrays: Callable[[ModuleType, Array], Array] | None = None
    slope_on_arrays: Callable[[ModuleType, Array, Array], Array] | None = None

    @property
    def bounded(self) -> bool:
        """Whether a lies between two finite bounds."""
        return all(map(isfinite, self.within))


def _functional(name: str, *settings: float) -> Callable[[Tensor], Tensor]:
    """The function ``name`` of ``torch.nn.functional``, which is imported when it is first applied."""

    def function(z: Tensor) -> Tensor:
        from torch.nn import functional

        result: Tensor = getattr(functional, name)(z, *settings)
        return result

    return function


def _leaky_relu_backward(error: Tensor, z: Tensor, _: Tensor) -> Tensor:
    import torch

    return error * torch.where(z > 0, torch.ones_like(z), torch.full_like(z, LEAK))


def _elu_backward(scale: float, alpha: float) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The product of an error and the slope of ``scale`` times ELU, as torch's own operation rounds it."""

    def product(error: Tensor, z: Tensor, _: Tensor) -> Tensor:
        import torch

        result: Tensor = torch.ops.aten.elu_backward(error, alpha, scale, 1, False, z)
        return result

    return product


def _torchs(name: str, *settings: float) -> Callable[[Tensor, Tensor], Tensor]:
    """The product of an error and a slope as torch's own operation ``name`` rounds it."""

    def product(error: Tensor, argument: Tensor) -> Tensor:
        import torch

        result: Tensor = getattr(torch.ops.aten, name)(error, argument, *settings)
        return result

    return product


_tanh_backward, _gelu_backward = _torchs("tanh_backward"), _torchs("gelu_backward")
_softplus_backward = _torchs("softplus_backward", 1, LARGEST_SOFTPLUS)
_silu_backward, _mish_backward = _torchs("silu_backward"), _torchs("mish_backward")


def _mish_slope(np: ModuleType, z: Array, _: Array) -> Array:
    damped = np.tanh(np.logaddexp(z, 0))
    slope: Array = damped + z * (1 - damped * damped) / (1 + np.exp(-z))
    return slope


def _softmax(np: ModuleType, z: Array) -> Array:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    shares: Array = powers / powers.sum(axis=1, keepdims=True)
    return shares


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
        on_arrays=lambda np, z: 1 / (1 + np.exp(-z)),
        slope_on_arrays=lambda _np, _z, a: a * (1 - a),
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
        on_arrays=lambda np, z: np.tanh(z),
        slope_on_arrays=lambda _np, _z, a: 1 - a * a,
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
        on_arrays=lambda np, z: np.maximum(z, 0),
        slope_on_arrays=lambda _np, z, _a: (z > 0) * 1.0,
    ),
    "leaky-relu": Activation(
        f"z above 0, else {LEAK} z",
        _functional("leaky_relu", LEAK),
        f"z if z > 0, else {LEAK} z",
        f"1 if z > 0, else {LEAK}",
        _leaky_relu_backward,
        kernel=3,
        kinks=(0.0,),
        slope_within=(LEAK, 1.0),
        on_arrays=lambda np, z: np.where(z > 0, z, LEAK * z),
        slope_on_arrays=lambda np, z, _a: np.where(z > 0, 1, LEAK),
    ),
    "gelu": Activation(
        "z times the share of a normal distribution below z (exact, by erf)",
        _functional("gelu"),
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
        _functional("softplus"),
        "ln(1 + e^z)",
        "1 / (1 + e^-z)",
        lambda error, z, _: _softplus_backward(error, z),
        kernel=5,
        kinks=(LARGEST_SOFTPLUS,),
        within=(0.0, inf),
        slope_within=(0.0, 1.0),
        on_arrays=lambda np, z: np.where(z > LARGEST_SOFTPLUS, z, np.logaddexp(z, 0)),
        slope_on_arrays=lambda np, z, _a: 1 / (1 + np.exp(-z)),
    ),
    "elu": Activation(
        "z above 0, else e^z - 1",
        _functional("elu"),
        "z if z > 0, else e^z - 1",
        "1 if z > 0, else e^z",
        _elu_backward(1, 1),
        kernel=8,
        within=(-1.0, inf),
        slope_within=(0.0, 1.0),
        on_arrays=lambda np, z: np.where(z > 0, z, np.expm1(z)),
        slope_on_arrays=lambda np, z, _a: np.where(z > 0, 1, np.exp(z)),
    ),
    "selu": Activation(
        "ELU scaled so that activations keep mean 0 and variance 1",
        _functional("selu"),
        f"{SELU_SCALE:.4f} z if z > 0, else {SELU_SCALE * SELU_ALPHA:.4f} (e^z - 1)",
        f"{SELU_SCALE:.4f} if z > 0, else {SELU_SCALE * SELU_ALPHA:.4f} e^z",
        _elu_backward(SELU_SCALE, SELU_ALPHA),
        kernel=9,
        kinks=(0.0,),
        within=(-SELU_SCALE * SELU_ALPHA, inf),
        slope_within=(0.0, SELU_SCALE * SELU_ALPHA),
        on_arrays=lambda np, z: SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(z)),
        slope_on_arrays=lambda np, z, _a: SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(z)),
    ),
    "silu": Activation(
        "z times its sigmoid, also called swish",
        _functional("silu"),
        "z sigmoid(z)",
        "s + a (1 - s), s = sigmoid(z)",
        lambda error, z, _: _silu_backward(error, z),
        kernel=10,
        slope_needs_z=True,
        within=(-0.28, inf),
        slope_within=(-0.1, 1.1),
        on_arrays=lambda np, z: z / (1 + np.exp(-z)),
        slope_on_arrays=lambda np, z, _a: (1 + z / (1 + np.exp(z))) / (1 + np.exp(-z)),
    ),
    "mish": Activation(
        "z times tanh of its softplus",
        _functional("mish"),
        "z tanh(ln(1 + e^z))",
        "t + z (1 - t^2) sigmoid(z), t = a / z",
        lambda error, z, _: _mish_backward(error, z),
        kernel=11,
        slope_needs_z=True,
        within=(-0.31, inf),
        slope_within=(-0.12, 1.09),
        on_arrays=lambda np, z: z * np.tanh(np.logaddexp(z, 0)),
        slope_on_arrays=_mish_slope,
    ),
    "sine": Activation(
        "sine of z, for patterns that repeat",
        lambda z: z.sin(),
        "sin(z)",
        "cos(z)",
        lambda error, z, _: error * z.cos(),
        kernel=13,
        slope_needs_z=True,
        within=(-1.0, 1.0),
        slope_within=(-1.0, 1.0),
        on_arrays=lambda np, z: np.sin(z),
        slope_on_arrays=lambda np, z, _a: np.cos(z),
    ),
    "step": Activation(
        "1 above 0, else 0; its slope is 0, so the weights before it do not learn",
        lambda z: z.sign().relu(),
        "1 if z > 0, else 0",
        "0",
        lambda error, _z, _a: error.new_zeros(error.shape),
        kernel=12,
        kinks=(0.0,),
        within=(0.0, 1.0),
        slope_within=(0.0, 0.0),
        on_arrays=lambda _np, z: (z > 0).astype(z.dtype),
        slope_on_arrays=lambda np, z, _a: np.zeros_like(z),
    ),
    "linear": Activation(
        "z itself",
        lambda z: z,
        "z",
        "1",
        lambda error, _z, _a: error,
        kernel=6,
        on_arrays=lambda _np, z: z,
        slope_on_arrays=lambda np, z, _a: np.ones_like(z),
    ),
    "softmax": Activation(
        "e^z over its sum in the row: probabilities",
        lambda z: z.softmax(dim=1),
        "e^z / sum of e^z over the outputs",
        "a_i (1 - a_i) for its own z, -a_i a_j for another's",
        output_only=True,
        kernel=7,
        within=(0.0, 1.0),
        on_arrays=_softmax,
    ),
}


def hidden_activations() -> tuple[str, ...]:
    """The names of the activations that a hidden layer may have."""
    return tuple(name for name, record in ACTIVATIONS.items() if not record.output_only)
