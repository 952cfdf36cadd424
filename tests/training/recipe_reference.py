"""Training with every option in plain torch, in double precision, written without the engines' code."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nntui.data.encoding.encoder import Arrays
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.training.batches import order
from nntui.training.spec import TrainingSpec

WORD = 2**64


def mixed(start: int, k: int) -> int:
    """Number ``k`` of splitmix64's stream from ``start``."""
    z = (start + (k + 1) * 0x9E3779B97F4A7C15) % WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % WORD
    return z ^ (z >> 31)


def kept(spec: TrainingSpec, epoch: int, batch: int, layer: int, shape: tuple[int, ...]) -> Tensor:
    """The factors of dropout for the activations [rows, width] of a hidden layer."""
    key = mixed(mixed(mixed(mixed(spec.seed, 1), epoch), batch), layer)
    factors = torch.zeros(shape, dtype=torch.float64)
    for row in range(shape[0]):
        for neuron in range(shape[1]):
            x = (row * shape[1] + neuron) ^ (key % 2**32)
            x = ((x ^ (x >> 16)) * 0x7FEB352D + (key >> 32)) % 2**32
            x = ((x ^ (x >> 15)) * 0x846CA68B) % 2**32
            if (x ^ (x >> 16)) >= spec.dropout * 2**32:
                factors[row, neuron] = 1 / (1 - spec.dropout)
    return factors


def objective(spec: TrainingSpec, z: Tensor, y: Tensor) -> Tensor:
    match spec.loss:
        case "bce":
            y = y * (1 - spec.label_smoothing) + spec.label_smoothing / 2
            return functional.binary_cross_entropy_with_logits(z, y)
        case "cross-entropy":
            return functional.cross_entropy(z, y, label_smoothing=spec.label_smoothing)
        case "mse":
            return ((z - y) ** 2).mean()
    raise AssertionError(spec.loss)


def groups_of(network: NetworkSpec, spec: TrainingSpec, parts: dict[str, Tensor]) -> list[dict[str, Any]]:
    """torch's parameter groups, with the strength of each penalty in each."""
    groups = []
    last = f"W{len(network.shapes)}"
    for name, part in parts.items():
        own = {last: spec.l2_output, "input_scale": spec.l2_input_scale}.get(name)
        l2 = spec.l2 if own is None else own
        bias = name.startswith("b")
        groups.append(
            {
                "params": [part],
                "l1": 0.0 if bias else spec.l1,
                "l2": spec.l2_bias if bias else l2,
                "decay": 0.0 if bias else spec.weight_decay,
                "factor": spec.input_scale_rate if name == "input_scale" else 1.0,
            }
        )
    return groups


def rate(spec: TrainingSpec, epoch: int, batch: int, updates: int) -> float:
    number, whole = (epoch, spec.epochs) if spec.schedule_by == "epoch" else (epoch * updates + batch, spec.epochs)
    whole *= 1 if spec.schedule_by == "epoch" else updates
    match spec.schedule:
        case "constant":
            return spec.rate
        case "step":
            return spec.rate * spec.decay ** (number // spec.decay_epochs)
        case "exponential":
            return spec.rate * spec.decay**number
        case "cosine":
            return float(spec.rate * (1 + np.cos(np.pi * number / whole)) / 2)
        case "one-cycle":
            share = number / whole
            if share < 0.3:
                return float(spec.rate * (0.04 + 0.96 * (1 - np.cos(np.pi * share / 0.3)) / 2))
            return float(spec.rate * (1 + np.cos(np.pi * (share - 0.3) / 0.7)) / 2)
    raise AssertionError(spec.schedule)


def trained(
    network: NetworkSpec, spec: TrainingSpec, rows: Arrays, epochs: int, frozen: Tensor | None = None
) -> Iterator[Tensor]:
    """The flat weights [parameters] after each update of a sgd, adam or adamw training of a tanh network."""
    start = Network(network)
    parts = {name: part.detach().double().clone().requires_grad_() for name, part in start.named_parameters()}
    hidden, count = len(network.hidden), len(rows.inputs)
    inputs, targets = torch.tensor(rows.inputs).double(), torch.tensor(rows.targets).double()
    groups = groups_of(network, spec, parts)
    adam = spec.optimizer != "sgd"
    optimizer: torch.optim.Optimizer
    if adam:
        optimizer = torch.optim.Adam(groups, lr=spec.rate, betas=(spec.beta1, spec.beta2))
    else:
        optimizer = torch.optim.SGD(groups, lr=spec.rate)
    for epoch in range(epochs):
        at_once = spec.batch is None or spec.batch >= count
        places = torch.arange(count) if at_once else torch.from_numpy(order(spec.seed, epoch, count))
        batches = places.split(count if spec.batch is None else spec.batch)
        for batch, some in enumerate(batches):
            a = inputs[some] * parts["input_scale"] if network.input_scale else inputs[some]
            for layer in range(hidden + 1):
                z = a @ parts[f"W{layer + 1}"] + (parts[f"b{layer + 1}"] if network.bias else 0)
                if layer < hidden:
                    a = torch.tanh(z) * (kept(spec, epoch, batch, layer, z.shape) if spec.dropout else 1)
            optimizer.zero_grad()
            objective(spec, z, targets[some]).backward()
            with torch.no_grad():
                free = torch.ones(network.parameters).double() if frozen is None else (~frozen).double()
                masks = free.split([part.numel() for part in parts.values()])
                for group, own in zip(optimizer.param_groups, masks, strict=True):
                    part = group["params"][0]
                    mask = own.view(part.shape)
                    group["lr"] = rate(spec, epoch, batch, len(batches)) * group["factor"]
                    in_gradient = 0.0 if spec.optimizer == "adamw" else group["l2"]
                    shrinks = group["decay"] + (group["l2"] if spec.optimizer == "adamw" else 0.0)
                    part.grad += in_gradient * part + group["l1"] * part.sign()
                    part.grad *= mask
                    part -= mask * group["lr"] * shrinks * part
            optimizer.step()
            yield torch.cat([part.detach().flatten() for part in parts.values()])
