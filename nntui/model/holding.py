"""Single parameters that are frozen, and neurons that are silenced: what they mean for the flat parameters. Numpy only.

A silenced neuron gives 0 whatever goes into it, and none of its weights learns. That is the same as a neuron whose
outgoing weights are 0, which is how both engines train it; its own outgoing weights are kept meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.model.layout import input_scale_slice, layer_slices, parameter_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec, NeuronAddress, PlaceRange


def mask_of(places: Iterable[PlaceRange], count: int) -> NDArray[np.bool_]:
    """True at the ``places`` among ``count`` parameters."""
    mask = np.zeros(count, dtype=np.bool_)
    for start, end in places:
        mask[start:end] = True
    return mask


def ranges_of(mask: NDArray[np.bool_]) -> tuple[PlaceRange, ...]:
    """The places where ``mask`` is true, as the shortest list of ranges."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))).tolist()
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def incoming_places(spec: NetworkSpec, neuron: NeuronAddress) -> NDArray[np.int64]:
    """The places of all that goes into a neuron: its weights, then its bias; of an input, its factor of the scale."""
    layer, index = neuron
    if layer == 0:
        scale = input_scale_slice(spec)
        return np.arange(scale.start, scale.stop, dtype=np.int64)[index : index + 1]
    weights, biases = layer_slices(spec)[layer - 1]
    own = np.arange(weights.start, weights.stop, dtype=np.int64).reshape(spec.shapes[layer - 1])[:, index]
    return np.concatenate([own, np.arange(biases.start, biases.stop, dtype=np.int64)[index : index + 1]])


def outgoing_places(spec: NetworkSpec, neuron: NeuronAddress) -> NDArray[np.int64]:
    """The places of the weights that leave a neuron; none leave an output."""
    layer, index = neuron
    if layer == len(spec.shapes):
        return np.zeros(0, dtype=np.int64)
    weights = layer_slices(spec)[layer][0]
    width = spec.shapes[layer][1]
    return np.arange(weights.start + index * width, weights.start + (index + 1) * width, dtype=np.int64)


def silent_places(spec: NetworkSpec) -> NDArray[np.int64]:
    """The places of the weights that leave silenced neurons."""
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(outgoing_places(spec, neuron) for neuron in spec.silenced)])


def frozen_mask(spec: NetworkSpec, kinds: Collection[str] = ()) -> NDArray[np.bool_] | None:
    """Which parameters are frozen, one by one or as of one of ``kinds``, bool [parameters]; None: none is."""
    if not (spec.frozen_places or kinds):
        return None
    mask = mask_of(spec.frozen_places, spec.parameters)
    for kind, place in parameter_groups(spec):
        if kind in kinds:
            mask[place] = True
    return mask


def held_places(spec: NetworkSpec, kinds: Collection[str] = ()) -> NDArray[np.bool_] | None:
    """Which parameters do not learn, bool [parameters]: frozen ones, and those of silenced neurons; None: all do."""
    mask = frozen_mask(spec, kinds)
    if not spec.silenced:
        return mask
    if mask is None:
        mask = mask_of((), spec.parameters)
    for neuron in spec.silenced:
        mask[incoming_places(spec, neuron)] = True
        mask[outgoing_places(spec, neuron)] = True
    return mask


def without_silenced(spec: NetworkSpec, flat: NDArray[np.float32]) -> NDArray[np.float32]:
    """Parameters that make the same answers as ``flat`` [parameters] in a network without silenced neurons."""
    if not spec.silenced:
        return flat
    copy = flat.copy()
    copy[silent_places(spec)] = 0
    return copy


def neuron_factors(spec: NetworkSpec, layer: int) -> NDArray[np.float32] | None:
    """The factors [width] on the activations of ``layer`` (0: the inputs): 0 for silenced neurons; None: all 1."""
    silent = [index for own, index in spec.silenced if own == layer]
    if not silent:
        return None
    factors = np.ones(spec.sizes[layer], dtype=np.float32)
    factors[silent] = 0
    return factors
