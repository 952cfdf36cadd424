"""The network as a torch module whose parameters all lie in one flat tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor, nn

from nntui.model.activations import ACTIVATIONS
from nntui.model.holding import neuron_factors
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.parameters import initial_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nntui.model.parameters import Parameters
    from nntui.model.spec import NetworkSpec

    TensorMap = Callable[[Tensor], Tensor]


class _Context(Protocol):
    slope: Tensor


class _WithSlope(torch.autograd.Function):
    """An activation differentiated by its own ``slope`` in place of torch's derivative."""

    @staticmethod
    def forward(context: _Context, z: Tensor, function: TensorMap, slope: TensorMap) -> Tensor:
        activations = function(z)
        context.slope = slope(activations)
        return activations

    @staticmethod
    def backward(context: _Context, error: Tensor) -> tuple[Tensor, None, None]:
        return error * context.slope, None, None


_with_slope: Callable[[Tensor, TensorMap, TensorMap], Tensor] = _WithSlope.apply


def activate(name: str, z: Tensor) -> Tensor:
    """The activations [rows, width] that the activation function ``name`` makes of pre-activations ``z``."""
    activation = ACTIVATIONS[name]
    if activation.slope is None or not z.requires_grad:
        return activation.function(z)
    return _with_slope(z, activation.function, activation.slope)


def silence(spec: NetworkSpec, layer: int, activations: Tensor) -> Tensor:
    """``activations`` [..., width] of ``layer`` (0: the inputs) with 0 for its silenced neurons; the same without any.

    Slopes by the activations are silenced in the same way.
    """
    factors = neuron_factors(spec, layer)
    if factors is None:
        return activations
    silent = torch.from_numpy(factors == 0).to(activations.device)
    return activations.masked_fill(silent, 0)


class Network(nn.Module):
    """Dense layers a = activation(x W + b), with all parameters views of ``flat`` [parameters]: W1, b1, W2, b2, ...

    ``weights`` are [fan_in, fan_out] and ``biases`` [fan_out], by layer; a layer without biases has None there.
    ``input_scale`` [inputs] is what each input is multiplied by before the first layer, None if it is off.
    ``grad`` is the flat gradient, and every parameter's ``.grad`` a view of it. The first weights are those of
    ``spec.seed``, or those that the spec gives; made ``of`` parameters, the network shares their memory.
    """

    def __init__(
        self,
        spec: NetworkSpec,
        dtype: torch.dtype = torch.float32,
        device: str = "cpu",
        *,
        of: Parameters | None = None,
    ) -> None:
        super().__init__()
        self.spec = spec
        if of is None:
            self.flat = torch.zeros(spec.parameters, dtype=dtype, device=device)
            self.grad = torch.zeros_like(self.flat)
        else:
            self.flat, self.grad = torch.from_numpy(of.flat), torch.from_numpy(of.grad)
        self.weights: list[nn.Parameter] = []
        self.biases: list[nn.Parameter | None] = []
        for number, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True), 1):
            self.weights.append(self._view(f"W{number}", weights, shape))
            self.biases.append(self._view(f"b{number}", biases, shape[1:]) if spec.has_bias(number - 1) else None)
        scale = input_scale_slice(spec)
        self.input_scale = self._view("input_scale", scale, (spec.inputs,)) if spec.input_scale else None
        if of is None:
            self.initialise(spec.seed)

    def _view(self, name: str, place: slice, shape: tuple[int, ...]) -> nn.Parameter:
        parameter = nn.Parameter(self.flat[place].view(shape))
        parameter.grad = self.grad[place].view(shape)
        self.register_parameter(name, parameter)
        return parameter

    def initialise(self, seed: int) -> None:
        """Draw the first weights of ``seed``, or take those that the spec gives; see ``initial_weights``."""
        self.load(initial_weights(self.spec, seed))

    def load(self, flat: Tensor | NDArray[Any]) -> None:
        """Copy ``flat`` [parameters] into the weights. Raises ValueError if it has another length."""
        given = torch.as_tensor(flat)
        if given.shape != self.flat.shape:
            raise ValueError(f"{tuple(given.shape)} parameters for a network of {self.spec.parameters}")
        with torch.no_grad():
            self.flat.copy_(given)

    def logits(self, inputs: Tensor, dropout: Sequence[Tensor | None] = ()) -> Tensor:
        """The output layer's z [rows, outputs], before its activation, for ``inputs`` [rows, inputs].

        ``dropout`` has for each hidden layer what its activations are multiplied by [rows, width], None for nothing;
        empty: no layer drops any.
        """
        last = len(self.weights) - 1
        activations = silence(self.spec, 0, inputs if self.input_scale is None else inputs * self.input_scale)
        for layer in range(last):
            activations = activate(self.spec.activation_of(layer), self._pre_activations(layer, activations))
            activations = silence(self.spec, layer + 1, activations)
            mask = dropout[layer] if dropout else None
            if mask is not None:
                activations = activations * mask
        return self._pre_activations(last, activations)

    def forward(self, inputs: Tensor, dropout: Sequence[Tensor | None] = ()) -> Tensor:
        """The outputs [rows, outputs] for ``inputs`` [rows, inputs]; ``dropout`` is that of ``logits``."""
        return activate(self.spec.output_activation, self.logits(inputs, dropout))

    def _pre_activations(self, layer: int, activations: Tensor) -> Tensor:
        return pre_activations(activations, self.weights[layer], self.biases[layer])


def pre_activations(activations: Tensor, weights: Tensor, biases: Tensor | None) -> Tensor:
    """z = x W + b [rows, fan_out] for the activations x [rows, fan_in] of the layer before."""
    return torch.mm(activations, weights) if biases is None else torch.addmm(biases, activations, weights)
