"""Weights carried over to a network with other neurons: those of the neurons kept, the rest as first drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np
from msgspec.structs import replace

from nntui.model.holding import mask_of, outgoing_places, ranges_of, silent_places
from nntui.model.layout import input_scale_view, layer_views
from nntui.model.parameters import first_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec


@dataclass(frozen=True, slots=True)
class KeptNeurons:
    """Neurons that two layers have in common: ``old[i]`` of the one is ``new[i]`` of the other."""

    old: NDArray[np.int64]
    new: NDArray[np.int64]

    @classmethod
    def by_name(cls, before: Sequence[str], after: Sequence[str]) -> KeptNeurons:
        """The neurons whose names are in both; where a name occurs more than once, the first goes with the first."""
        places = {name: place for place, name in enumerate(_numbered(before))}
        pairs = [(places[name], place) for place, name in enumerate(_numbered(after)) if name in places]
        old, new = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return cls(old, new)

    @classmethod
    def all(cls, width: int) -> KeptNeurons:
        """Every neuron of a layer, where it was."""
        return cls(np.arange(width), np.arange(width))


@dataclass(frozen=True, slots=True)
class KeptMatrix:
    """A matrix of weights, and the biases with it, that a new network takes from number ``old`` of the old one's."""

    old: int
    sources: KeptNeurons
    targets: KeptNeurons


@dataclass(frozen=True, slots=True)
class Graft:
    """Two networks and what they have in common: ``inputs``, and of each of the new one's matrices its ``source``.

    The source is None for a matrix of which the old network has nothing.
    """

    old: NetworkSpec
    new: NetworkSpec
    inputs: KeptNeurons
    matrices: tuple[KeptMatrix | None, ...]

    @classmethod
    def of_ends(cls, old: NetworkSpec, new: NetworkSpec, inputs: KeptNeurons, outputs: KeptNeurons) -> Self:
        """The graft of networks with the same hidden layers, of which some ``inputs`` and ``outputs`` are the same."""
        layers = [inputs, *map(KeptNeurons.all, new.hidden), outputs]
        matrices = (KeptMatrix(number, *ends) for number, ends in enumerate(pairwise(layers)))
        return cls(old, new, inputs, tuple(matrices))

    def first_weights(self) -> NDArray[np.float32]:
        """The first weights of the new network [parameters]."""
        return first_weights(self.new)

    def carried(self, flat: NDArray[np.float32], onto: NDArray[np.float32]) -> NDArray[np.float32]:
        """A copy of ``onto`` [parameters of new] with what ``flat`` [parameters of old] has for the kept neurons.

        The kept inputs keep their factors of the input scale.
        """
        result = onto.copy()
        (weights, biases), (new_weights, new_biases) = layer_views(self.old, flat), layer_views(self.new, result)
        for layer, kept in enumerate(self.matrices):
            if kept is None:
                continue
            sources, targets = kept.sources, kept.targets
            old, new = np.ix_(sources.old, targets.old), np.ix_(sources.new, targets.new)
            new_weights[layer][new] = weights[kept.old][old]
            if self.old.has_bias(kept.old) and self.new.has_bias(layer):
                new_biases[layer][targets.new] = biases[kept.old][targets.old]
        if self.old.input_scale and self.new.input_scale:
            input_scale_view(self.new, result)[self.inputs.new] = input_scale_view(self.old, flat)[self.inputs.old]
        return result

    def held(self) -> NetworkSpec:
        """The new network with all that is frozen and silenced in the old one, as far as it has it."""
        old, new = self.old, self.new
        if not (old.frozen_places or old.silenced):
            return new
        frozen = self._carried_mask(mask_of(old.frozen_places, old.parameters))
        silent = self._carried_mask(mask_of(((each, each + 1) for each in silent_places(old)), old.parameters))
        neurons = ((layer, index) for layer, width in enumerate(new.sizes[:-1]) for index in range(width))
        silenced = tuple(each for each in neurons if silent[outgoing_places(new, each)].any()) if silent.any() else ()
        return replace(new, frozen_places=ranges_of(frozen), silenced=silenced)

    def _carried_mask(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        nothing = np.zeros(self.new.parameters, dtype=np.float32)
        return self.carried(mask.astype(np.float32), nothing) > 0


def _numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    """Each name with how often it came before."""
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        numbered.append((name, seen[name]))
        seen[name] += 1
    return numbered
