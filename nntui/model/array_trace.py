"""The forward pass by numpy: what a network that the compiled kernel trains is shown and judged by, without torch.

Rounding apart, it is that of ``nntui.model.trace``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.model.activations import ACTIVATIONS
from nntui.model.holding import neuron_factors
from nntui.model.layout import given_biases, input_scale_view, layer_views

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The numbers of one forward pass, float32 [rows, width] each.

    ``pre_activations`` has the z = x W + b of every layer with weights, first layer first; ``activations`` the inputs,
    multiplied by the input scale if there is one, and then each layer's f(z), so it is one longer.
    """

    pre_activations: tuple[NDArray[np.float32], ...]
    activations: tuple[NDArray[np.float32], ...]

    @property
    def outputs(self) -> NDArray[np.float32]:
        """The network's outputs [rows, outputs]."""
        return self.activations[-1]


def check_shapes(spec: NetworkSpec, flat: NDArray[np.float32], inputs: NDArray[np.float32]) -> None:
    """Raise ValueError if the weights ``flat`` or the ``inputs`` are not those of such a network."""
    if flat.shape != (spec.parameters,) or inputs.shape[1:] != (spec.inputs,):
        raise ValueError(f"{flat.shape} parameters and inputs {inputs.shape} do not fit {spec.sizes}")


def has_array_formulas(spec: NetworkSpec) -> bool:
    """Whether numpy can calculate all activations of the network."""
    return all(ACTIVATIONS[name].on_arrays is not None for name in spec.used_activations)


def trace_arrays(spec: NetworkSpec, flat: NDArray[np.float32], inputs: NDArray[np.float32]) -> Trace:
    """The forward pass of ``inputs`` [rows, inputs], scaled as in training, with the weights ``flat`` [parameters].

    For networks that ``has_array_formulas``. Raises ValueError if a shape does not fit.
    """
    check_shapes(spec, flat, inputs)
    weights, biases = layer_views(spec, flat)
    given = given_biases(biases) or [None] * len(weights)
    with np.errstate(all="ignore"):
        x = _silenced(spec, 0, inputs * input_scale_view(spec, flat) if spec.input_scale else inputs)
        sums, activations = [], [x]
        for layer, (matrix, constants) in enumerate(zip(weights, given, strict=True)):
            z = x @ matrix
            if constants is not None:
                z += constants
            function = ACTIVATIONS[spec.activation_of(layer)].on_arrays
            assert function is not None
            x = _silenced(spec, layer + 1, function(np, z))
            sums.append(z)
            activations.append(x)
    return Trace(tuple(sums), tuple(activations))


def _silenced(spec: NetworkSpec, layer: int, activations: NDArray[np.float32]) -> NDArray[np.float32]:
    """``activations`` [rows, width] with 0 for the silenced neurons of ``layer`` (0: the inputs)."""
    factors = neuron_factors(spec, layer)
    return activations if factors is None else np.where(factors == 0, np.float32(0), activations)
