"""From what is known (session, snapshot, table row, form) to what the panes draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.ui.panes.header import Standing
from nntui.ui.panes.predict import Answer, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.encode import Encoder
    from nntui.data.table import Table
    from nntui.render.diagram import Net
    from nntui.session.predict import Predictor, Reply
    from nntui.session.session import Session
    from nntui.training.records import Snapshot
    from nntui.ui.controller import Controller

FEW = 4
"""Scaled numbers that are shown of a question or an answer."""

Layers = tuple["NDArray[np.float32]", ...]
"""One row's numbers by layer."""


def standing(controller: Controller, frames: float | None = None) -> Standing:
    """What the header says; ``frames`` are those drawn a second where they are fewer than asked for."""
    session, snapshot = controller.session, controller.snapshot
    if session is None:
        return Standing(name="nntui", waiting=controller.waiting)
    network = "-".join(str(size) for size in session.network.sizes)
    if snapshot is None:
        return Standing(name=session.name, network=network, waiting=controller.waiting, changed=controller.unsaved)
    return Standing(
        name=session.name,
        network=network,
        state=snapshot.state,
        epoch=snapshot.epoch,
        goal=controller.goal,
        batch=snapshot.batch,
        loss=snapshot.train_loss if snapshot.train_loss == snapshot.train_loss else None,
        validation_loss=snapshot.validation_loss,
        speed=snapshot.epochs_per_second if snapshot.epochs_per_second > 0 else None,
        limit=controller.limit,
        frames=frames,
        changed=controller.unsaved,
        waiting=controller.waiting,
    )


def network(
    session: Session, table: Table, encoder: Encoder | None, snapshot: Snapshot | None, row: int | None
) -> tuple[Net, Layers | None]:
    """The diagram's network, and the pre-activations by layer of table row ``row`` where that has all inputs."""
    from nntui.render.diagram import Net

    inputs = [column.name for column in table.inputs]
    targets = [column.name for column in table.targets]
    names = [session.network.activation_of(layer) for layer in range(len(session.network.shapes))]
    if snapshot is None:
        return Net(session.network.sizes, input_labels=inputs, output_labels=targets, activation_names=names), None
    from nntui.model.layout import layer_views

    weights, biases = layer_views(session.network, snapshot.weights)
    activations = pre_activations = None
    if encoder is not None and row is not None and row < table.height:
        cells = [table.value(row, table.index(name)) for name in inputs]
        if None not in cells:
            from nntui.model.trace import trace

            traced = trace(session.network, snapshot.weights, encoder.encode_inputs(_row(cells)))
            activations = tuple(layer[0] for layer in traced.activations)
            pre_activations = tuple(layer[0] for layer in traced.pre_activations)
    net = Net(session.network.sizes, weights, biases or None, activations, inputs, targets, names)
    return net, pre_activations


def _row(cells: Sequence[float | None]) -> NDArray[np.float64]:
    import numpy as np

    return np.array([cells], dtype=np.float64)


def fields(table: Table, encoder: Encoder | None) -> list[Field]:
    """The predict form's fields with the ranges that the network was trained on."""
    if encoder is None:
        return [Field(column.name, column.unit) for column in table.inputs]
    return [
        Field(column.name, column.unit, (f"{scale.minimum:g}", f"{scale.maximum:g}"))
        for column, scale in zip(table.inputs, encoder.inputs, strict=True)
    ]


def answers(
    predictor: Predictor, weights: NDArray[np.float32], query: Mapping[str, float]
) -> tuple[list[Answer], tuple[str, ...]]:
    """What the network says of ``query`` with these weights, and what is to be warned of.

    The tutorial is answered twice: as its lesson scales a query, and as the training was scaled.
    """
    try:
        answer = predictor.answer(query, weights)
    except DataError as error:
        return [], (str(error),)
    units = {scale.name: scale.unit for scale in predictor.encoder.targets}
    if predictor.session.query_scaling == "training":
        return [_answer("", answer.own, units)], answer.warnings
    lesson = _answer("as the lesson scales it", answer.own, units)
    return [lesson, _answer("scaled as in training", answer.trained, units)], answer.warnings


def _answer(title: str, reply: Reply, units: Mapping[str, str]) -> Answer:
    outputs = tuple((name, f"{value:.6g} {units[name]}".rstrip()) for name, value in reply.values.items())
    return Answer(title, outputs, f"{_numbers(reply.inputs)} -> {_numbers(reply.outputs)}")


def _numbers(values: Sequence[float]) -> str:
    shown = " ".join(f"{value:.4f}" for value in values[:FEW])
    return f"{shown} ..." if len(values) > FEW else shown


def form_texts(session: Session, table: Table, encoder: Encoder | None) -> list[str]:
    """What stands in the form at first: the session's query, else the middle of the trained range."""
    from nntui.data.edits import format_number

    texts = []
    for index, column in enumerate(table.inputs):
        value = session.query.get(column.name)
        if value is None and encoder is not None:
            value = float(f"{(encoder.inputs[index].minimum + encoder.inputs[index].maximum) / 2:.4g}")
        texts.append(format_number(value if value is not None else 0.0))
    return texts
