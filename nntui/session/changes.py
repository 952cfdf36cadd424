"""A session with the settings that were asked for: what can be kept of its training is kept, and the rest is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as changed

from nntui.data.column import parse_scaling
from nntui.data.split import validation_mask
from nntui.errors import DataError
from nntui.model.spec import LARGEST_SEED, check_together
from nntui.session.options import Options

if TYPE_CHECKING:
    import msgspec

    from nntui.data.table import Table
    from nntui.model.spec import NetworkSpec, TrainingSpec
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

Note = Callable[[str], None]
"""Takes a line that the user should read."""

NETWORK_OPTIONS = ("hidden", "activation", "output_activation", "bias", "init", "seed")
RATE_OPTIONS = ("rate", "momentum", "l1", "l2", "schedule", "decay", "decay_epochs")
TRAINING_OPTIONS = (*RATE_OPTIONS, "loss", "optimizer", "epochs", "engine", "device", "seed")
START_AFRESH = ("loss", "seed")
"""Training settings whose change makes earlier losses, or the first weights, those of another training."""


def silent(_: str) -> None:
    """A ``Note`` for those who do not listen."""


def with_options(session: Session, options: Options, note: Note = silent) -> Session:
    """``session`` with ``options`` on top.

    Weights and curve are kept, so that training goes on, unless the data (columns, scaling, rows held out), the
    network, its first weights or the loss become others: then training starts afresh and ``note`` is told. Another
    optimizer keeps the weights and loses its own memory. Options that repeat what is there change nothing.
    Raises DataError or SpecError for an option that the session cannot take.
    """
    table = _table(session.table, options)
    seed = session.training.seed if options.seed is None else options.seed
    share = session.validation if options.validation is None else options.validation
    if options.validation is not None or (share and seed != session.training.seed):
        table = table.with_validation(validation_mask(table.height, share, seed))
    network = fitted(changed(session.network, **_given(options, NETWORK_OPTIONS)), table)
    training = _training(session.training, options)
    check_together(network, training)
    asked = replace(
        session,
        table=table,
        network=network,
        training=training,
        validation=share,
        query={column.name: session.query[column.name] for column in table.inputs if column.name in session.query},
    )
    if _roles(table) != _roles(session.table):  # a lesson speaks of its own columns
        asked = replace(asked, query_scaling="training", lesson="")
    if session.checkpoint is None:
        return asked
    return replace(asked, checkpoint=_kept(session, asked, session.checkpoint, note))


def fitted(network: NetworkSpec, table: Table) -> NetworkSpec:
    """``network`` with an input and an output for each such column of ``table``. Raises DataError where it has none."""
    if not table.inputs or not table.targets:
        missing = "target" if table.inputs else "input"
        raise DataError(f"the table has no {missing} column; a network needs at least one input and one target")
    return changed(network, inputs=len(table.inputs), outputs=len(table.targets))


def with_next_seed(session: Session) -> Session:
    """``session`` with the next seed for first weights, order of rows and rows held out, as ``--seed`` sets them."""
    seed = (session.network.seed + 1) % (LARGEST_SEED + 1)
    return with_options(session, Options(seed=seed, validation=session.validation))


def _table(table: Table, options: Options) -> Table:
    if options.inputs or options.targets:
        kept = tuple(column.name for column in table.targets if column.name not in options.inputs)
        table = table.with_roles(options.inputs, options.targets or kept)
    for text in sorted(options.scale, key=lambda text: "=" in text):  # what is said of one column wins
        name, equals, method = text.rpartition("=")
        scaling = parse_scaling(method)
        if equals:
            place = table.index(name)
            table = table.with_column(place, changed(table.columns[place], scaling=scaling))
        else:
            table = table.with_scaling(scaling)
    return table


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
