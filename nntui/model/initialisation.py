"""The table of ways to draw first weights. Free of torch until one is used."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Generator, Tensor

    Draw = Callable[[int, int, Generator], Tensor]


@dataclass(frozen=True, slots=True)
class Initialisation:
    """``weights`` draws [fan_in, fan_out] from (fan_in, fan_out, generator), ``biases`` [fan_out]; None: zeros.

    ``output_weights`` draws those of the output layer; None: ``weights`` does. A layer's weights are drawn before its
    biases, in float32 on the CPU.
    """

    help: str
    weights: Draw | None
    biases: Draw | None = None
    output_weights: Draw | None = None


def _uniform(shape: tuple[int, ...], bound: float, generator: Generator) -> Tensor:
    import torch

    return torch.empty(shape).uniform_(-bound, bound, generator=generator)


def _normal(fan_in: int, fan_out: int, generator: Generator) -> Tensor:
    import torch

    return torch.randn(fan_in, fan_out, generator=generator)


def _he(fan_in: int, fan_out: int, generator: Generator) -> Tensor:
    return math.sqrt(2 / fan_in) * _normal(fan_in, fan_out, generator)


INITIALISATIONS: dict[str, Initialisation] = {
    "torch": Initialisation(
        "as nn.Linear: uniform within 1/sqrt(fan_in), biases too",
        # nn.Linear keeps its weights as [fan_out, fan_in].
        lambda fan_in, fan_out, generator: _uniform((fan_out, fan_in), 1 / math.sqrt(fan_in), generator).T,
        lambda fan_in, fan_out, generator: _uniform((fan_out,), 1 / math.sqrt(fan_in), generator),
    ),
    "xavier": Initialisation(
        "uniform within sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010)",
        lambda fan_in, fan_out, generator: _uniform((fan_in, fan_out), math.sqrt(6 / (fan_in + fan_out)), generator),
    ),
    "he": Initialisation("normal, deviation sqrt(2 / fan_in) (He et al. 2015)", _he),
    "he-lecun": Initialisation(
        "as he; in the output layer, deviation sqrt(1 / fan_in) (LeCun et al. 1998)",
        _he,
        output_weights=lambda fan_in, fan_out, generator: math.sqrt(1 / fan_in) * _normal(fan_in, fan_out, generator),
    ),
    "normal": Initialisation("N(0, 1), as in the lesson", _normal),
    "zeros": Initialisation("all zeros", None),
}
