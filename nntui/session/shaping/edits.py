"""The changes that can be made to a layer: what each makes of network and training, and its name in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from nntui.errors import SpecError
from nntui.safe_text import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.model.reshape import Reshape
    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec


class LayerEdit(Protocol):
    """A change of one layer. Layers count from 1, neurons from 0."""

    def reshape(self, network: NetworkSpec, /) -> Reshape:
        """The change of the network. Raises SpecError for one that cannot be made."""
        ...

    def training(self, network: NetworkSpec, training: TrainingSpec, /) -> TrainingSpec:
        """The training of the changed network; ``network`` is the one before."""
        ...

    def name(self, network: NetworkSpec, training: TrainingSpec, /) -> str:
        """Its name in words, from network and training before it: "hidden layer 2: 8 -> 9 neurons"."""
        ...


@dataclass(frozen=True, slots=True)
class AddNeuron:
    """One more neuron in hidden ``layer``, its last."""

    layer: int

    def reshape(self, network: NetworkSpec) -> Reshape:
        """See ``LayerEdit``."""
        from nntui.model.reshape import with_neuron

        check_hidden(network, self.layer)
        return with_neuron(network, self.layer)

    def training(self, _: NetworkSpec, training: TrainingSpec) -> TrainingSpec:
        """The same."""
        return training

    def name(self, network: NetworkSpec, _: TrainingSpec) -> str:
        """See ``LayerEdit``."""
        width = network.hidden[self.layer - 1]
        return f"hidden layer {self.layer}: {width:,} -> {number_of(width + 1, 'neuron')}"


@dataclass(frozen=True, slots=True)
class RemoveNeuron:
    """Hidden ``layer`` without ``neuron``."""

    layer: int
    neuron: int

    def reshape(self, network: NetworkSpec) -> Reshape:
        """See ``LayerEdit``."""
        from nntui.model.reshape import without_neuron

        check_hidden(network, self.layer)
        width = network.hidden[self.layer - 1]
        if width == 1:
            raise SpecError(f"hidden layer {self.layer} has one neuron only; delete the layer instead")
        if self.neuron >= width:
            raise SpecError(f"hidden layer {self.layer} has {width:,} neurons; there is no h{self.neuron + 1}")
        return without_neuron(network, self.layer, self.neuron)

    def training(self, _: NetworkSpec, training: TrainingSpec) -> TrainingSpec:
        """The same."""
        return training

    def name(self, network: NetworkSpec, _: TrainingSpec) -> str:
        """See ``LayerEdit``."""
        width = network.hidden[self.layer - 1]
        left = number_of(width - 1, "neuron")
        return f"hidden layer {self.layer}: {width:,} -> {left}, without h{self.neuron + 1}"


@dataclass(frozen=True, slots=True)
class InsertLayer:
    """A new hidden layer of number ``layer``, with the activation of the hidden layer before it, or else after it."""

    layer: int

    def reshape(self, network: NetworkSpec) -> Reshape:
        """See ``LayerEdit``."""
        from nntui.model.reshape import with_layer

        if not 1 <= self.layer <= len(network.hidden) + 1:
            found = number_of(len(network.hidden), "hidden layer")
            raise SpecError(f"the network has {found} now; choose the place of the new layer again")
        return with_layer(network, self.layer, self._activation(network))

    def _activation(self, network: NetworkSpec) -> str:
        if not network.hidden:
            return network.activation
        return network.activation_of(max(self.layer - 2, 0))

    def training(self, _: NetworkSpec, training: TrainingSpec) -> TrainingSpec:
        """With the dropout of the layer whose activation it has."""
        shares, place = training.layer_dropout, self.layer - 1
        return with_shares(training, (*shares[:place], *shares[max(place - 1, 0) :][:1], *shares[place:]))

    def name(self, network: NetworkSpec, _: TrainingSpec) -> str:
        """See ``LayerEdit``."""
        width = number_of(network.sizes[self.layer - 1], "neuron")
        return f"new hidden layer {self.layer}: {width}, {self._activation(network)}"


@dataclass(frozen=True, slots=True)
class DeleteLayer:
    """The network without hidden ``layer``."""

    layer: int

    def reshape(self, network: NetworkSpec) -> Reshape:
        """See ``LayerEdit``."""
        from nntui.model.reshape import without_layer

        check_hidden(network, self.layer)
        return without_layer(network, self.layer)

    def training(self, _: NetworkSpec, training: TrainingSpec) -> TrainingSpec:
        """Without the layer's dropout."""
        shares = training.layer_dropout
        return with_shares(training, (*shares[: self.layer - 1], *shares[self.layer :]))

    def name(self, network: NetworkSpec, _: TrainingSpec) -> str:
        """See ``LayerEdit``."""
        width = number_of(network.hidden[self.layer - 1], "neuron")
        return f"hidden layer {self.layer} deleted: {width}, {network.activation_of(self.layer - 1)}"


@dataclass(frozen=True, slots=True)
class SetLayer:
    """Another activation, bias or dropout of ``layer``, the outputs last; these have no dropout."""

    layer: int
    activation: str
    bias: bool
    dropout: float = 0.0

    def reshape(self, network: NetworkSpec) -> Reshape:
        """See ``LayerEdit``."""
        from nntui.model.reshape import with_function

        if self.layer != len(network.sizes) - 1:
            check_hidden(network, self.layer)
        return with_function(network, self.layer, self.activation, bias=self.bias)

    def training(self, network: NetworkSpec, training: TrainingSpec) -> TrainingSpec:
        """With the layer's dropout."""
        if self.layer > len(network.hidden):
            return training
        shares = [*map(training.dropout_of, range(len(network.hidden)))]
        shares[self.layer - 1] = self.dropout
        return with_shares(training, shares)

    def name(self, network: NetworkSpec, training: TrainingSpec) -> str:
        """See ``LayerEdit``."""
        place = self.layer - 1
        pairs: dict[str, tuple[object, object]] = {
            "activation": (network.activation_of(place), self.activation),
            "bias": ("on" if network.has_bias(place) else "off", "on" if self.bias else "off"),
        }
        if self.layer <= len(network.hidden):
            pairs["dropout"] = f"{training.dropout_of(place):g}", f"{self.dropout:g}"
        changes = [f"{what} {before} -> {after}" for what, (before, after) in pairs.items() if before != after]
        return f"{network.layer_name(self.layer)}: {', '.join(changes) or 'unchanged'}"


def check_hidden(network: NetworkSpec, layer: int) -> None:
    """Raise SpecError unless ``layer`` is a hidden one."""
    if not 1 <= layer <= len(network.hidden):
        what = "the inputs are the columns of the table" if layer < 1 else "the outputs answer the targets"
        raise SpecError(f"{what}; choose a hidden layer")


def with_shares(training: TrainingSpec, shares: Sequence[float]) -> TrainingSpec:
    """The training with dropout of these ``shares`` of hidden layers; none: as it is."""
    if not shares:
        return training.changed(layer_dropout=())
    if len(set(shares)) > 1:
        return training.changed(layer_dropout=tuple(shares))
    fields: dict[str, Any] = {"dropout": shares[0]}
    return training.changed(**fields)
