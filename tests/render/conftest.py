"""Fixtures of the render room: golden frames, and small networks whose numbers are all different."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from nntui.render.diagram import DiagramNet
from nntui.render.text import Line
from tests import golden
from tests.plain_text import plain_text

MakeNet = Callable[..., DiagramNet]
CheckFrame = Callable[[str, Sequence[Line]], None]


@pytest.fixture
def check_frame() -> CheckFrame:
    """Compares lines with the golden frame of that name."""
    return lambda name, lines: golden.check(f"render/{name}", plain_text(lines))


@pytest.fixture
def make_net() -> MakeNet:
    """Makes a network of given sizes; ``shift`` changes every number and nothing else."""

    def make(
        sizes: Sequence[int],
        inputs: Sequence[str] = (),
        outputs: Sequence[str] = (),
        *,
        bias: bool = True,
        shift: float = 0.0,
        names: Sequence[str] = (),
    ) -> DiagramNet:
        weights = [
            [[2 * math.sin(shift + 1 + 7 * layer + 3.7 * i + 1.3 * j) for j in range(fan_out)] for i in range(fan_in)]
            for layer, (fan_in, fan_out) in enumerate(pairwise(sizes))
        ]
        biases = [[math.cos(shift + 5 * layer + j) / 2 for j in range(width)] for layer, width in enumerate(sizes[1:])]
        activations = [[abs(math.sin(shift + 2 + layer + 0.9 * j)) for j in range(n)] for layer, n in enumerate(sizes)]
        return DiagramNet(tuple(sizes), weights, biases if bias else None, activations, inputs, outputs, names)

    return make


@pytest.fixture
def tutorial_net(make_net: MakeNet) -> DiagramNet:
    """A network of the tutorial's shape: 2-3-1 without biases."""
    return make_net((2, 3, 1), ("age", "weight"), ("speed",), bias=False, names=("sigmoid", "sigmoid"))
