"""The names and functions by which lessons speak of the network, its training and the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nntui.data.formula.functions import values_in_words
from nntui.errors import DataError
from nntui.safe_text import as_list, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.model.array_trace import Trace
    from nntui.session.predict import Answer, Predictor
    from nntui.session.session import Session
    from nntui.training.records import Snapshot

Value = float | str
"""A number or a text; NaN for what there is not (yet)."""
NOTHING = math.nan


@dataclass(frozen=True, eq=False)
class Situation:
    """The state of the work at one moment, as lessons ask for it.

    ``row`` is the selected row of ``table`` from 0, ``pane`` the id of the current pane, ``edits`` the number of
    changes made to table and settings. ``resting``: the network is there, and no update is on its way.
    """

    session: Session
    table: Table
    encoder: Encoder | None
    predictor: Predictor | None
    snapshot: Snapshot | None
    row: int | None
    pane: str
    edits: int
    resting: bool

    @cached_property
    def _traces(self) -> dict[int, Trace | None]:
        return {}

    def trace(self, row: int | None) -> Trace | None:
        """The forward pass of a row (None: of none); None without weights, or where the row lacks an input."""
        if row is None:
            return None
        if row not in self._traces:
            self._traces[row] = self._traced(row)
        return self._traces[row]

    def _traced(self, row: int) -> Trace | None:
        if self.snapshot is None or self.encoder is None:
            return None
        frame = self.table.frame[row : row + 1]
        try:
            if not frame.height or not self.encoder.usable(frame).all():
                return None
            inputs = self.encoder.encode_inputs(frame)
        except DataError:
            return None
        from nntui.training.tracing import trace_of

        if inputs.shape[1] != self.session.network.inputs:
            return None
        return trace_of(self.session.network, self.session.training, self.snapshot.weights, inputs)

    @cached_property
    def answer(self) -> Answer | None:
        """The answer to the question of the predict form; None where there is none."""
        if self.predictor is None or self.snapshot is None:
            return None
        try:
            return self.predictor.answer(self.session.query, self.snapshot.weights)
        except DataError:
            return None


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A name in the expressions of lessons: ``help`` says in a line what it is."""

    name: str
    help: str
    value: Callable[[Situation], Value]


def _counted(read: Callable[[Snapshot], float | None]) -> Callable[[Situation], Value]:
    """A number of the snapshot; 0 is not it where there is no network yet."""

    def value(situation: Situation) -> Value:
        found = None if situation.snapshot is None else read(situation.snapshot)
        return NOTHING if found is None else float(found)

    return value


def _state(situation: Situation) -> Value:
    return "loading" if situation.snapshot is None else situation.snapshot.state


def _answer(situation: Situation) -> Value:
    return NOTHING if situation.answer is None else _first(situation.answer.own.values.values())


def _trained_answer(situation: Situation) -> Value:
    return NOTHING if situation.answer is None else _first(situation.answer.trained.values.values())


def _first(values: Iterable[Value | None]) -> Value:
    found = next(iter(values), None)
    return NOTHING if found is None else found


NAMES: dict[str, NameRecord] = {
    record.name: record
    for record in (
        NameRecord("loss.train", "the displayed loss of the training rows", _counted(lambda now: now.train_loss)),
        NameRecord("loss.validation", "that of the validation rows, if any", _counted(lambda now: now.validation_loss)),
        NameRecord("epoch", "epochs made", _counted(lambda now: now.epoch)),
        NameRecord("batch", "updates made in the epoch under way", _counted(lambda now: now.batch)),
        NameRecord("updates", "updates of the weights made", _counted(lambda now: now.updates)),
        NameRecord("best.epoch", "the epoch with the lowest loss so far", _counted(lambda now: now.best_epoch)),
        NameRecord("best.loss", "that loss", _counted(lambda now: now.best_loss)),
        NameRecord("rate", "the learning rate of the next update", _counted(lambda now: now.rate)),
        NameRecord("state", "'ready', 'training', 'paused', 'finished' or 'failed'", _state),
        NameRecord("rows", "rows of the table", lambda now: float(now.table.height)),
        NameRecord("rows.validation", "validation rows", lambda now: float(now.table.validation.sum())),
        NameRecord("row", "the selected row, from 1", lambda now: NOTHING if now.row is None else now.row + 1.0),
        NameRecord("parameters", "weights and biases in all", lambda now: float(now.session.network.parameters)),
        NameRecord("layers", "layers with weights", lambda now: float(len(now.session.network.shapes))),
        NameRecord("pane", "the current pane, as 'network'", lambda now: now.pane),
        NameRecord("edits", "changes made to table and settings", lambda now: float(now.edits)),
        NameRecord("answer", "the answer to the question in the predict form", _answer),
        NameRecord("answer.trained", "the same with the question scaled as in training", _trained_answer),
    )
}
"""All names."""


def _place(what: str, given: Value, count: int) -> int:
    """``given``, a number from 1 to ``count``, as an index from 0. Raises DataError."""
    if not isinstance(given, float) or not given.is_integer() or not 1 <= given <= count:
        shown = f"{given:g}" if isinstance(given, float) else quoted(given)
        raise DataError(f"there is no {what} {shown}; there {'is 1' if count == 1 else f'are {count}'}")
    return int(given) - 1


def _weight(now: Situation, layer: Value, source: Value, target: Value) -> Value:
    from nntui.model.layout import layer_views

    network = now.session.network
    at = _place("layer", layer, len(network.shapes))
    fan_in, fan_out = network.shapes[at]
    place = _place("input of that layer", source, fan_in), _place("neuron of that layer", target, fan_out)
    return NOTHING if now.snapshot is None else float(layer_views(network, now.snapshot.weights)[0][at][place])


def _bias(now: Situation, layer: Value, target: Value) -> Value:
    from nntui.model.layout import layer_views

    network = now.session.network
    if not network.any_bias:
        raise DataError("this network has no biases")
    at = _place("layer", layer, len(network.shapes))
    if not network.has_bias(at):
        raise DataError(f"layer {at + 1} of this network has no biases")
    place = _place("neuron of that layer", target, network.shapes[at][1])
    return NOTHING if now.snapshot is None else float(layer_views(network, now.snapshot.weights)[1][at][place])


def _row(now: Situation, row: Value | None) -> int | None:
    """The row asked for, by default the selected one, from 0."""
    return now.row if row is None else _place("row", row, now.table.height)


def _z(now: Situation, layer: Value, neuron: Value, row: Value | None = None) -> Value:
    sizes = now.session.network.sizes[1:]
    at = _place("layer", layer, len(sizes))
    place = _place("neuron of that layer", neuron, sizes[at])
    trace = now.trace(_row(now, row))
    return NOTHING if trace is None else float(trace.pre_activations[at][0, place])


def _activation(now: Situation, layer: Value, neuron: Value, row: Value | None = None) -> Value:
    sizes = now.session.network.sizes
    at = 0 if layer == 0 else _place("layer", layer, len(sizes) - 1) + 1
    place = _place("neuron of that layer", neuron, sizes[at])
    trace = now.trace(_row(now, row))
    return NOTHING if trace is None else float(trace.activations[at][0, place])


def _output(now: Situation, number: Value = 1.0, row: Value | None = None) -> Value:
    return _activation(now, float(len(now.session.network.shapes)), number, row)


def _truth(now: Situation, number: Value = 1.0, row: Value | None = None) -> Value:
    place, at = _place("output", number, now.session.network.outputs), _row(now, row)
    if now.encoder is None or at is None:
        return NOTHING
    frame = now.table.frame[at : at + 1]
    if not frame.height or not now.encoder.answered(frame).all():
        return NOTHING
    return float(now.encoder.encode_targets(frame)[0, place])


def _cell(now: Situation, column: Value, row: Value | None = None) -> Value:
    if column not in now.table.names:
        raise DataError(f"there is no column {quoted(str(column))}; there are {as_list(now.table.names)}")
    at = _row(now, row)
    return NOTHING if at is None else _value_of(now.table.value(at, now.table.index(str(column))))


def _question(now: Situation, column: Value) -> Value:
    names = [each.name for each in now.table.inputs]
    if column not in names:
        raise DataError(f"there is no input {quoted(str(column))}; there are {as_list(names)}")
    return _value_of(now.session.query.get(str(column)))


def _value_of(cell: Cell) -> Value:
    if cell is None:
        return NOTHING
    return float(cell) if isinstance(cell, (int, float)) else str(cell)


def _setting(now: Situation, name: Value) -> Value:
    from nntui.session.settings.table import SETTINGS

    by_spelling = {each.spelling: each for each in SETTINGS.values() if each.spelling}
    setting = SETTINGS.get(str(name)) or by_spelling.get(str(name))
    if setting is None:
        raise DataError(f"there is no setting {quoted(str(name))}; there are {as_list(SETTINGS)}")
    holders: Sequence[object] = (now.session.training, now.session.network, now.session)
    holder = next(each for each in holders if hasattr(each, setting.name))
    found = getattr(holder, setting.name)
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return float(found)
    return setting.format.write(found)


@dataclass(frozen=True, slots=True)
class NetworkFunction:
    """A function in the expressions of lessons, of ``least`` to ``most`` values; ``help`` says in a line what it is.

    ``compute`` takes the situation before the values.
    """

    name: str
    compute: Callable[..., Value]
    help: str
    least: int = 1
    most: int = 1

    @property
    def takes(self) -> str:
        """The number of values, in words."""
        return values_in_words(self.least, self.most)


NETWORK_FUNCTIONS: dict[str, NetworkFunction] = {
    record.name: record
    for record in (
        NetworkFunction("weight", _weight, "a weight: weight(layer, from, to), each from 1", 3, 3),
        NetworkFunction("bias", _bias, "a bias: bias(layer, neuron)", 2, 2),
        NetworkFunction("z", _z, "a neuron's sum: z(layer, neuron, row)", 2, 3),
        NetworkFunction("activation", _activation, "a neuron's output: activation(layer, neuron, row)", 2, 3),
        NetworkFunction("output", _output, "an output, scaled: output(1, row)", 0, 2),
        NetworkFunction("truth", _truth, "a target, scaled: truth(1, row)", 0, 2),
        NetworkFunction("cell", _cell, "a cell of the table: cell('age', row)", 1, 2),
        NetworkFunction("question", _question, "a cell of the predict form: question('age')", 1, 1),
        NetworkFunction("setting", _setting, "a setting, a number or a text: setting('hidden')", 1, 1),
    )
}
"""Functions of the situation. ``before``, which takes what it is of unevaluated, is among the expressions' own."""
