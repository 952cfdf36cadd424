"""Whose numbers a walk follows: the rows, where they come from, and how far the walk can go with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.session.calculated import with_calculated_cells
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.kinds import Cell
    from nntui.session.session import Session
    from nntui.session.walk.place import Phase

MOST_NUMBERS = 5_000_000
"""Activations of the largest batch that is walked through: about 100 MB with their slopes."""

Whose = Literal["row", "question", "batch", "all"]
"""The selected row, the question of the predict form, the next batch of training, all training rows as one batch."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The rows of a walk. ``last`` is the phase where it ends, ``notes`` are sentences on what is shown, and why.

    ``inputs`` [rows, inputs] and ``targets`` [rows, outputs] are encoded; they are None where the rows are those of the
    next batch (``whole`` or not), which training picks. ``table_rows`` are numbers of the table, from 0.
    """

    title: str
    notes: tuple[str, ...]
    last: Phase
    inputs: NDArray[np.float32] | None = None
    targets: NDArray[np.float32] | None = None
    table_rows: NDArray[np.int64] | None = None
    whole: bool = False
    cells: Callable[[], Mapping[str, Cell]] | None = None


def question_of(session: Session, encoder: Encoder) -> Subject:
    """The question of the predict form. Raises DataError where it cannot be answered."""
    answer = Predictor(session, encoder).answer(session.query)
    notes = ["A question has no true answer to compare with, so the walk ends after the forward pass."]
    if answer.own.inputs != answer.trained.inputs:
        numbers = as_list(f"{number:.4g}" for number in answer.own.inputs)
        notes.append(f"Scaled as in training. The lesson divides the question by its own largest value: {numbers}.")
    names = [coder.name for coder in encoder.inputs]
    columns = {column.name: column for column in session.table.columns}
    return Subject(
        "the question",
        (*notes, *answer.warnings),
        "forward",
        inputs=np.array([answer.trained.inputs], dtype=np.float32),
        cells=lambda: with_calculated_cells(columns, session.query, names),
    )


def row_of(session: Session, encoder: Encoder, row: int | None) -> Subject:
    """A row of the table on its own. Raises DataError for a row without its inputs."""
    table = session.table
    if row is None or not 0 <= row < table.height:
        raise DataError("no row is selected; select one, or walk through the question")
    frame = table.frame[row : row + 1]
    if not encoder.usable(frame).all():
        empty = [coder.name for coder in encoder.inputs if not coder.fills and frame.get_column(coder.name)[0] is None]
        raise DataError(f"row {row + 1}: {one_line(as_list(empty))} is empty and nothing fills it in; fill it in")
    inputs, place = encoder.encode_inputs(frame), np.array([row])
    title = f"row {row + 1}"
    if not encoder.answered(frame).all():
        targets = as_list(coder.name for coder in encoder.targets)
        note = f"Its target {one_line(targets)} is empty or unknown: the walk ends after the forward pass."
        return Subject(title, (note,), "forward", inputs=inputs, table_rows=place)
    if bool(table.validation[row]):
        note = "This is a validation row: no step is ever made from it, so the walk ends with its loss."
        return Subject(title, (note,), "loss", inputs, encoder.encode_targets(frame), place)
    note = "The next batch leaves this row out: the update is the one that this row alone would make."
    return Subject(title, (note,), "after", inputs, encoder.encode_targets(frame), place)


def batch_of(session: Session, arrays: Arrays, *, whole: bool) -> Subject:
    """The next batch of training, or all training rows as one (``whole``).

    Raises DataError without a row, and where there are more than a walk keeps.
    """
    rows, size = len(arrays.inputs), session.training.batch
    if not rows:
        raise DataError("there is no row to train on; fill one in, or use fewer validation rows")
    is_all = size is None or size >= rows
    if not fits(session, rows if whole or is_all else size or rows):
        smaller = "a row" if is_all or not fits(session, size or rows) else "a row or the next batch"
        raise DataError(
            f"{rows if whole or is_all else size:,} rows in {sum(session.network.sizes):,} neurons give more than the "
            f"{MOST_NUMBERS:,} numbers that a walk keeps; walk through {smaller}"
        )
    if is_all:
        title = f"all {rows:,} training rows" if rows > 1 else "the one training row"
        return Subject(title, ("This is the next update.",), "after", whole=True)
    if whole:
        note = f"The next update is made from {size:,} of these rows; this one would be made from all."
        return Subject(f"all {rows:,} training rows", (note,), "after", whole=True)
    return Subject("the next batch", ("This is the next update.",), "after")


def fits(session: Session, rows: int) -> bool:
    """Whether the numbers of so many rows, one for each neuron, can be kept."""
    return rows * sum(session.network.sizes) <= MOST_NUMBERS


class RowNames(Sequence[str]):
    """The words for rows of the table, of which there may be a million."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...

    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        """The words for the row at ``place``, or for a part of them."""
        return RowNames(self._numbers[place]) if isinstance(place, slice) else f"row {self._numbers[place] + 1}"
