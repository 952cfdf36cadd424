"""A place in a walk: where it is, and the calculation made there."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

Phase = Literal["inputs", "forward", "loss", "backward", "update", "after"]
"""The parts of a walk, in their order."""
Level = Literal["layer", "neuron", "weight"]
"""How fine a place is, from the coarsest."""
LEVELS: tuple[Level, ...] = ("layer", "neuron", "weight")
Source = int | Literal["bias", "scale"]
"""Where a weight comes from: a neuron of the layer before, the bias, or an input, as its factor of the input scale."""


@dataclass(frozen=True, slots=True)
class Address:
    """A layer (0 is the inputs), one of its neurons (from 0), or a parameter of that neuron; nothing: the network.

    The weight from neuron i of the layer before has ``source`` i, the bias "bias"; an input's factor is the "scale" of
    that neuron of layer 0.
    """

    layer: int | None = None
    neuron: int | None = None
    source: Source | None = None

    @property
    def level(self) -> Level:
        """How fine it is."""
        return "layer" if self.neuron is None else "neuron" if self.source is None else "weight"


@dataclass(frozen=True, slots=True)
class Calculation:
    """A worked line, ``name = symbols = numbers = result``, with ``value`` exact.

    ``lesson`` is the tutorial's own name, "" elsewhere. ``sign`` stands before ``result``: "≈" where the shown numbers
    do not give the shown result. ``symbols`` or ``numbers`` may be "". ``words`` say in a sentence what the line is.
    ``within`` are the bounds of every number of its kind, ``slips`` the results of likely mistakes.
    """

    name: str
    symbols: str
    numbers: str
    result: str
    value: float
    sign: Literal["=", "≈"] = "="
    lesson: str = ""
    words: str = ""
    within: tuple[float, float] = (-inf, inf)
    slips: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The whole line, without its words."""
        name = f"{self.name} ({self.lesson})" if self.lesson else self.name
        parts = [part for part in (name, self.symbols, self.numbers) if part]
        return f"{' = '.join(parts)} {self.sign} {self.result}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a walk.

    ``lines`` are its calculation in order, ``words`` sentences about it. ``concerns`` are the neurons and weights that
    it is about, for the diagram. ``before`` and ``after`` are those of a weight, or of the loss, where that changes.
    """

    phase: Phase
    address: Address
    title: str
    lines: tuple[Calculation, ...]
    concerns: tuple[Address, ...] = ()
    words: tuple[str, ...] = ()
    before: float | None = None
    after: float | None = None

    @property
    def level(self) -> Level:
        """How fine it is."""
        return self.address.level

    @property
    def answer(self) -> Calculation | None:
        """The line whose result is the point of the place: the last one; None where nothing is calculated."""
        return self.lines[-1] if self.lines else None
