"""A forward pass with every intermediate number, for the screen and for predictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.network import activate, pre_activations

if TYPE_CHECKING:
    import numpy as np
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


def trace(spec: NetworkSpec, flat: NDArray[np.float32], inputs: NDArray[np.float32]) -> Trace:
    """The forward pass of ``inputs`` [rows, inputs], scaled as in training, with the weights ``flat`` [parameters].

    Computed by the same operations as in training. Raises ValueError if a shape does not fit.
    """
    if flat.shape != (spec.parameters,) or inputs.shape[1:] != (spec.inputs,):
        raise ValueError(f"{flat.shape} parameters and inputs {inputs.shape} do not fit {spec.sizes}")
    with torch.inference_mode():
        parameters = torch.tensor(flat)
        activations = [torch.tensor(inputs)]
        if spec.input_scale:
            activations[0] = activations[0] * parameters[input_scale_slice(spec)]
        sums = []
        for layer, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True)):
            bias = parameters[biases] if spec.bias else None
            sums.append(pre_activations(activations[-1], parameters[weights].view(shape), bias))
            activations.append(activate(spec.activation_of(layer), sums[-1]))
        return Trace(tuple(z.numpy() for z in sums), tuple(a.numpy() for a in activations))
