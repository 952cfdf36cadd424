"""The arrays of a session file: cells and curves as Parquet, weights as safetensors, checked against the settings."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from nntui.data.files.limits import MOST_CELLS
from nntui.data.files.parquet.process import DECODER
from nntui.data.table import Table
from nntui.errors import DataError, SessionError
from nntui.training.records import Losses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.training.records import Checkpoint

MOST_LOSSES = 1_000_000
"""Most entries of a curve that are read; curves that are written are far shorter."""

_MARKS = "validation"
_CURVE = {"recent": pl.Boolean, "epoch": pl.Int64, "train": pl.Float64, "validation": pl.Float64, "seconds": pl.Float64}
_WEIGHTS = ("now", "first", "best")


def cells_written(table: Table) -> bytes:
    """The cells as Parquet under the columns' names; the last column marks the validation rows."""
    return _parquet(table.frame.with_columns(table.validation.alias(_marks_name(table.columns))))


def cells_read(content: bytes, columns: Sequence[Column], rows: int, name: str = "data.parquet") -> Table:
    """The table. Raises SessionError for cells that do not fit ``columns`` and ``rows``, DataError for invalid ones."""
    marks = _marks_name(columns)
    schema = {column.name: column.dtype for column in columns} | {marks: pl.Boolean()}
    if rows * len(schema) > MOST_CELLS:
        raise SessionError(f"{name}: {rows:,} rows are more than can be read")
    frame = _frame(content, name, schema, rows)
    try:
        table = Table.of(columns, frame.drop(marks), frame[marks])
        # A trained network keeps its rows, whatever the words of a split column mean today.
        return replace(table, validation=frame[marks].alias(table.validation.name))
    except RecursionError as error:
        raise SessionError("session.json: too many formulas depend on one another") from error


def weights_written(checkpoint: Checkpoint) -> bytes:
    """The current, first and best weights and the optimiser's tensors, as safetensors."""
    weights = {"now": checkpoint.weights, "first": checkpoint.first, "best": checkpoint.best}
    tensors = weights | {f"optimizer.{name}": tensor for name, tensor in checkpoint.optimizer.items()}
    return save_tensors({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()})


def weights_read(
    content: bytes, parameters: int, optimizer: Iterable[str]
) -> tuple[list[NDArray[np.float32]], dict[str, NDArray[np.float32]]]:
    """``[now, first, best]`` and the optimiser's tensors by name. Raises SessionError for other names or shapes."""
    try:
        tensors = load_tensors(content)
    except (SafetensorError, KeyError, ValueError) as error:
        raise SessionError("weights.safetensors: cannot be read") from error
    names = {name: f"optimizer.{name}" for name in optimizer}
    if set(tensors) != {*_WEIGHTS, *names.values()}:
        raise SessionError("weights.safetensors: does not contain the tensors that session.json names")
    for name, tensor in tensors.items():
        if tensor.shape != (parameters,) or tensor.dtype != np.float32:
            raise SessionError(f"weights.safetensors: {name} is not {parameters} float32 numbers")
    return [tensors[name] for name in _WEIGHTS], {name: tensors[inside] for name, inside in names.items()}


def losses_written(checkpoint: Checkpoint) -> bytes:
    """The curve, followed by the dense recent losses, as Parquet."""
    curve, recent = _losses_frame(checkpoint.curve, recent=False), _losses_frame(checkpoint.recent, recent=True)
    return _parquet(pl.concat([curve, recent]))


def losses_read(content: bytes, name: str = "history.parquet") -> tuple[Losses, Losses]:
    """The curve and the dense recent losses. Raises SessionError for invalid ones."""
    frame = _frame(content, name, {column: kind() for column, kind in _CURVE.items()}, None)
    if frame.null_count().sum_horizontal().item():
        raise SessionError(f"{name}: has empty cells")
    return _losses(frame.filter(~pl.col("recent")), name), _losses(frame.filter("recent"), name)


def _marks_name(columns: Sequence[Column]) -> str:
    """A name for the marks that no column has."""
    name = _MARKS
    while any(column.name == name for column in columns):
        name += "_"
    return name


def _parquet(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def _frame(content: bytes, name: str, schema: Mapping[str, pl.DataType], rows: int | None) -> pl.DataFrame:
    """The frame; its names, types and height are checked before its cells are read."""
    try:
        shape = DECODER.shape(content)
        fits = shape.rows <= MOST_LOSSES if rows is None else shape.rows == rows
        if not fits or shape.left_out or dict(shape.schema) != dict(schema):
            raise SessionError(f"{name}: does not contain the columns and rows that session.json names")
        return DECODER.frame(content, shape, list(schema))
    except DataError as error:
        raise SessionError(f"{name}: {error}") from error


def _losses_frame(losses: Losses, *, recent: bool) -> pl.DataFrame:
    columns = (losses.epochs, losses.train, losses.validation, losses.seconds)
    cells = dict(zip(list(_CURVE)[1:], columns, strict=True))
    return pl.DataFrame({"recent": [recent] * len(losses.epochs), **cells}, schema=_CURVE)


def _losses(frame: pl.DataFrame, name: str) -> Losses:
    epochs = frame["epoch"].to_numpy()
    if len(epochs) and (epochs[0] < 0 or (np.diff(epochs) <= 0).any()):
        raise SessionError(f"{name}: its epochs are out of order")
    return Losses(epochs, frame["train"].to_numpy(), frame["validation"].to_numpy(), frame["seconds"].to_numpy())
