"""The records of a training's health: numbers of each layer at a moment, and findings of checks. Numpy only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.safe_text import number_of

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec


@dataclass(frozen=True, slots=True, eq=False)
class HealthSubject:
    """The subject of the checks: a network, its training, its rows, and the names of inputs, outputs and classes."""

    network: NetworkSpec
    training: TrainingSpec
    arrays: Arrays
    features: tuple[str, ...]
    outputs: tuple[str, ...]
    classes: tuple[str, ...] = ()

    def layer_name(self, layer: int) -> str:
        """The name of the layer that weight matrix ``layer`` (from 0) leads to."""
        if len(self.network.hidden) == 1 and layer == 0:
            return "the hidden layer"
        name = self.network.layer_name(layer + 1)
        return name if layer < len(self.network.hidden) else f"the {name}"


BINS = 32
"""Bins of a histogram of weights: each is halved in width where the range is."""


@dataclass(frozen=True, slots=True)
class SpreadOfNumbers:
    """How many numbers lie in each of ``BINS`` equal bins between ``-limit`` and ``limit``, which is a power of 2."""

    limit: float
    counts: tuple[int, ...]

    def widened(self, limit: float) -> SpreadOfNumbers:
        """The same numbers in bins up to a larger power of 2."""
        if limit <= self.limit:
            return self
        merged = [0] * BINS
        for place, count in enumerate(self.counts):
            centre = (place + 0.5 - BINS / 2) * self.limit / limit
            merged[int(centre + BINS / 2)] += count
        return SpreadOfNumbers(limit, tuple(merged))


@dataclass(frozen=True, slots=True)
class LayerNumbers:
    """Numbers of the layer after one weight matrix, on a sample of training rows.

    ``weights`` and ``gradient`` are 2-norms of its weights and of their gradient, ``update`` the 2-norm of the next
    update of them, ``count`` their number. ``dead`` are the neurons (from 0) of ``width`` whose slope
    is next to nothing on every row, ``saturated`` those of a bounded activation whose slope is so on most rows.
    ``spreads`` are the histograms of the weights and of their gradient, where they were asked for and are finite.
    """

    weights: float
    gradient: float
    update: float
    count: int
    width: int
    dead: tuple[int, ...] = ()
    saturated: tuple[int, ...] = ()
    spreads: tuple[SpreadOfNumbers, SpreadOfNumbers] | None = None

    @property
    def ratio(self) -> float:
        """The size of an update relative to that of the weights; about 0.001 is usual."""
        return self.update / self.weights if self.weights > 0 else 0.0

    @property
    def size(self) -> float:
        """The root mean square of its weights."""
        return self.weights / math.sqrt(self.count)


@dataclass(frozen=True, slots=True)
class HealthLook:
    """The numbers of every layer at the end of ``epoch``, after ``batch`` updates of the next.

    ``loss`` is the displayed training loss and ``best`` the lowest so far. ``mean_gradient`` is the mean size of a
    weight's gradient. ``spread`` is the deviation of the answers over the rows relative to that of the targets, of the
    output that varies most. ``only_common`` says that every row is given the commonest class. ``rate_share`` is the
    rate that the schedule leaves, as a share of the base rate.
    """

    epoch: int
    batch: int
    loss: float
    best: float
    layers: tuple[LayerNumbers, ...]
    mean_gradient: float
    spread: float
    only_common: bool
    rate_share: float


@dataclass(frozen=True, slots=True)
class Symptom:
    """An observation of a check: the ``cause`` in words, and where: a weight ``layer`` and ``neuron`` (from 0) in it, a
    ``row`` of the table (from 0), or a ``column``. ``size`` is the number that the cure depends on."""

    cause: str
    layer: int | None = None
    neuron: int | None = None
    row: int | None = None
    column: str = ""
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong that lasted: the id of its ``check``, the ``epoch`` in which it began and that in which it was
    ``named``. ``ended`` is the epoch in which it was over; None while it lasts."""

    check: str
    epoch: int
    named: int
    symptom: Symptom
    ended: int | None = None

    @property
    def lasts(self) -> bool:
        """Whether it is not over yet."""
        return self.ended is None


def some_neurons(neurons: tuple[int, ...], width: int) -> str:
    """``5 of 8 neurons (h1, h3, h4 ...)``."""
    names = ", ".join(f"h{each + 1}" for each in neurons[:3])
    more = " ..." if len(neurons) > 3 else ""
    return f"{len(neurons):,} of {number_of(width, 'neuron')} ({names}{more})"
