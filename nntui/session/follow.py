"""A session whose table changed: the network that fits it, with all that it has learnt and can go on using."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.cells import checked_cell
from nntui.data.encoding.shape import shape_of
from nntui.errors import DataError
from nntui.model.spec import NetworkSpec
from nntui.safe_text import as_list
from nntui.session.graft import KeptNeurons, grafted
from nntui.session.session import Session
from nntui.training.losses import loss_for_task
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.data.cells import Cell
    from nntui.data.column import Column
    from nntui.data.encoding.shape import Task, TaskShape
    from nntui.data.files.dialect import Dialect
    from nntui.data.table import Table

Note = Callable[[str], None]
"""Takes a line that the user should read."""


def silent(_: str) -> None:
    """A ``Note`` for those who do not listen."""


def new_session(name: str, source: str, table: Table, dialect: Dialect | None = None) -> Session:
    """An untrained session for ``table``, read from ``source``, with the defaults of the specs and of its task.

    A table that cannot be learnt yet has a session too; ``shape_of`` says what is to be mended.
    """
    network = NetworkSpec(inputs=max(1, len(table.inputs)), outputs=max(1, len(table.targets)))
    return refit(
        Session(name=name, source=source, table=table, network=network, training=TrainingSpec(), dialect=dialect), table
    )


def followed(session: Session, table: Table) -> Session | None:
    """``session`` with ``table`` in place of its own, where the network can go on as it is; None where it cannot.

    It can while there is nothing else for it to learn: a table that cannot be learnt at present leaves it as it is.
    """
    change = _Change.between(session, table)
    return _following(session, table, change) if change.after is None else None


def refit(session: Session, table: Table, note: Note = silent) -> Session:
    """``session`` with ``table`` in place of its own, and a network that fits it. Raises nothing.

    Where there are other inputs or outputs than before, the weights of those that stay are kept by name (a column that
    was renamed where it stands has not gone away), new ones begin with first weights of the session's seed, and the
    curve goes on. Another target, or a target of another kind, is another training: it starts afresh, with the loss
    and the output activation that suit it. ``note`` is told.
    """
    change = _Change.between(session, table)
    names, before, after = change.names, change.before, change.after
    if after is None:
        return _following(session, table, change)
    if before is not None:
        session = replace(session, query_scaling="training", lesson="")  # a lesson speaks of its own columns
    network, training = fitted(session.network, session.training, after, session.task)
    asked = replace(
        session,
        table=table,
        network=network,
        training=training,
        shape=after,
        query=_asked(session.query, names, table),
        checkpoint=None,
    )
    checkpoint = session.checkpoint
    if checkpoint is None or before is None or checkpoint.untrained:
        return asked
    targets = {names.get(column.name, column.name) for column in session.table.targets}
    if targets != {column.name for column in table.targets} or before.task != after.task:
        note(f"another target, {as_list(column.name for column in table.targets)}: training starts afresh")
        return asked
    for what, old, new in ("inputs", before.features, after.features), ("outputs", before.outputs, after.outputs):
        if line := _told(what, old, new):
            note(line)
    inputs, outputs = (
        KeptNeurons.by_name(before.features, after.features),
        KeptNeurons.by_name(before.outputs, after.outputs),
    )
    return replace(asked, checkpoint=grafted(checkpoint, session.network, network, inputs, outputs))


def fitted(
    network: NetworkSpec, training: TrainingSpec, shape: TaskShape, before: Task
) -> tuple[NetworkSpec, TrainingSpec]:
    """The specs for a table of ``shape``; for another task than ``before`` with the loss and output that suit it."""
    network = replace(network, inputs=len(shape.features), outputs=len(shape.outputs))
    if shape.task == before:
        return network, training
    loss, output = loss_for_task(shape.task)
    return replace(network, output_activation=output), replace(training, loss=loss)


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of a session with another table.

    ``names`` are the new names of renamed columns by their old ones. ``before`` is the session's shape in these names,
    ``after`` that of the table: None where it is the same, or the table cannot be learnt at present.
    """

    names: dict[str, str]
    before: TaskShape | None
    after: TaskShape | None

    @classmethod
    def between(cls, session: Session, table: Table) -> _Change:
        names = _new_names(session.table.columns, table.columns)
        before = None if session.shape is None else _renamed(session.shape, session.table.columns, names)
        try:
            after = shape_of(table)
        except DataError:
            return cls(names, before, None)
        return cls(names, before, None if after == before else after)


def _following(session: Session, table: Table, change: _Change) -> Session:
    """``session`` with ``table`` and the network that it has."""
    return replace(session, table=table, shape=change.before, query=_asked(session.query, change.names, table))


def _new_names(before: Sequence[Column], after: Sequence[Column]) -> dict[str, str]:
    """The new names of columns that were renamed where they stand, by their old ones."""
    if len(before) != len(after):
        return {}
    old, new = {column.name for column in before}, {column.name for column in after}
    pairs = ((one.name, other.name) for one, other in zip(before, after, strict=True))
    return {one: other for one, other in pairs if one not in new and other not in old}


def _renamed(shape: TaskShape, columns: Sequence[Column], names: Mapping[str, str]) -> TaskShape:
    """``shape`` in the new names; the levels of a category go by its name and an equals sign."""
    if not names:
        return shape
    known = {column.name for column in columns}

    def named(feature: str) -> str:
        if feature in known:
            return names.get(feature, feature)
        for old, new in names.items():
            if feature.startswith(f"{old}="):
                return new + feature.removeprefix(old)
        return feature

    outputs = shape.outputs if shape.task == "classes" else tuple(names.get(each, each) for each in shape.outputs)
    return dataclasses.replace(shape, features=tuple(map(named, shape.features)), outputs=outputs)


def _asked(query: Mapping[str, Cell], names: Mapping[str, str], table: Table) -> dict[str, Cell]:
    """What of ``query`` can be asked of ``table``."""
    columns = {column.name: column for column in table.inputs}
    asked = {}
    for name, value in query.items():
        column = columns.get(names.get(name, name))
        if column is not None:
            try:
                asked[column.name] = checked_cell(value, column)
            except (DataError, OverflowError):
                continue  # a cell of the kind that the column was before
    return asked


def _told(what: str, before: Sequence[str], after: Sequence[str]) -> str:
    """What became of the inputs, or outputs, in a line; nothing where none came or went."""
    new, gone = [name for name in after if name not in before], [name for name in before if name not in after]
    parts = [f"{as_list(names)} {word}" for names, word in ((new, "new"), (gone, "gone")) if names]
    return f"other {what}: {'; '.join(parts)}; the weights of the rest are kept" if parts else ""
