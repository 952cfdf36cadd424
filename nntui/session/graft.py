"""What a network has learnt, carried over to one with other inputs and outputs: by name, the rest as first drawn."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nntui.model.layout import layer_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Checkpoint


@dataclass(frozen=True, slots=True)
class KeptNeurons:
    """What stays of a row of neurons: the neuron at ``old[i]`` of the one network is at ``new[i]`` of the other."""

    old: NDArray[np.int64]
    new: NDArray[np.int64]

    @classmethod
    def by_name(cls, before: Sequence[str], after: Sequence[str]) -> KeptNeurons:
        """The neurons whose names are in both; of a name that is used more than once, first goes with first."""
        places = {name: place for place, name in enumerate(_numbered(before))}
        pairs = [(places[name], place) for place, name in enumerate(_numbered(after)) if name in places]
        old, new = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return cls(old, new)

    @classmethod
    def all(cls, width: int) -> KeptNeurons:
        """Every neuron, where it was."""
        return cls(np.arange(width), np.arange(width))


def grafted(
    checkpoint: Checkpoint, old: NetworkSpec, new: NetworkSpec, inputs: KeptNeurons, outputs: KeptNeurons
) -> Checkpoint:
    """``checkpoint`` of the network ``old`` for the network ``new``, which has the same hidden layers.

    Weights and biases of kept neurons, and what the optimiser remembers of them, are carried over; those of others are
    the first weights of ``new``, without a memory. The epoch under way starts over, and the best loss has to be
    measured anew. Losses, counts and time stay.
    """
    from nntui.model.network import Network  # torch: few edits need it

    first: NDArray[np.float32] = Network(new).flat.numpy()
    kept = [inputs, *(KeptNeurons.all(width) for width in new.hidden), outputs]

    def carried(flat: NDArray[np.float32], onto: NDArray[np.float32]) -> NDArray[np.float32]:
        result = onto.copy()
        for before, after in zip(layer_views(old, flat), layer_views(new, result), strict=True):
            for layer, (numbers, place) in enumerate(zip(before, after, strict=True)):
                ends = kept[layer : layer + 2] if numbers.ndim == 2 else kept[layer + 1 : layer + 2]
                place[np.ix_(*(end.new for end in ends))] = numbers[np.ix_(*(end.old for end in ends))]
        return result

    return replace(
        checkpoint,
        batch=0,
        weights=carried(checkpoint.weights, first),
        first=first,
        best=carried(checkpoint.best, first),
        best_loss=math.inf,
        optimizer={name: carried(moment, np.zeros_like(first)) for name, moment in checkpoint.optimizer.items()},
    )


def _numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    """Each name with how often it came before."""
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        numbered.append((name, seen[name]))
        seen[name] += 1
    return numbered
