"""Dropout in panels: the neurons that ``nntui.training.dropout`` drops, in the same updates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nntui.training import dropout
from nntui.training.kernel.net.matrices import MatrixInMemory, draw
from nntui.training.kernel.simd.counting import DropRule, drop_by_count
from nntui.training.kernel.simd.lanes import LANES, load, moved, store
from nntui.training.kernel.simd.operation import Pointer, compiled, never_inline

STREAM = np.uint64(dropout.STREAM)


class Dropout(NamedTuple):
    """The neurons that one update drops, if any."""

    on: bool
    key: np.uint64
    """That of the update; a layer's own follows from it."""
    first: int
    """The place in the batch of the panel's first row."""


@compiled
def update_key(seed: int, epoch: int, batch: int) -> np.uint64:
    """The key of update ``batch`` of ``epoch``."""
    return draw(draw(draw(np.uint64(seed), STREAM), np.uint64(epoch)), np.uint64(batch))


@compiled
def rule_of(dropped: Dropout, layer: int, threshold: int, factor: float) -> DropRule:
    """The rule of hidden ``layer``: neurons whose hash reaches the ``threshold`` are kept, times the ``factor``."""
    return DropRule(np.int64(draw(dropped.key, np.uint64(layer))), threshold, factor)


@compiled
def drop(dropped: Dropout, rule: DropRule, panel: MatrixInMemory, width: int, target: Pointer) -> None:
    """target = the panel, ``width`` rows, times the factors of ``rule``. The two may be the same place."""
    never_inline()
    for neuron in range(width):
        own, place = moved(panel.at, neuron * panel.row), moved(target, neuron * panel.row)
        for column in range(0, panel.row, LANES):
            count = (dropped.first + column) * width + neuron
            store(place, column, drop_by_count(load(own, column), count, width, rule))
