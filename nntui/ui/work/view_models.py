"""The contents of header and network pane, made from session, snapshot and table row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import number_of, one_line
from nntui.training.devices import CPU, actual_device
from nntui.training.ends import BREAKPOINT
from nntui.ui.frame.header import SessionStatus
from nntui.ui.work.aim import next_goal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.table import Table
    from nntui.render.diagram import DiagramNet
    from nntui.session.predict import Predictor
    from nntui.session.runs.curves import ChangeMark, RunCurve
    from nntui.session.session import Chain, KeptRun, Session
    from nntui.session.watching.log_folder import FollowedLog
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.survey import Survey

Layers = tuple["NDArray[np.float32]", ...]
"""The values of one row, by layer."""


def session_status(controller: Controller, frames: float | None = None, left: str = "") -> SessionStatus:
    """The contents of the header; ``frames`` is the number drawn a second where that is lower than asked for.

    ``left`` is the time until training ends, in words.
    """
    session, snapshot = controller.session, controller.snapshot
    if session is None:
        followed = controller.followed
        return SessionStatus(name="nntui", waiting=controller.waiting) if followed is None else log_status(followed)
    spent = snapshot is not None and session.training.rate_is_spent(snapshot.epoch)
    at_end = spent or controller.past.watched is not None
    device = session.training.device
    network = session.network.sizes_text + ("" if device == CPU else f" on {one_line(actual_device(device))}")
    if snapshot is None:
        return SessionStatus(
            name=session.name,
            network=network,
            waiting=controller.waiting,
            changed=controller.unsaved,
            trouble=controller.trouble,
        )
    return SessionStatus(
        name=session.name,
        network=network,
        state=snapshot.state,
        epoch=snapshot.epoch,
        goal=controller.runner.aim.goal,
        more=0 if at_end else next_goal(snapshot.epoch, session.training.epochs) - snapshot.epoch,
        spent=spent,
        batch=snapshot.batch,
        loss=snapshot.train_loss if snapshot.train_loss == snapshot.train_loss else None,
        validation_loss=snapshot.validation_loss,
        speed=snapshot.epochs_per_second if snapshot.epochs_per_second > 0 else None,
        limit=controller.runner.slowed,
        paced=controller.runner.aim.speed.paced,
        frames=frames,
        changed=controller.unsaved,
        waiting=controller.waiting,
        reached=None if controller.past.shown is None or controller.now is None else controller.now.epoch,
        recomputing=controller.past.asked,
        why=breakpoint_in(snapshot),
        left=left,
        trouble=controller.trouble,
        read_only=controller.hold.read_only or controller.past.watched is not None,
    )


def log_status(followed: FollowedLog) -> SessionStatus:
    """The contents of the header for a training that is known by its log alone."""
    snapshot = followed.snapshot
    if snapshot is None:
        return SessionStatus(name=followed.name, network=followed.network, waiting=followed.fault)
    return SessionStatus(
        name=followed.name,
        network=followed.network,
        state=snapshot.state,
        epoch=snapshot.epoch,
        goal=followed.goal,
        loss=snapshot.train_loss if snapshot.train_loss == snapshot.train_loss else None,
        validation_loss=snapshot.validation_loss,
        speed=snapshot.epochs_per_second if snapshot.state == "training" and snapshot.epochs_per_second > 0 else None,
        waiting=followed.fault,
    )


def breakpoint_in(snapshot: Snapshot) -> str:
    """The breakpoint at which training has paused, "" for none: "loss < 0.1"."""
    if snapshot.state != "paused" or not snapshot.reason.startswith(BREAKPOINT):
        return ""
    return snapshot.reason.removeprefix(BREAKPOINT).partition(": ")[0]


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of the work that panes show: ``row`` is the selected row of ``table``, which has the latest edits.

    ``predictor`` answers questions; None before there is anything to answer them with. ``survey`` has the networks with
    other seeds. ``now`` is the present state of training where ``snapshot`` is one of the past, else None. ``marks``
    are the changes made on the way to the present state, ``beginnings`` its segments, each with its beginning alone,
    and ``runs`` the other trainings.
    """

    session: Session
    table: Table
    encoder: Encoder | None
    snapshot: Snapshot | None
    row: int | None
    predictor: Predictor | None = None
    survey: Survey | None = None
    now: Snapshot | None = None
    marks: tuple[ChangeMark, ...] = ()
    beginnings: Chain = ()
    runs: tuple[KeptRun, ...] = ()

    @property
    def whole_rows(self) -> int | None:
        """The rows that those of the table are a sample of; None where they are all."""
        return None if self.session.whole is None else self.session.whole.rows

    @property
    def other_curves(self) -> tuple[RunCurve, ...]:
        """The losses of the other trainings that mean the same as those of this one, and are not a part of it."""
        if not self.runs:
            return ()
        from nntui.session.runs.book import runs_apart
        from nntui.session.runs.curves import curves_beside

        return curves_beside(self.session, runs_apart(self.beginnings, self.now or self.snapshot, self.runs))


def present_moment(controller: Controller, row: int | None) -> Moment | None:
    """The state of the work with ``row`` selected; None while no session is open."""
    session, table = controller.session, controller.table
    if session is None or table is None:
        return None
    now = None if controller.past.shown is None else controller.now
    shown = controller.encoder, controller.snapshot, row, controller.predictor
    way = controller.marks, controller.beginnings
    return Moment(session, table, *shown, controller.survey, now, *way, controller.runs)


def rows_in_words(table: Table, whole: int | None = None) -> tuple[str, ...]:
    """How many rows there are, and how many of them are for validation: several wordings, the shortest last.

    ``whole`` is the number of rows that these are a sample of.
    """
    count, rows = f"{table.height:,}", number_of(table.height, "row")
    held = int(table.validation.sum())
    if whole is not None:
        count, rows = f"{count} of {whole:,}", f"sample of {count} of {number_of(whole, 'row')}"
    if not held:
        return (rows,)
    return tuple(f"{these}, {held:,} {word}" for word in ("validation", "val.") for these in (rows, count))


class RowEncoder:
    """Codes the selected row. In a wide table that takes longer than a frame: a row is coded once, not for each."""

    def __init__(self) -> None:
        self._coded: tuple[Encoder, Table, int, NDArray[np.float32] | None] | None = None

    def code(self, moment: Moment) -> NDArray[np.float32] | None:
        """Its inputs [1, inputs]; None without a row, if it lacks an input, or if the table has lost a column."""
        encoder, table, row = moment.encoder, moment.table, moment.row
        if encoder is None or row is None:
            return None
        last = self._coded
        if last is None or last[0] is not encoder or last[1] is not table or last[2] != row:
            self._coded = last = (encoder, table, row, _encoded_row(encoder, table, row))
        return last[3]


def network(moment: Moment, rows: RowEncoder, *, of_question: bool = False) -> tuple[DiagramNet, Layers | None]:
    """The diagram's network with the activations of the selected row, or of the question; then its pre-activations.

    ``rows`` codes the row. Activations and pre-activations are missing where an input is.
    """
    from nntui.render.diagram import DiagramNet

    session, snapshot = moment.session, moment.snapshot
    inputs, outputs = _ends(session)
    names = [session.network.activation_of(layer) for layer in range(len(session.network.shapes))]
    if snapshot is None:
        return DiagramNet(
            session.network.sizes, input_labels=inputs, output_labels=outputs, activation_names=names
        ), None
    from nntui.model.layout import given_biases, layer_views

    weights, biases = layer_views(session.network, snapshot.weights)
    activations = pre_activations = None
    encoded = _encoded_question(moment) if of_question else rows.code(moment)
    if encoded is not None:
        from nntui.training.tracing import trace_of

        traced = trace_of(session.network, session.training, snapshot.weights, encoded)
        activations = tuple(layer[0] for layer in traced.activations)
        pre_activations = tuple(layer[0] for layer in traced.pre_activations)
    net = DiagramNet(session.network.sizes, weights, given_biases(biases), activations, inputs, outputs, names)
    return _with_held(net, session), pre_activations


def _with_held(net: DiagramNet, session: Session) -> DiagramNet:
    """``net`` with what is frozen and silenced in the session."""
    import numpy as np

    from nntui.model.holding import frozen_mask
    from nntui.model.layout import given_biases, layer_views
    from nntui.render.diagram import Neuron

    mask = frozen_mask(session.network, session.training.frozen)
    if mask is not None:
        weights, biases = layer_views(session.network, mask.astype(np.float32))
        net = replace(net, frozen_weights=weights, frozen_biases=given_biases(biases))
    return replace(net, silenced=frozenset(Neuron(*each) for each in session.network.silenced))


def _ends(session: Session) -> tuple[Sequence[str], Sequence[str]]:
    """The names of the network's inputs and outputs; of its columns while the table cannot be learnt."""
    if session.shape is not None:
        return session.shape.features, session.shape.outputs
    return [column.name for column in session.table.inputs], [column.name for column in session.table.targets]


def _encoded_question(moment: Moment) -> NDArray[np.float32] | None:
    """The question of the predict form, scaled as in training; None where it cannot be answered."""
    import numpy as np

    if moment.predictor is None or moment.snapshot is None:
        return None
    try:
        answer = moment.predictor.answer(moment.session.query, moment.snapshot.weights)
    except DataError:
        return None
    return np.array([answer.trained.inputs], dtype=np.float32)


def _encoded_row(encoder: Encoder, table: Table, row: int) -> NDArray[np.float32] | None:
    frame = table.frame[row : row + 1]
    try:
        return encoder.encode_inputs(frame) if encoder.usable(frame).all() and frame.height else None
    except DataError:
        return None
