"""The source of every place of a walk: the network, its weights, the pass, the step, and the names of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nntui.data.encoding.coders import feature_slices
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.session.walk.cells import cell_line
from nntui.session.walk.place import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.model.spec import NetworkSpec
    from nntui.model.trace import ForwardPass
    from nntui.session.walk.place import Calculation, Source
    from nntui.training.spec import TrainingSpec
    from nntui.training.textbook import WorkedStep


@dataclass(frozen=True, slots=True, eq=False)
class WalkScene:
    """The numbers of a walk through row ``focus`` of its batch.

    ``rows`` are the words for the rows of the batch. ``cells`` gives the cells of a row, by name, and ``step`` the
    update, made when it is first asked for. ``losses`` gives the displayed loss of the rows of the batch before and
    after it, ``totals`` that of all training rows, None where they are too many. ``lesson``: the tutorial's own names
    are given beside the standard ones. ``mask`` [parameters] marks frozen weights. ``formulas`` are those of calculated
    columns, by name.
    """

    network: NetworkSpec
    training: TrainingSpec
    encoder: Encoder
    weights: Tensor
    forward: ForwardPass
    focus: int
    rows: Sequence[str]
    cells: Callable[[int], Mapping[str, Cell]]
    step: Callable[[], WorkedStep]
    losses: Callable[[], tuple[float, float]]
    totals: Callable[[], tuple[float, float] | None]
    lesson: bool = False
    mask: NDArray[np.bool_] | None = None
    formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def row(self) -> str:
        """The words for the row in focus."""
        return self.rows[self.focus]

    def calculated(self, name: str) -> list[Calculation]:
        """The calculation of the cell of a column in the row in focus; none where it is not calculated, or empty."""
        formula, cells = self.formulas.get(name), self.cells(self.focus)
        value = cells.get(name)
        return [cell_line(formula, cells, float(value))] if formula and isinstance(value, int | float) else []

    @property
    def last(self) -> int:
        """The number of the output layer."""
        return len(self.network.shapes)

    def neuron(self, layer: int, neuron: int) -> str:
        """The name of a neuron: that of its column, or h1, h2, ..."""
        names = self.encoder.shape.features if layer == 0 else self.encoder.shape.outputs
        return names[neuron] if layer in {0, self.last} else f"h{neuron + 1}"

    def target(self, neuron: int) -> str:
        """The column that an output answers."""
        coders = self.encoder.targets
        places = zip(coders, feature_slices(coders), strict=True)
        return next((coder.name for coder, columns in places if columns.start <= neuron < columns.stop), "")

    def layer(self, layer: int) -> str:
        """The name of a layer."""
        return "inputs" if layer == 0 else "outputs" if layer == self.last else f"hidden {layer}"

    def title(self, address: Address) -> str:
        """The name of a place in the network."""
        if address.layer is None or address.neuron is None:
            return "network" if address.layer is None else self.layer(address.layer)
        name = self.neuron(address.layer, address.neuron)
        if address.layer not in {0, self.last}:
            name = f"{self.layer(address.layer)}, {name}"
        match address.source:
            case None:
                return name
            case int(source):
                return f"weight {self.neuron(address.layer - 1, source)} → {name}"
            case source:
                return f"{source} of {name}"

    def parameter(self, layer: int, neuron: int, source: Source) -> int:
        """The place of a weight in the flat parameters."""
        if source == "scale":
            return int(input_scale_slice(self.network).start) + neuron
        weights, biases = layer_slices(self.network)[layer - 1]
        if source == "bias":
            return int(biases.start) + neuron
        return int(weights.start) + int(source) * self.network.shapes[layer - 1][1] + neuron

    def weight(self, layer: int, neuron: int, source: Source) -> float:
        """A weight before the update."""
        return float(self.weights[self.parameter(layer, neuron, source)])

    def weights_of(self, layer: int) -> Tensor:
        """The weights of a layer [fan_in, fan_out], before the update."""
        return self.weights[layer_slices(self.network)[layer - 1][0]].view(self.network.shapes[layer - 1])

    def frozen(self, place: int) -> bool:
        """Whether the parameter at ``place`` does not learn."""
        return self.mask is not None and bool(self.mask[place])

    def silenced(self, layer: int, neuron: int) -> bool:
        """Whether a neuron, or an input (layer 0), gives 0 whatever goes into it."""
        return (layer, neuron) in self.network.silenced

    def sources(self, layer: int) -> list[Source]:
        """The sources of the weights of a neuron of ``layer``."""
        if layer == 0:
            return ["scale"] * self.network.input_scale
        return [*range(self.network.shapes[layer - 1][0]), *(["bias"] if self.network.has_bias(layer - 1) else [])]

    def lit(self, layer: int, neuron: int, sources: Sequence[Source] = ()) -> tuple[Address, ...]:
        """A neuron, and the weights to it from ``sources``."""
        return Address(layer, neuron), *(Address(layer, neuron, source) for source in sources)


LESSON_FORWARD = {(1, "z"): "z", (1, "a"): "z2", (2, "z"): "z3", (2, "a"): "o"}
LESSON_BACKWARD = {(2, "a"): "-o_error", (2, "z"): "-o_delta", (1, "a"): "-z2_error", (1, "z"): "-z2_delta"}
"""The tutorial's names by layer and letter. Its errors are y - o, so its deltas have the other sign."""


def lesson_name(scene: WalkScene, names: Mapping[tuple[int, str], str], layer: int, letter: str) -> str:
    """The tutorial's own name for a number; "" outside the tutorial."""
    return names.get((layer, letter), "") if scene.lesson else ""
