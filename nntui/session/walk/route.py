"""The order of the places of a walk, by arithmetic: no list is as long as the walk."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from nntui.session.walk.place import LEVELS, Address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.model.spec import NetworkSpec
    from nntui.session.walk.place import Level, Phase, Source


@dataclass(frozen=True, slots=True)
class Block:
    """The places of a layer in a phase: its own, then each neuron's, followed by those of its ``sources`` weights."""

    phase: Phase
    layer: int | None
    neurons: int = 0
    fan_in: int = 0
    sources: int = 0

    @property
    def places(self) -> int:
        """How many places it has."""
        return 1 + self.neurons * (1 + self.sources)

    def address(self, place: int) -> Address:
        """The address of its ``place``, from 0."""
        if place == 0:
            return Address(self.layer)
        neuron, source = divmod(place - 1, 1 + self.sources)
        return Address(self.layer, neuron, self._source(source - 1) if source else None)

    def _source(self, number: int) -> Source:
        return number if number < self.fan_in else "bias" if self.layer else "scale"

    def place_of(self, address: Address) -> int | None:
        """The place of ``address``; None if it has none."""
        if address.neuron is None:
            return 0
        number = 0
        if address.source is not None:
            number = 1 + (address.source if isinstance(address.source, int) else self.fan_in)
            if self._source(number - 1) != address.source:
                return None
        if not (0 <= address.neuron < self.neurons and 0 <= number <= self.sources):
            return None
        return 1 + address.neuron * (1 + self.sources) + number


def blocks_of(network: NetworkSpec, last: Phase) -> list[Block]:
    """The blocks of a walk up to the phase ``last``: "forward", "loss" or "after"."""
    shapes = list(enumerate(network.shapes, 1))
    fine = {layer: (fan_out, fan_in, fan_in + network.has_bias(layer - 1)) for layer, (fan_in, fan_out) in shapes}
    scale = (network.inputs, 0, 1)
    route = [Block("inputs", 0, network.inputs), *(Block("forward", layer, *fine[layer]) for layer, _ in shapes)]
    if last != "forward":
        route.append(Block("loss", len(shapes), network.outputs))
    if last == "after":
        route += [Block("backward", layer, *fine[layer]) for layer, _ in reversed(shapes)]
        route += [Block("backward", 0, *scale)] * network.input_scale
        route += [Block("update", None), *(Block("update", layer, *fine[layer]) for layer, _ in shapes)]
        route += [Block("update", 0, *scale)] * network.input_scale
        route.append(Block("after", None))
    return route


class Route:
    """The places of ``blocks`` one after the other, numbered from 0."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._starts = [0, *accumulate(block.places for block in blocks)]

    def __len__(self) -> int:
        """The number of places."""
        return self._starts[-1]

    def at(self, index: int) -> tuple[Phase, Address]:
        """The phase and address of place ``index``. Raises IndexError outside the route."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        number = bisect_right(self._starts, index) - 1
        block = self._blocks[number]
        return block.phase, block.address(index - self._starts[number])

    def move(self, index: int, by: int, level: Level) -> int:
        """The place ``by`` places on from ``index`` among those of ``level`` or coarser; the last one at an end."""
        step = 1 if by > 0 else -1
        for _ in range(abs(by)):
            found = index + step
            while 0 <= found < len(self) and LEVELS.index(self.at(found)[1].level) > LEVELS.index(level):
                found += self._skip(found, step, level)
            if not 0 <= found < len(self):
                break
            index = found
        return index

    def _skip(self, index: int, step: int, level: Level) -> int:
        """How far it is from a place finer than ``level`` to the next one that may be coarse enough."""
        number = bisect_right(self._starts, index) - 1
        block, place = self._blocks[number], index - self._starts[number]
        if level == "layer":
            return block.places - place if step > 0 else -place
        into = (place - 1) % (1 + block.sources)
        return 1 + block.sources - into if step > 0 else -into

    def find(self, phase: Phase, address: Address) -> int | None:
        """The place of ``address`` in ``phase``; None if there is none."""
        for start, block in zip(self._starts, self._blocks, strict=False):
            if block.phase == phase and block.layer == address.layer:
                place = block.place_of(address)
                return None if place is None else start + place
        return None

    def move_phase(self, index: int, by: int) -> int:
        """The first place of the phase ``by`` phases on from that of ``index``, of the first or last one at an end."""
        firsts: dict[Phase, int] = {}
        for start, block in zip(self._starts, self._blocks, strict=False):
            firsts.setdefault(block.phase, start)
        phases = list(firsts)
        wanted = phases.index(self.at(index)[0]) + by
        return firsts[phases[max(0, min(wanted, len(phases) - 1))]]
