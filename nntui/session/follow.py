"""A session whose table changes: its network goes on, or one that fits takes over all it can of what was learnt."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.data.cells import checked_asked
from nntui.data.encoding.shape import shape_of
from nntui.errors import DataError
from nntui.model.graft import Graft, KeptNeurons
from nntui.model.spec import NetworkSpec
from nntui.safe_text import as_list
from nntui.session.recipe_specs import for_task
from nntui.session.session import Session
from nntui.training.losses import loss_for_task
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nntui.data.column import Column
    from nntui.data.encoding.shape import TaskShape
    from nntui.data.files.dialect import Dialect
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.training.records import Checkpoint

Note = Callable[[str], None]
"""Takes a line that the user should read."""


def silent(_: str) -> None:
    """A ``Note`` that drops its line."""


def new_session(name: str, source: str, table: Table, dialect: Dialect | None = None) -> Session:
    """An untrained session for ``table``, read from ``source``, with the defaults of the specs and of its task.

    A table that cannot be learnt from yet has a session too; ``shape_of`` says what is wrong with it.
    """
    network = NetworkSpec(inputs=max(1, len(table.inputs)), outputs=max(1, len(table.targets)))
    training = TrainingSpec()
    session = Session(name=name, source=source, table=table, network=network, training=training, dialect=dialect)
    return refit(session, table)


def refit(session: Session, table: Table, note: Note = silent) -> Session:
    """``session`` with ``table`` in place of its own, and a network that fits it: see ``TableChange.applied``."""
    return TableChange.between(session, table).applied(session.checkpoint, note)


def with_shape(session: Session, shape: TaskShape) -> Session:
    """``session`` with a network of this shape for its table, which does not say all of it."""
    after = None if shape == session.shape else shape
    return TableChange(session, session.table, {}, session.shape, after).applied(session.checkpoint)


@dataclass(frozen=True, slots=True)
class TableChange:
    """Another ``table`` for ``session``, and whether the network can go on with it.

    ``names`` are the new names of renamed columns by their old ones. ``before`` is the session's shape in these names,
    ``after`` that of the table: None where it is the same, or where the table cannot be learnt from at present.
    """

    session: Session
    table: Table
    names: Mapping[str, str]
    before: TaskShape | None
    after: TaskShape | None

    @classmethod
    def between(cls, session: Session, table: Table) -> TableChange:
        """The change from the session's own table to ``table``."""
        names = _new_names(session.table.columns, table.columns)
        before = None if session.shape is None else _renamed(session.shape, session.table.columns, names)
        whole = None if session.whole is None else session.whole.encoder_for(table)
        try:
            after = shape_of(table) if whole is None else whole.shape
        except DataError:
            return cls(session, table, names, before, None)
        return cls(session, table, names, before, None if after == before else after)

    @property
    def keeps_network(self) -> bool:
        """Whether the network goes on as it is."""
        return self.after is None

    @property
    def other_target(self) -> bool:
        """Whether the target is another, or of another kind, for which nothing of the training can be used."""
        if self.before is None or self.after is None:
            return False
        targets = {column.name for column in self.table.targets}
        old_targets = {self.names.get(column.name, column.name) for column in self.session.table.targets}
        return old_targets != targets or self.before.task != self.after.task

    def applied(self, checkpoint: Checkpoint | None, note: Note = silent) -> Session:
        """The session with the table and a network that fits it, trained as far as ``checkpoint`` carries over.

        Where inputs or outputs come or go, the weights of the others are kept by name (a renamed column is the same
        one), new ones start with first weights of the session's seed, and the curve goes on. Another target, or
        another kind of target, starts training afresh, with the loss and the output activation that suit it. ``note``
        takes a line for each of these.
        """
        query = valid_query(self.session.query, self.names, self.table)
        session = replace(self.session, table=self.table, query=query, checkpoint=checkpoint)
        if self.after is None:
            return replace(session, shape=self.before)
        network = session.network.changed(inputs=len(self.after.features), outputs=len(self.after.outputs))
        training = session.training
        if self.after.task != session.task:
            network, training = for_task(session, network, training, self.after.task)
            loss, output = loss_for_task(self.after.task)
            network, training = replace(network, output_activation=output), replace(training, loss=loss)
        if self.before is not None:  # a lesson is about its own columns
            session = replace(session, query_scaling="training", lesson="")
        network, carried = self._carried(checkpoint, network, note)
        return replace(session, network=network, training=training, shape=self.after, checkpoint=carried)

    def _carried(
        self, checkpoint: Checkpoint | None, network: NetworkSpec, note: Note
    ) -> tuple[NetworkSpec, Checkpoint | None]:
        """The new ``network`` with what is frozen and silenced, and the part of ``checkpoint`` that fits it."""
        before, after = self.before, self.after
        if checkpoint is None or checkpoint.untrained or before is None or after is None:
            return network, None
        if self.other_target:
            note(f"another target, {as_list([each.name for each in self.table.targets])}: training starts afresh")
            return network, None
        for what, old, new in ("inputs", before.features, after.features), ("outputs", before.outputs, after.outputs):
            for line in _differences(what, old, new):
                note(line)
        graft = Graft.of_ends(
            self.session.network,
            network,
            KeptNeurons.by_name(before.features, after.features),
            KeptNeurons.by_name(before.outputs, after.outputs),
        )
        return graft.held(), grafted(checkpoint, graft)


def grafted(checkpoint: Checkpoint, graft: Graft) -> Checkpoint:
    """``checkpoint`` for the new network of ``graft``: losses, counts and time stay.

    What the optimiser remembers of new neurons is zero. The epoch in progress starts over, and the best loss is
    unknown until it is measured again.
    """
    first = graft.first_weights()
    return dataclasses.replace(
        checkpoint,
        batch=0,
        weights=graft.carried(checkpoint.weights, first),
        first=first,
        best=graft.carried(checkpoint.best, first),
        best_loss=math.inf,
        optimizer={name: graft.carried(moment, np.zeros_like(first)) for name, moment in checkpoint.optimizer.items()},
    )


def _new_names(before: Sequence[Column], after: Sequence[Column]) -> dict[str, str]:
    """The new names of columns that were renamed in their places, by their old ones."""
    if len(before) != len(after):
        return {}
    old, new = {column.name for column in before}, {column.name for column in after}
    pairs = ((one.name, other.name) for one, other in zip(before, after, strict=True))
    return {one: other for one, other in pairs if one not in new and other not in old}


def _renamed(shape: TaskShape, columns: Sequence[Column], names: Mapping[str, str]) -> TaskShape:
    """``shape`` in the new names; a level of a category is named ``column=level``."""
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


def valid_query(query: Mapping[str, Cell], names: Mapping[str, str], table: Table) -> dict[str, Cell]:
    """The part of ``query`` that names inputs of ``table``, with cells of their kinds."""
    columns = {column.name: column for column in table.inputs}
    asked = {}
    for name, value in query.items():
        column = columns.get(names.get(name, name))
        if column is not None:
            try:
                asked[column.name] = checked_asked(value, column)
            except (DataError, OverflowError):
                continue  # a cell of the kind that the column was before
    return asked


def _differences(what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """A line on the inputs, or outputs, that came and went, if any did."""
    new, gone = [name for name in after if name not in before], [name for name in before if name not in after]
    parts = [f"{as_list(names)} {word}" for names, word in ((new, "new"), (gone, "gone")) if names]
    if parts:
        yield f"other {what}: {'; '.join(parts)}; the weights of the rest are kept"
