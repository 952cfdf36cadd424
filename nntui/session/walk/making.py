"""Makes a walk from a session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import Arrays, Encoder, encode
from nntui.errors import DataError
from nntui.session.encoders import encoder_of
from nntui.session.predict import Predictor
from nntui.session.walk.scene import WalkScene
from nntui.session.walk.subject import RowNames, batch_of, fits, question_of, row_of
from nntui.session.walk.walk import Walk
from nntui.training.records import Counters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.kinds import Cell
    from nntui.session.session import Session
    from nntui.session.walk.subject import Subject, Whose
    from nntui.training.textbook import StepInputs, WorkedStep


LATER = 100_000
"""Inputs of the largest table whose loss is worked out only when it is asked for, which then takes no time."""


def walk_of(
    session: Session,
    whose: Whose = "batch",
    *,
    row: int | None = None,
    encoder: Encoder | None = None,
    arrays: Arrays | None = None,
    frozen: NDArray[np.bool_] | None = None,
) -> Walk:
    """A walk through the next update of ``session``, for the numbers of ``whose``.

    ``row`` is the selected row, from 0. If the next batch has it, the walk goes through it in that batch. ``encoder``
    and ``arrays`` are those of the table where they are at hand. ``frozen`` [parameters] marks weights that do not
    learn; None: those of the settings. Raises NntuiError, with the reason, where there is nothing to walk through.
    """
    encoder = encoder_of(session) if encoder is None else encoder
    network = session.network
    if (len(encoder.shape.features), len(encoder.shape.outputs)) != (network.inputs, network.outputs):
        raise DataError("the network was made for other columns; wait until it has followed the table")
    subject = None
    if whose == "question":
        subject = question_of(session, encoder)
    elif whose == "row":
        subject = row_of(session, encoder, row)
    if subject is not None and subject.last != "after":
        return _Maker(session, encoder, Arrays.none(network.inputs, network.outputs), frozen).alone(subject)
    maker = _Maker(session, encoder, encode(session.table, encoder) if arrays is None else arrays, frozen)
    if subject is None:
        return maker.in_batch(batch_of(session, maker.arrays, whole=whose == "all"))
    if not fits(session, min(len(maker.arrays.inputs), session.training.batch or len(maker.arrays.inputs))):
        return maker.alone(subject)
    walk = maker.in_batch(batch_of(session, maker.arrays, whole=False))
    place = None if row is None else walk.place_of_row(row)
    return maker.alone(subject) if place is None else walk.focused(place)


@dataclass(frozen=True, slots=True, eq=False)
class _Maker:
    session: Session
    encoder: Encoder
    arrays: Arrays
    frozen: NDArray[np.bool_] | None

    @property
    def _counters(self) -> Counters:
        return Counters() if self.session.checkpoint is None else self.session.checkpoint

    def in_batch(self, subject: Subject) -> Walk:
        """The walk through the rows that training picks."""
        from nntui.training.textbook import next_batch

        session = self.session
        batch = next_batch(session.network, session.training, self.arrays, self._counters, whole=subject.whole)
        numbers = self.arrays.rows[batch.places]
        title = f"{subject.title} ({len(numbers):,} rows)" if subject.title == "the next batch" else subject.title
        return self._walk(replace(subject, title=title), batch, numbers)

    def alone(self, subject: Subject) -> Walk:
        """The walk through one row, or the question, on its own."""
        from nntui.training.batches import updates_per_epoch
        from nntui.training.textbook import single_batch

        session = self.session
        assert subject.inputs is not None
        targets = np.zeros((1, session.network.outputs), np.float32) if subject.targets is None else subject.targets
        batch = single_batch(
            session.network,
            session.training,
            (subject.inputs, targets),
            self._counters,
            dropped=subject.last == "after",
            updates_per_epoch=max(1, updates_per_epoch(len(self.arrays.inputs), session.training.batch)),
        )
        none = np.empty(0, np.int64)
        return self._walk(subject, batch, none if subject.table_rows is None else subject.table_rows)

    def _walk(self, subject: Subject, batch: StepInputs, numbers: NDArray[np.int64]) -> Walk:
        from nntui.training.textbook import (
            displayed_loss,
            flat_tensor,
            forward_only,
            frozen_parameters,
            take_step,
            tensor_of,
        )

        session, network, training = self.session, self.session.network, self.session.training
        flat = flat_tensor(Predictor(session, self.encoder).weights)
        frozen = frozen_parameters(network, training) if self.frozen is None else tensor_of(self.frozen)
        saved = {} if session.checkpoint is None else session.checkpoint.optimizer
        memory = {name: flat_tensor(moment) for name, moment in saved.items()}

        @cache
        def step() -> WorkedStep:
            return take_step(network, training, batch, flat, memory, frozen=frozen)

        def change(*rows: Tensor) -> tuple[float, float]:
            before, after = (displayed_loss(training.loss, network, each, *rows) for each in (flat, step().after))
            return before, after

        @cache
        def losses() -> tuple[float, float]:
            return change(batch.inputs, batch.targets)

        @cache
        def totals() -> tuple[float, float] | None:
            if not fits(session, len(self.arrays.inputs)):
                return None
            if len(self.arrays.inputs) == len(batch.inputs):
                return losses()
            return change(tensor_of(self.arrays.inputs), tensor_of(self.arrays.targets))

        if subject.last == "after" and self.arrays.inputs.size > LATER:
            totals()

        def cells(place: int) -> Mapping[str, Cell]:
            if subject.cells is not None:
                return subject.cells()
            return session.table.frame.row(int(numbers[place]), named=True)

        scene = WalkScene(
            network=network,
            training=training,
            encoder=self.encoder,
            weights=flat,
            forward=step().forward if subject.last == "after" else forward_only(network, batch, flat),
            focus=0,
            rows=RowNames(numbers) if len(numbers) else [subject.title],
            cells=cells,
            step=step,
            losses=losses,
            totals=totals,
            lesson=session.query_scaling == "own-max" and network.sizes == (2, 3, 1),
            mask=None if frozen is None else frozen.numpy(),
            formulas={column.name: column.formula for column in session.table.columns if column.formula},
        )
        return Walk(subject, scene, numbers)
