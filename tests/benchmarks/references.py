"""Other ways to train a tanh network on the mean squared error by gradient descent, as one would write them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

RATE, BATCH = 0.03, 10


def plain_torch(sizes: tuple[int, ...], inputs: Floats, targets: Floats) -> Callable[[], None]:
    """One epoch of a plain loop: autograd and torch.optim.SGD."""
    torch.set_num_threads(1)  # faster than two for networks of this size
    layers = [layer for fan_in, fan_out in pairwise(sizes) for layer in (nn.Linear(fan_in, fan_out), nn.Tanh())]
    network, loss_function = nn.Sequential(*layers), nn.MSELoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
    x, y = torch.from_numpy(inputs), torch.from_numpy(targets)

    def epoch() -> None:
        for rows in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            loss_function(network(x[rows]), y[rows]).backward()
            optimizer.step()

    return epoch


def torch_by_hand(sizes: tuple[int, ...], inputs: Floats, targets: Floats) -> Callable[[], None]:
    """One epoch of torch operations with the chain rule written out."""
    torch.set_num_threads(1)
    shapes = list(pairwise(sizes))
    weights = [torch.randn(shape) / shape[0] ** 0.5 for shape in shapes]
    biases = [torch.zeros(fan_out) for _, fan_out in shapes]
    x, y = torch.from_numpy(inputs), torch.from_numpy(targets)

    def epoch() -> None:
        for rows in torch.randperm(len(x)).split(BATCH):
            activations = [x[rows]]
            for weight, bias in zip(weights, biases, strict=True):
                activations.append(torch.addmm(bias, activations[-1], weight).tanh_())
            output = activations.pop()
            delta = (output - y[rows]) * (1 - output * output) * (2 / output.numel())
            for weight, bias in zip(reversed(weights), reversed(biases), strict=True):
                entered = activations.pop()
                below = delta @ weight.T * (1 - entered * entered)
                weight.addmm_(entered.T, delta, alpha=-RATE)
                bias.sub_(delta.sum(0), alpha=RATE)
                delta = below

    return epoch


def numpy_by_hand(sizes: tuple[int, ...], inputs: Floats, targets: Floats) -> Callable[[], None]:
    """One epoch of numpy with the chain rule written out."""
    numbers = np.random.default_rng(0)
    shapes = list(pairwise(sizes))
    weights = [(numbers.standard_normal(shape) / shape[0] ** 0.5).astype(np.float32) for shape in shapes]
    biases = [np.zeros(fan_out, np.float32) for _, fan_out in shapes]
    rate = np.float32(RATE)

    def epoch() -> None:
        order = numbers.permutation(len(inputs))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            activations = [inputs[rows]]
            for weight, bias in zip(weights, biases, strict=True):
                activations.append(np.tanh(activations[-1] @ weight + bias))
            output = activations.pop()
            delta = (output - targets[rows]) * (1 - output * output) * np.float32(2 / output.size)
            for weight, bias in zip(reversed(weights), reversed(biases), strict=True):
                entered = activations.pop()
                below = delta @ weight.T * (1 - entered * entered)
                np.subtract(weight, rate * (entered.T @ delta), out=weight)
                np.subtract(bias, rate * delta.sum(0), out=bias)
                delta = below

    return epoch
