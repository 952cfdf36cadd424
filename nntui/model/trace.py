"""One pass through a network by hand: forward, and backward by the chain rule. Plain torch; autograd is not used.

The names are those of the textbooks, layer by layer, for a layer with inputs x, weights W and biases b:

    z = x W + b            a = f(z)             forward; a is the x of the next layer
    dL/dz = dL/da * da/dz                       backward through the activation
    dL/dW = x^T dL/dz      dL/db = sum over the rows of dL/dz
    dL/dx = dL/dz W^T                           which is the dL/da of the layer before

An input scale s multiplies the inputs, x = s * input, so dL/ds = sum over the rows of dL/dx * input. Dropout multiplies
the activations of a hidden layer by a mask of 0 and 1 / (1 - share), forward, and dL/da by the same mask, backward.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from nntui.model.activations import ACTIVATIONS
from nntui.model.array_trace import Trace, check_shapes
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.network import activate, pre_activations, silence
from nntui.model.threads import threads_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.model.spec import NetworkSpec


@dataclass(frozen=True, slots=True, eq=False)
class ForwardPass:
    """The intermediate results of a forward pass, [rows, width] each, by layer of weights from the first.

    ``inputs`` are those of the network, ``layer_inputs[l]`` the x of layer l: the inputs times the input scale, or the
    activations of the layer before times its dropout mask. ``pre_activations`` are z and ``activations`` f(z).
    ``masks`` are those of the hidden layers, None for one that drops nothing; empty without dropout.
    """

    inputs: Tensor
    layer_inputs: tuple[Tensor, ...]
    pre_activations: tuple[Tensor, ...]
    activations: tuple[Tensor, ...]
    masks: tuple[Tensor | None, ...]

    def mask(self, layer: int) -> Tensor | None:
        """The dropout mask after weight matrix ``layer`` (from 0, -1 for the inputs); None where nothing is dropped."""
        return self.masks[layer] if 0 <= layer < len(self.masks) else None

    @property
    def outputs(self) -> Tensor:
        """The network's outputs [rows, outputs]."""
        return self.activations[-1]


@dataclass(frozen=True, slots=True, eq=False)
class BackwardPass:
    """The slopes of a loss L, by layer of weights from the first.

    ``activation_slopes[l]`` is dL/da [rows, width], None in an output layer whose loss starts at z;
    ``pre_activation_slopes[l]`` is dL/dz. ``gradient`` [parameters] has dL/dw for every parameter w, in their order.
    """

    activation_slopes: tuple[Tensor | None, ...]
    pre_activation_slopes: tuple[Tensor, ...]
    gradient: Tensor


def forward_pass(spec: NetworkSpec, flat: Tensor, inputs: Tensor, dropout: Sequence[Tensor | None] = ()) -> ForwardPass:
    """The forward pass of ``inputs`` [rows, inputs] with the weights ``flat`` [parameters], by training's operations.

    ``dropout`` has the mask of each hidden layer [rows, width], None for one that drops nothing; empty: none.
    """
    x = silence(spec, 0, inputs * flat[input_scale_slice(spec)] if spec.input_scale else inputs)
    layer_inputs, sums, activations = [], [], []
    for layer, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True)):
        layer_inputs.append(x)
        sums.append(pre_activations(x, flat[weights].view(shape), flat[biases] if spec.has_bias(layer) else None))
        x = silence(spec, layer + 1, activate(spec.activation_of(layer), sums[-1]))
        activations.append(x)
        mask = dropout[layer] if dropout and layer < len(spec.hidden) else None
        if mask is not None:
            x = x * mask
    return ForwardPass(inputs, tuple(layer_inputs), tuple(sums), tuple(activations), tuple(dropout))


def backward_pass(
    spec: NetworkSpec, flat: Tensor, forward: ForwardPass, slope: Tensor, *, at_z: bool = False
) -> BackwardPass:
    """The gradient of a loss whose slope at the outputs is ``slope`` [rows, outputs]: dL/da there, or dL/dz (``at_z``).

    Each product is made as autograd makes it, so that the gradient is the same to the bit.
    """
    gradient = torch.zeros_like(flat)
    slices, shapes = layer_slices(spec), spec.shapes
    activation_slopes: list[Tensor | None] = []
    sum_slopes: list[Tensor] = []
    dx = slope
    for layer in reversed(range(len(slices))):
        weights, biases = slices[layer]
        is_output = layer == len(spec.hidden)
        mask = forward.mask(layer)
        da = silence(spec, layer + 1, dx if mask is None else dx * mask)
        dz = da if at_z and is_output else through_activation(spec.activation_of(layer), forward, layer, da)
        gradient[weights].view(shapes[layer]).add_(forward.layer_inputs[layer].t().mm(dz))
        if spec.has_bias(layer):
            gradient[biases].add_(dz.sum(0))
        if layer or spec.input_scale:
            dx = dz.mm(flat[weights].view(shapes[layer]).t())
        activation_slopes.append(None if at_z and is_output else da)
        sum_slopes.append(dz)
    if spec.input_scale:
        gradient[input_scale_slice(spec)].add_((silence(spec, 0, dx) * forward.inputs).sum(0))
    return BackwardPass(tuple(reversed(activation_slopes)), tuple(reversed(sum_slopes)), gradient)


def through_activation(name: str, forward: ForwardPass, layer: int, da: Tensor) -> Tensor:
    """dL/dz [rows, width] of ``layer`` from its dL/da, ``da``; with ones for ``da`` it is da/dz.

    Raises ValueError for an activation that mixes neurons: its losses have their slope at z.
    """
    record, z = ACTIVATIONS[name], forward.pre_activations[layer]
    if record.output_only:
        raise ValueError(f"{name} mixes the neurons of a row: the slope of its loss is that at z")
    if record.backward is not None:
        return record.backward(da, z, forward.activations[layer])
    product = torch.func.vjp(record.function, z)[1]
    dz: Tensor = product(da)[0]
    return dz


def trace(spec: NetworkSpec, flat: NDArray[np.float32], inputs: NDArray[np.float32]) -> Trace:
    """The forward pass of ``inputs`` [rows, inputs], scaled as in training, with the weights ``flat`` [parameters].

    Computed by the same operations as in training. Raises ValueError if a shape does not fit.
    """
    check_shapes(spec, flat, inputs)
    with torch.inference_mode():
        torch.set_num_threads(threads_for(spec, len(inputs)))
        forward = forward_pass(spec, torch.tensor(flat), torch.tensor(inputs))
    first = forward.layer_inputs[0]
    return Trace(
        tuple(z.numpy() for z in forward.pre_activations), tuple(a.numpy() for a in (first, *forward.activations))
    )
