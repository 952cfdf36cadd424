"""A trained network with one of its layers changed, and the weights with which it goes on.

Everything that was learnt is kept where its neurons are. Where something new stands between learnt weights it begins so
that the answers change as little as they can: a new neuron passes nothing on at first, a new layer passes on what it
gets, and in place of a deleted layer comes the linear map nearest to what it did on some rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace

from nntui.model.graft import Graft, KeptMatrix, KeptNeurons
from nntui.model.layout import layer_views
from nntui.model.standing_in import nearest_map, passing_on, proportion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec, NeuronAddress
    from nntui.model.standing_in import LinearMap

    Weights = NDArray[np.float32]
    Begin = Callable[[Weights, Weights, NDArray[np.float32]], None]
    """Completes the new network's flat weights in place, from the old one's and some rows of inputs [rows, inputs]."""
    Moved = Callable[[NeuronAddress], NeuronAddress | None]
    """The address that a neuron of the old network has in the new one, None if it has none."""


@dataclass(frozen=True, slots=True)
class Reshape:
    """The change of one network into another: what is kept, and how the rest begins."""

    graft: Graft
    begin: Begin
    moved: Moved

    @property
    def network(self) -> NetworkSpec:
        """The new network, with what is frozen and silenced in the old one."""
        held, old = self.graft.held(), self.graft.old
        silenced = (self.moved(neuron) for neuron in old.silenced)
        return replace(held, silenced=tuple(sorted(each for each in silenced if each is not None)))

    def weights(self, flat: Weights, first: Weights, rows: NDArray[np.float32]) -> Weights:
        """The new network's weights [parameters] from those of the old one, ``flat``, and its own ``first`` ones.

        ``rows`` are scaled inputs [rows, inputs] for which the answers are to change as little as they can.
        """
        after = self.graft.carried(flat, first)
        self.begin(flat, after, rows)
        return after


def with_neuron(spec: NetworkSpec, layer: int) -> Reshape:
    """Hidden ``layer`` (from 1) with one more neuron, its last; the weights that leave it begin at 0."""
    width = spec.hidden[layer - 1]
    new = spec.changed(hidden=_replaced(spec.hidden, layer - 1, (width + 1,)))

    def begin(_: Weights, after: Weights, _rows: NDArray[np.float32]) -> None:
        layer_views(new, after)[0][layer][width] = 0

    return Reshape(_with_kept(spec, new, layer, KeptNeurons.all(width)), begin, lambda neuron: neuron)


def without_neuron(spec: NetworkSpec, layer: int, index: int) -> Reshape:
    """Hidden ``layer`` (from 1) without its neuron ``index`` (from 0)."""
    width = spec.hidden[layer - 1]
    new = spec.changed(hidden=_replaced(spec.hidden, layer - 1, (width - 1,)))
    kept = KeptNeurons(np.delete(np.arange(width), index), np.arange(width - 1))

    def moved(neuron: NeuronAddress) -> NeuronAddress | None:
        own, place = neuron
        if own != layer or place < index:
            return neuron
        return None if place == index else (own, place - 1)

    return Reshape(_with_kept(spec, new, layer, kept), _nothing_more, moved)


def with_layer(spec: NetworkSpec, layer: int, activation: str) -> Reshape:
    """A new hidden ``layer`` (from 1), as wide as the layer before it, which passes on what it gets if it can.

    It has biases if the layer after it has.
    """
    gap = layer - 1
    width = spec.sizes[gap]
    new = spec.changed(
        hidden=_replaced(spec.hidden, gap, (width,), 0),
        **activations_as([*_hidden_activations(spec)[:gap], activation, *_hidden_activations(spec)[gap:]]),
        **biases_as([*_biases(spec)[: gap + 1], *_biases(spec)[gap:]]),
    )
    whole = [_whole(spec, number) for number in range(len(spec.shapes))]
    matrices = (*whole[:gap], None, *whole[gap:])

    def begin(before: Weights, after: Weights, rows: NDArray[np.float32]) -> None:
        _begin_layer(spec, new, gap, (before, after), rows)

    def moved(neuron: NeuronAddress) -> NeuronAddress:
        return (neuron[0] + (neuron[0] > gap), neuron[1])

    return Reshape(Graft(spec, new, KeptNeurons.all(spec.inputs), matrices), begin, moved)


def without_layer(spec: NetworkSpec, layer: int) -> Reshape:
    """The network without hidden ``layer`` (from 1): the layers beside it are wired to one another."""
    gap = layer - 1
    new = spec.changed(
        hidden=_replaced(spec.hidden, gap, ()),
        **activations_as(_replaced(_hidden_activations(spec), gap, ()), spec.activation),
        **biases_as(_replaced(_biases(spec), gap, ())),
    )
    whole = [_whole(spec, number) for number in range(len(spec.shapes))]
    matrices = (*whole[:gap], None, *whole[gap + 2 :])

    def begin(before: Weights, after: Weights, rows: NDArray[np.float32]) -> None:
        _begin_without(spec, new, gap, (before, after), rows)

    def moved(neuron: NeuronAddress) -> NeuronAddress | None:
        return None if neuron[0] == layer else (neuron[0] - (neuron[0] > layer), neuron[1])

    return Reshape(Graft(spec, new, KeptNeurons.all(spec.inputs), matrices), begin, moved)


def with_function(spec: NetworkSpec, layer: int, activation: str, *, bias: bool) -> Reshape:
    """``layer`` (from 1, the outputs last) with another activation, and with or without biases; new ones begin at 0."""
    if layer > len(spec.hidden):
        fields: dict[str, Any] = {"output_activation": activation}
    else:
        fields = activations_as(_replaced(_hidden_activations(spec), layer - 1, (activation,)))
    new = spec.changed(**fields, **biases_as(_replaced(_biases(spec), layer - 1, (bias,))))

    def begin(_: Weights, after: Weights, _rows: NDArray[np.float32]) -> None:
        if bias and not spec.has_bias(layer - 1):
            layer_views(new, after)[1][layer - 1][:] = 0

    whole = tuple(_whole(spec, number) for number in range(len(spec.shapes)))
    return Reshape(Graft(spec, new, KeptNeurons.all(spec.inputs), whole), begin, lambda neuron: neuron)


def activations_as(names: Sequence[str], otherwise: str = "") -> dict[str, Any]:
    """The fields of a network whose hidden layers have activations of these ``names``; ``otherwise`` where none is."""
    if len(set(names)) > 1:
        return {"layer_activations": tuple(names)}
    return {"activation": names[0] if names else otherwise, "layer_activations": ()}


def biases_as(flags: Sequence[bool]) -> dict[str, Any]:
    """The fields of a network whose layers, the outputs last, have biases or not."""
    if len(set(flags)) > 1:
        return {"layer_biases": tuple(flags)}
    return {"bias": flags[0], "layer_biases": ()}


def _hidden_activations(spec: NetworkSpec) -> tuple[str, ...]:
    return tuple(map(spec.activation_of, range(len(spec.hidden))))


def _biases(spec: NetworkSpec) -> tuple[bool, ...]:
    return tuple(map(spec.has_bias, range(len(spec.shapes))))


def _replaced(values: Sequence[Any], at: int, others: tuple[Any, ...], count: int = 1) -> tuple[Any, ...]:
    """``values`` with ``others`` in place of ``count`` of them."""
    return (*values[:at], *others, *values[at + count :])


def _whole(spec: NetworkSpec, number: int) -> KeptMatrix:
    """All of matrix ``number``."""
    fan_in, fan_out = spec.shapes[number]
    return KeptMatrix(number, KeptNeurons.all(fan_in), KeptNeurons.all(fan_out))


def _with_kept(old: NetworkSpec, new: NetworkSpec, layer: int, kept: KeptNeurons) -> Graft:
    """The graft of networks of which only ``layer`` differs, in which these neurons are kept."""
    matrices = []
    for number in range(len(old.shapes)):
        whole = _whole(old, number)
        sources = kept if number == layer else whole.sources
        matrices.append(KeptMatrix(number, sources, kept if number == layer - 1 else whole.targets))
    return Graft(old, new, KeptNeurons.all(old.inputs), tuple(matrices))


def _nothing_more(_before: Weights, _after: Weights, _rows: NDArray[np.float32]) -> None:
    """All weights are kept ones."""


def _begin_layer(
    old: NetworkSpec, new: NetworkSpec, gap: int, flats: tuple[Weights, Weights], rows: NDArray[np.float32]
) -> None:
    """The weights into and out of a new layer after layer ``gap``: together they pass on what they get, if they can."""
    from nntui.model.trace import trace  # torch

    weights, biases = layer_views(new, flats[1])
    width, constant = new.shapes[gap][0], new.has_bias(gap + 1)
    given = trace(old, flats[0], rows).activations[gap].astype(np.float64)
    found = passing_on(new.activation_of(gap), given, lifted=new.has_bias(gap), constant=constant)
    weights[gap][:] = np.eye(width, dtype=np.float32) * found.scale
    if new.has_bias(gap):
        biases[gap][:] = found.lift
    if found.back is None:
        return
    matrix, moved = found.back
    if constant:
        biases[gap + 1][:] += moved @ weights[gap + 1]
    weights[gap + 1][:] = matrix @ weights[gap + 1]


def _begin_without(
    old: NetworkSpec, new: NetworkSpec, gap: int, flats: tuple[Weights, Weights], rows: NDArray[np.float32]
) -> None:
    """The weights across a layer that is gone: those into it times those out of it, or the nearest that there are."""
    from nntui.model.trace import trace  # torch

    (weights, biases), (across, new_biases) = layer_views(old, flats[0]), layer_views(new, flats[1])
    leaving, biased = weights[gap + 1], new.has_bias(gap)
    traced = trace(old, flats[0], rows)
    slope = proportion(old.activation_of(gap), traced.pre_activations[gap].astype(np.float64))
    stand_in: LinearMap | None = None
    if not slope:
        given, made = (traced.activations[each].astype(np.float64) for each in (gap, gap + 1))
        stand_in = nearest_map(given, made, constant=biased)
    if stand_in is None:  # the layer is proportional to its sums, or taken to be
        constant = biases[gap] if old.has_bias(gap) else np.zeros(old.hidden[gap])
        stand_in = weights[gap] * (slope or 1), constant * (slope or 1)
    matrix, constant = stand_in
    across[gap][:] = matrix @ leaving
    if biased:
        new_biases[gap][:] = biases[gap + 1] + constant @ leaving
