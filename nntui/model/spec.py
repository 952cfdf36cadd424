"""The settings of a network: frozen, validated, and free of torch."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import msgspec
from msgspec.structs import replace

from nntui.data.numbers import LARGEST_WHOLE
from nntui.errors import SpecError
from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.initialisation import INITIALISATIONS
from nntui.safe_text import number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

DRAWN_BY = frozenset({"inputs", "hidden", "outputs", "bias", "layer_biases", "init", "input_scale", "seed"})
"""Fields of a network whose change makes its first weights others."""
HELD_BY = ("frozen_places", "silenced")
"""Fields of a network that say what of it is held by hand."""
BY_LAYER = {"activation": "layer_activations", "bias": "layer_biases"}
"""Fields for all layers, each with the field that holds a value for each layer where they differ."""
LARGEST_SEED = LARGEST_WHOLE
"""Seeds run from 0 to here: what torch's generator takes."""

PlaceRange = tuple[int, int]
"""Flat parameters from a place up to, not including, another."""
NeuronAddress = tuple[int, int]
"""A layer (0: the inputs), and a neuron of it from 0."""


class NetworkSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dense network and its first weights.

    ``hidden`` lists the neurons of each hidden layer (none: inputs wired to outputs). The activations and ``init`` are
    names in their tables; ``layer_activations`` has one for each hidden layer where they differ. ``bias`` says whether
    the layers have biases; where they differ ``layer_biases`` says it for each hidden layer and the output layer. With
    ``input_scale`` each input is multiplied by a factor that is learnt, 1 at first. ``seed`` fixes the first weights,
    unless ``first_weights`` gives all the parameters, W1 row by row, b1, W2, ...

    ``frozen_places`` are ranges of parameters that do not learn, ``silenced`` the inputs and hidden neurons that give 0
    whatever goes into them, and whose weights do not learn either; both in order.
    Raises SpecError for a value outside what is supported.
    """

    inputs: int
    hidden: tuple[int, ...] = (16,)
    outputs: int = 1
    activation: str = "relu"
    output_activation: str = "linear"
    layer_activations: tuple[str, ...] = ()
    bias: bool = True
    layer_biases: tuple[bool, ...] = ()
    init: str = "he"
    input_scale: bool = False
    seed: int = 0
    first_weights: tuple[float, ...] = ()
    frozen_places: tuple[PlaceRange, ...] = ()
    silenced: tuple[NeuronAddress, ...] = ()

    def __post_init__(self) -> None:
        """Raise SpecError for a value outside what is supported."""
        check_at_least("inputs", self.inputs, 1)
        check_at_least("outputs", self.outputs, 1)
        for number, width in enumerate(self.hidden, 1):
            if width < 1:
                raise SpecError(f"hidden layer {number}: {width} neurons; give 1 or more")
        check_choice("activation", self.activation, hidden_activations())
        check_choice("output activation", self.output_activation, ACTIVATIONS)
        check_one_each(
            "layer activations", self.layer_activations, number_of(len(self.hidden), "hidden layer"), len(self.hidden)
        )
        layers = f"{number_of(len(self.hidden), 'hidden layer')} and the outputs"
        check_one_each("layer biases", self.layer_biases, layers, len(self.hidden) + 1)
        for number, name in enumerate(self.layer_activations, 1):
            check_choice(f"activation of hidden layer {number}", name, hidden_activations())
        check_choice("init", self.init, INITIALISATIONS)
        check_seed(self.seed)
        if self.first_weights and len(self.first_weights) != self.parameters:
            raise SpecError(f"first weights: {len(self.first_weights)} for a network of {self.parameters} parameters")
        if not all(map(math.isfinite, self.first_weights)):
            raise SpecError("first weights: give finite numbers")
        self._check_held()

    def _check_held(self) -> None:
        """Raise SpecError for frozen parameters or silenced neurons that are out of order, or not in the network."""
        ends = [end for places in self.frozen_places for end in places]
        in_order = all(end < later for end, later in pairwise(ends))
        if ends and not (in_order and ends[0] >= 0 and ends[-1] <= self.parameters):
            raise SpecError(f"frozen places: give ranges in order, of {self.parameters} parameters")
        if any(later <= neuron for neuron, later in pairwise(self.silenced)):
            raise SpecError("silenced: give each neuron once, in order")
        for layer, index in self.silenced:
            if not (0 <= layer <= len(self.hidden) and 0 <= index < self.sizes[layer]):
                raise SpecError(f"silenced: neuron {index} of layer {layer} is no input or hidden neuron")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of every layer, inputs first: ``(2, 3, 1)``."""
        return (self.inputs, *self.hidden, self.outputs)

    @property
    def sizes_text(self) -> str:
        """The sizes as one word: ``2-3-1``."""
        return "-".join(map(str, self.sizes))

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """``(fan_in, fan_out)`` of every weight matrix, first layer first."""
        return tuple(pairwise(self.sizes))

    @property
    def parameters(self) -> int:
        """The number of weights, biases and input factors."""
        layers = ((fan_in + self.has_bias(layer)) * fan_out for layer, (fan_in, fan_out) in enumerate(self.shapes))
        return sum(layers) + self.inputs * self.input_scale

    @property
    def used_activations(self) -> tuple[str, ...]:
        """The activations of the layers, each once, in the order of the layers."""
        return tuple(dict.fromkeys(self.activation_of(layer) for layer in range(len(self.shapes))))

    def changed(self, **fields: object) -> Self:
        """The network with other ``fields``.

        First weights that were given are kept for the same layers and seed, and so is what is frozen or silenced. An
        ``activation`` is that of every hidden layer, unless ``layer_activations`` come with it; so is a ``bias``.
        """
        fields = {each: () for name, each in BY_LAYER.items() if name in fields} | fields
        other = any(name in DRAWN_BY and value != getattr(self, name) for name, value in fields.items())
        changes: dict[str, Any] = {**(dict.fromkeys(("first_weights", *HELD_BY), ()) if other else {}), **fields}
        return replace(self, **changes)

    def released(self) -> Self:
        """The network with nothing frozen or silenced: for trainings that do not begin from its weights."""
        return replace(self, frozen_places=(), silenced=())

    def layer_name(self, layer: int) -> str:
        """The name of ``layer`` (from 1, the outputs last): "hidden layer 2", "output layer"."""
        return "output layer" if layer > len(self.hidden) else f"hidden layer {layer}"

    def has_bias(self, layer: int) -> bool:
        """Whether the neurons after weight matrix ``layer`` (from 0) have biases."""
        return self.layer_biases[layer] if self.layer_biases else self.bias

    @property
    def any_bias(self) -> bool:
        """Whether any layer has biases."""
        return any(self.layer_biases) if self.layer_biases else self.bias

    def activation_of(self, layer: int) -> str:
        """The activation after weight matrix ``layer`` (from 0)."""
        if layer == len(self.hidden):
            return self.output_activation
        return self.layer_activations[layer] if self.layer_activations else self.activation


def check_choice(name: str, value: str, choices: Collection[str]) -> None:
    """Raise SpecError unless ``value`` is one of ``choices``."""
    if value not in choices:
        raise SpecError(f"{name}: {value!r} is not known; choose one of {', '.join(choices)}")


def check_one_each(name: str, values: Sequence[object], layers: str, count: int) -> None:
    """Raise SpecError unless there are no ``values``, or one for each of the ``count`` layers, ``layers`` in words."""
    if values and len(values) != count:
        raise SpecError(f"{name}: {len(values)} for {layers}; give one for each, or none")


def check_at_least(name: str, value: int, least: int) -> None:
    """Raise SpecError below ``least``."""
    if value < least:
        raise SpecError(f"{name}: {value}; give {least} or more")


def check_above_zero(name: str, value: float) -> None:
    """Raise SpecError unless ``value`` is a finite number above 0."""
    if not (value > 0 and math.isfinite(value)):
        raise SpecError(f"{name}: {value:g}; give a number above 0")


def check_seed(seed: int) -> None:
    """Raise SpecError for a seed that torch's generator does not take."""
    if not 0 <= seed <= LARGEST_SEED:
        raise SpecError(f"seed: {seed}; give a whole number from 0 to {LARGEST_SEED}")
