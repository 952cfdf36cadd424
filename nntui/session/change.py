"""A session with the settings that were asked for, and what that does to its training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as changed

from nntui.data import marks
from nntui.data.split import held_out
from nntui.errors import DataError, SpecError
from nntui.model.spec import LARGEST_SEED
from nntui.safe_text import one_line
from nntui.session.columns import with_column_options
from nntui.session.follow import Note, refit, silent
from nntui.session.options import Options
from nntui.training.losses import LOSSES, loss_for_output
from nntui.training.spec import check_together

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from nntui.data.encoding.shape import Task
    from nntui.data.table import Table
    from nntui.model.spec import NetworkSpec
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec

NETWORK_OPTIONS = ("hidden", "activation", "output_activation", "bias", "init", "seed")
RATE_OPTIONS = ("rate", "momentum", "l1", "l2", "schedule", "decay", "decay_epochs")
TRAINING_OPTIONS = (*RATE_OPTIONS, "loss", "optimizer", "epochs", "engine", "device", "seed")
START_AFRESH = ("loss", "seed")
"""Training settings whose change makes earlier losses, or the first weights, those of another training."""


def with_options(session: Session, options: Options, note: Note = silent) -> Session:
    """``session`` with ``options`` on top.

    Weights and curve are kept, so that training goes on, unless the data (columns, scaling, rows held out), the
    network, its first weights or the loss become others: then training starts afresh and ``note`` is told. Another
    optimizer keeps the weights and loses its own memory. Options that repeat what is there change nothing.
    Raises DataError or SpecError for an option that the session cannot take.
    """
    table = with_column_options(session.table, options)
    seed = session.training.seed if options.seed is None else options.seed
    by_column = marks.split_column(table.columns) is not None
    share = (0.0 if by_column else session.validation) if options.validation is None else options.validation
    if options.validation is not None or (share and seed != session.training.seed):
        table = _held_out(table, share, seed)
    asked = replace(session, checkpoint=None, validation=share)
    if table is not session.table or session.shape is None:  # else its network fits already
        asked = refit(asked, table)
    network = changed(asked.network, **_given(options, NETWORK_OPTIONS))
    training = _training(asked.training, options)
    network, training = agreeing(network, training, asked.task, options)
    check_together(network, training)
    asked = replace(asked, network=network, training=training)
    if _roles(table) != _roles(session.table):  # a lesson speaks of its own columns
        asked = replace(asked, query_scaling="training", lesson="")
    if session.checkpoint is None:
        return asked
    return replace(asked, checkpoint=_kept(session, asked, session.checkpoint, note))


def with_next_seed(session: Session) -> Session:
    """``session`` with the next seed for first weights, order of rows and rows held out, as ``--seed`` sets them."""
    seed = (session.network.seed + 1) % (LARGEST_SEED + 1)
    return with_options(session, Options(seed=seed))


def _held_out(table: Table, share: float, seed: int) -> Table:
    """The table with that share of its rows held out, of every class alike. Raises DataError."""
    split = marks.split_column(table.columns)
    if share and split is not None:
        name = one_line(table.names[split])
        raise DataError(f"validation share: column {name} says which rows are held out; give one or the other")
    return held_out(table, share, seed)


def _training(training: TrainingSpec, options: Options) -> TrainingSpec:
    settings = _given(options, TRAINING_OPTIONS)
    if options.batch is not None:
        settings["batch"] = None if options.batch == "full" else options.batch
    for name in ("stop_loss", "clip"):
        value = getattr(options, name)
        if value is not None:
            settings[name] = None if value == "none" else value
    return changed(training, **settings)


def _given(options: Options, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}


def _roles(table: Table) -> list[tuple[str, str]]:
    return [(column.name, column.role) for column in table.columns]


def _kept(before: Session, after: Session, checkpoint: Checkpoint, note: Note) -> Checkpoint | None:
    """What is left of ``checkpoint`` between the two sessions."""
    reasons = _differences(before.network, after.network)
    reasons += [name for name in _differences(before.training, after.training) if name in START_AFRESH]
    if before.table.columns != after.table.columns:
        reasons.append("columns or scaling")
    if not before.table.validation.equals(after.table.validation):
        reasons.append("rows held out")
    if reasons:
        note(f"changed {', '.join(dict.fromkeys(reasons))}: training starts afresh")
        return None
    if before.training.optimizer != after.training.optimizer:
        note(f"changed optimizer: the weights are kept, {after.training.optimizer} starts without a memory")
        checkpoint = replace(checkpoint, optimizer={}, updates=0)
    if before.training.batch != after.training.batch and checkpoint.batch:
        note("changed batch: the weights are kept, the epoch under way starts over")
        checkpoint = replace(checkpoint, batch=0)
    return checkpoint


def _differences(before: msgspec.Struct, after: msgspec.Struct) -> list[str]:
    names = before.__struct_fields__
    return [name.replace("_", " ") for name in names if getattr(before, name) != getattr(after, name)]


SWITCHED_OFF = {"batch": "full", "stop_loss": "none", "clip": "none"}
"""How an option says what a spec says with None."""


@dataclass(frozen=True, slots=True)
class SettingsResult:
    """The settings that were applied: ``validation`` is the share of rows held out, 0 up to, not including, 1."""

    network: NetworkSpec
    training: TrainingSpec
    validation: float


def changes_anything(old: Session, result: SettingsResult) -> bool:
    """Whether ``result`` differs from the settings of ``old`` at all."""
    return (old.network, old.training, old.validation) != (result.network, result.training, result.validation)


def keeps_weights(old: Session, result: SettingsResult) -> bool:
    """Whether training goes on from the weights of ``old``, rather than from new first weights.

    Rate, optimiser, batch, epochs, penalties and schedule may change under the weights. Another network, seed, loss or
    choice of rows held out makes earlier losses those of another training; ``apply_settings`` starts afresh then.
    """
    same_training = (old.training.loss, old.training.seed) == (result.training.loss, result.training.seed)
    return same_training and old.network == result.network and old.validation == result.validation


def apply_settings(old: Session, result: SettingsResult, note: Callable[[str], None] = lambda _: None) -> Session:
    """``old`` with ``result``, and with what ``keeps_weights`` lets stay of its training; ``note`` hears what goes.

    Raises DataError or SpecError for settings that the session cannot take.
    """

    asked: dict[str, Any] = {}
    for before, after in ((old.network, result.network), (old.training, result.training)):
        for name in after.__struct_fields__:
            value = getattr(after, name)
            if value != getattr(before, name):
                asked[name] = SWITCHED_OFF[name] if value is None else value
    if result.validation != old.validation:
        asked["validation"] = result.validation
    return with_options(old, Options(**asked), note)


def agreeing(
    network: NetworkSpec, training: TrainingSpec, task: Task, options: Options
) -> tuple[NetworkSpec, TrainingSpec]:
    """The specs, with what ``options`` left open of loss and output changed where it does not go with the other.

    Only for classes: with numbers, whose scaling is a part of the choice, nobody but the user can say what is meant.
    """
    if task == "regression" or _go_together(network, training):
        return network, training
    if options.output_activation is None:
        return changed(network, output_activation=LOSSES[training.loss].output or "sigmoid"), training
    if options.loss is None:
        return network, changed(training, loss=loss_for_output(network.output_activation))
    return network, training


def _go_together(network: NetworkSpec, training: TrainingSpec) -> bool:
    try:
        check_together(network, training)
    except SpecError:
        return False
    return True
