"""The inputs, outputs and task of a network for a table, and the rows that it is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nntui.data.encoding.coders import check_some, class_coder_of
from nntui.data.encoding.scaling import check_given
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.encoding.coders import Levels, YesNo
    from nntui.data.table import Table

Task = Literal["regression", "binary", "classes"]
"""Numbers; the chance of the second of two classes; a chance for each of more classes."""


@dataclass(frozen=True, slots=True)
class TaskShape:
    """Names of a network's inputs (``age``, ``origin=usa``) and of its outputs (targets or classes), and its task."""

    features: tuple[str, ...]
    outputs: tuple[str, ...]
    task: Task

    @classmethod
    def of(cls, features: Sequence[str], targets: Sequence[str], classes: Sequence[str]) -> TaskShape:
        """The shape for these inputs and targets; ``classes`` are those of a target of classes, none for numbers."""
        task: Task = "regression" if not classes else "binary" if len(classes) == 2 else "classes"
        return cls(tuple(features), tuple(classes if task == "classes" else targets), task)


def shape_of(table: Table) -> TaskShape:
    """The shape that the encoder of ``table`` will have, without the work of fitting scalings.

    Raises DataError as ``Encoder.fit`` does for the columns and the levels of a category. Empty cells to refuse, and no
    row to train on, matter only where levels must be found.
    """
    check_roles(table)
    fitted = {column.name for column in (*table.inputs, *table.targets) if _depends_on_rows(table, column)}
    rows = training_rows(table) if fitted else None

    def coder(column: Column) -> YesNo | Levels:
        if rows is None or column.name not in fitted:  # what its words are is known without a look at the cells
            return class_coder_of(column, table.frame.get_column(column.name))
        check_rows(table, rows)
        return class_coder_of(column, cells_of(table, column, rows))

    features = [
        name for column in table.inputs for name in ((column.name,) if column.numeric else coder(column).features)
    ]
    classes = [name for column in table.targets if column.classes for name in coder(column).classes]
    return TaskShape.of(features, [column.name for column in table.targets], classes)


def _depends_on_rows(table: Table, column: Column) -> bool:
    """Whether the classes of ``column`` depend on the cells of the rows to train on."""
    return column.has_levels or (
        column.boolean and column.policy.where_empty and table.frame.get_column(column.name).null_count() > 0
    )


def check_roles(table: Table) -> None:
    """Raise DataError where the columns of ``table`` cannot be the inputs and targets of one network."""
    if not table.inputs:
        raise DataError(f"no column is an input{_other_inputs(table)}")
    if not table.targets:
        raise DataError("no column is a target; choose one")
    for column in (*table.inputs, *table.targets):
        if not column.kind_record.learnable:
            raise DataError(f"{one_line(column.name)}: is text; make it a category, or ignore it")
        column.check_policy(column.missing)
    alone = [column for column in table.targets if column.classes]
    if alone and len(table.targets) > 1:
        name = one_line(alone[0].name)
        raise DataError(f"{name}: a target with classes must be the only target")


def _other_inputs(table: Table) -> str:
    """The advice for a table without an input."""
    if any(column.kind_record.learnable and not column.is_target for column in table.columns):
        return "; choose one"
    targets = [column.name for column in table.targets if column.kind_record.learnable]
    return f", and none but {as_list(targets)} can be one" if targets else ", and none can be one as it is"


def check_refused(table: Table, among: NDArray[np.bool_] | None = None) -> None:
    """Raise DataError for the first row with an empty cell whose policy is to refuse, of the rows ``among`` [rows]."""
    columns = (column for column in (*table.inputs, *table.targets) if column.policy.refuses)
    check_given([table.frame.get_column(column.name) for column in columns], among)


def training_rows(table: Table) -> NDArray[np.bool_]:
    """Boolean [rows]: True for those to train on: no validation rows, and none with an empty cell that drops them."""
    rows: NDArray[np.bool_] = table.complete & ~table.validation.to_numpy()
    return rows


def check_rows(table: Table, rows: NDArray[np.bool_]) -> None:
    """Raise DataError with the reason if none of ``rows``, those to train on, is True."""
    if rows.any():
        return
    if not table.height:
        raise DataError("the table has no rows; add one to train on")
    validation = table.validation.to_numpy()
    if validation.all():
        raise DataError("every row is a validation row; choose fewer")
    for column in (*table.inputs, *table.targets):
        if column.policy.leaves_out:
            check_some(column, cells_of(table, column, ~validation))
    names = [
        column.name
        for column in (*table.inputs, *table.targets)
        if column.policy.leaves_out and cells_of(table, column, ~validation).null_count()
    ]
    raise DataError(f"every training row has an empty cell in one of {as_list(names)}; fill them in or ignore some")


def cells_of(table: Table, column: Column, rows: NDArray[np.bool_]) -> pl.Series:
    """The cells of ``column`` in those of ``rows`` [rows] that are True."""
    cells = table.frame.get_column(column.name)
    return cells if rows.all() else cells.filter(rows)
