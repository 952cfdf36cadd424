"""The network as a torch module whose parameters all lie in one flat tensor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from nntui.model.layout import layer_slices

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec, OutputActivation


class _Kept(Protocol):
    derivative: Tensor


class _Sigmoid(torch.autograd.Function):
    """The logistic function with its derivative as the lesson writes it: ``error * (a * (1 - a))``.

    torch's own multiplies in another order, ``error * (1 - a) * a``. Both are right to the last bit or so, but over a
    thousand steps that bit grows to several millionths of the loss, and the tutorial's numbers are a contract.
    """

    @staticmethod
    def forward(context: _Kept, z: Tensor) -> Tensor:
        activations = torch.sigmoid(z)
        context.derivative = activations * (1 - activations)
        return activations

    @staticmethod
    def backward(context: _Kept, error: Tensor) -> Tensor:
        return error * context.derivative


_differentiable_sigmoid: Callable[[Tensor], Tensor] = _Sigmoid.apply


def _sigmoid(z: Tensor) -> Tensor:
    return _differentiable_sigmoid(z) if z.requires_grad else torch.sigmoid(z)


ACTIVATIONS: dict[OutputActivation, Callable[[Tensor], Tensor]] = {
    "sigmoid": _sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": lambda z: functional.leaky_relu(z, 0.01),
    "gelu": functional.gelu,
    "softplus": functional.softplus,
    "linear": lambda z: z,
    "softmax": lambda z: torch.softmax(z, dim=1),
}
"""What follows each layer's z = x W + b [rows, width]. gelu is the exact (erf) form; softplus is linear above 20."""


class Network(nn.Module):
    """Dense layers a = activation(x W + b), with all parameters views of ``flat`` [parameters]: W1, b1, W2, b2, ...

    ``weights`` are [fan_in, fan_out] and ``biases`` [fan_out], by layer; ``biases`` is empty when they are off.
    ``grad`` is the flat gradient, and every parameter's ``.grad`` a view of it. The first weights are those of
    ``spec.seed``.
    """

    def __init__(self, spec: NetworkSpec, dtype: torch.dtype = torch.float32, device: str = "cpu") -> None:
        super().__init__()
        self.spec = spec
        self.flat = torch.zeros(spec.parameters, dtype=dtype, device=device)
        self.grad = torch.zeros_like(self.flat)
        self.weights: list[nn.Parameter] = []
        self.biases: list[nn.Parameter] = []
        for number, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True), 1):
            self.weights.append(self._view(f"W{number}", weights, shape))
            if spec.bias:
                self.biases.append(self._view(f"b{number}", biases, shape[1:]))
        self.initialise(spec.seed)

    def _view(self, name: str, place: slice, shape: tuple[int, ...]) -> nn.Parameter:
        parameter = nn.Parameter(self.flat[place].view(shape))
        parameter.grad = self.grad[place].view(shape)
        self.register_parameter(name, parameter)
        return parameter

    def initialise(self, seed: int) -> None:
        """Draw the first weights of ``seed`` by ``spec.init``, layer by layer, in float32 on the CPU.

        normal: N(0, 1), as the lesson draws them. torch: what nn.Linear draws, uniform within 1/sqrt(fan_in), biases
        too. xavier: uniform within sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010). he: normal with deviation
        sqrt(2 / fan_in) (He et al. 2015). Where nothing else is said, biases are 0.
        """
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            self.flat.zero_()
            for layer, (fan_in, fan_out) in enumerate(self.spec.shapes):
                if self.spec.init == "torch":
                    bound = 1 / math.sqrt(fan_in)
                    self.weights[layer].copy_(_uniform((fan_out, fan_in), bound, generator).T)
                    if self.spec.bias:
                        self.biases[layer].copy_(_uniform((fan_out,), bound, generator))
                elif self.spec.init == "xavier":
                    bound = math.sqrt(6 / (fan_in + fan_out))
                    self.weights[layer].copy_(_uniform((fan_in, fan_out), bound, generator))
                elif self.spec.init == "he":
                    deviation = math.sqrt(2 / fan_in)
                    self.weights[layer].copy_(deviation * torch.randn(fan_in, fan_out, generator=generator))
                elif self.spec.init == "normal":
                    self.weights[layer].copy_(torch.randn(fan_in, fan_out, generator=generator))

    def load(self, flat: Tensor | NDArray[np.float32]) -> None:
        """Take over ``flat`` [parameters] as the weights. Raises ValueError when it has another length."""
        given = torch.as_tensor(flat)
        if given.shape != self.flat.shape:
            raise ValueError(f"{tuple(given.shape)} parameters for a network of {self.spec.parameters}")
        with torch.no_grad():
            self.flat.copy_(given)

    def logits(self, inputs: Tensor) -> Tensor:
        """The output layer's z [rows, outputs], before its activation, for ``inputs`` [rows, inputs]."""
        activation = ACTIVATIONS[self.spec.activation]
        activations = inputs
        for layer in range(len(self.weights) - 1):
            activations = activation(self._pre_activations(layer, activations))
        return self._pre_activations(len(self.weights) - 1, activations)

    def forward(self, inputs: Tensor) -> Tensor:
        """The outputs [rows, outputs] for ``inputs`` [rows, inputs]."""
        return ACTIVATIONS[self.spec.output_activation](self.logits(inputs))

    def _pre_activations(self, layer: int, activations: Tensor) -> Tensor:
        return pre_activations(activations, self.weights[layer], self.biases[layer] if self.biases else None)


def pre_activations(activations: Tensor, weights: Tensor, biases: Tensor | None) -> Tensor:
    """z = x W + b [rows, fan_out] for the activations x [rows, fan_in] of the layer before."""
    return torch.mm(activations, weights) if biases is None else torch.addmm(biases, activations, weights)


def _uniform(shape: tuple[int, ...], bound: float, generator: torch.Generator) -> Tensor:
    return torch.empty(shape).uniform_(-bound, bound, generator=generator)
