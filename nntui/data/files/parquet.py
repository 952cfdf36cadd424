"""Tables as Parquet files, whose metadata keep the description of each column."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

import msgspec
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.cells import converted
from nntui.data.column import Column, column_of_kind
from nntui.data.files.infer import column_of_texts, missing_notes, usable_names
from nntui.data.files.source import FileContents
from nntui.data.kinds import TEXT, WHOLE, YES_NO
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.files.source import ReadRequest
    from nntui.data.table import Table

_KEY = "nntui"
"""In the file's metadata: the columns' descriptions, as JSON."""
_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, MemoryError)


def read_parquet(request: ReadRequest) -> FileContents:
    """The columns of a Parquet file, with their roles if nntui wrote it. Raises DataError without the file's name."""
    # A path goes to polars itself, which then reads no more than it needs.
    source = request.whole
    try:
        lazy = pl.scan_parquet(_opened(source), glob=False, hive_partitioning=False)
        for name, dtype in lazy.collect_schema().items():
            _check_flat(name, dtype)
        frame = (lazy if request.rows is None else lazy.head(request.rows)).collect()
        described = _described(_opened(source), frame.schema)
    except _FAULTS as error:
        raise DataError(f"cannot be read as Parquet: {one_line(str(error).splitlines()[0])}") from None
    if not frame.width:
        raise DataError("the file has no columns")
    names, notes = usable_names(frame.columns)
    columns, cells = [], []
    for number, name in enumerate(names):
        column, series = _column(name, frame.to_series(number), notes)
        wanted = request.kinds.get(name)
        if described:
            column = described[number]
        if wanted is not None:
            kind, words = (wanted.kind, wanted.words) if isinstance(wanted, Column) else (wanted, None)
            if kind != column.kind:
                old, column = column, column_of_kind(column, series, kind, words)
                series = converted(series, old, column)
            column = changed(column, words=words or column.words)
        columns.append(column)
        cells.append(series.alias(name))
    return FileContents(columns, cells, notes, has_roles=bool(described))


def write_parquet(table: Table, file: IO[bytes]) -> None:
    """Write names, cells and the columns' descriptions."""
    described = msgspec.json.encode(table.columns).decode()
    table.frame.write_parquet(file, metadata={_KEY: described})


def _opened(source: Path | bytes) -> Path | io.BytesIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    return io.BytesIO(source.read_bytes()) if LONE_SURROGATE.search(str(source)) else source  # polars wants UTF-8


def _described(source: Path | io.BytesIO, schema: pl.Schema) -> list[Column]:
    """The columns that nntui has written; none if another program has changed them since."""
    text = pl.read_parquet_metadata(source).get(_KEY, "[]")
    try:
        columns = msgspec.json.decode(text, type=list[Column])
    except (msgspec.MsgspecError, DataError):
        return []
    same = [(column.name, column.dtype) for column in columns] == list(schema.items())
    return columns if same else []


def _check_flat(name: str, dtype: pl.DataType) -> None:
    if dtype.is_nested() or dtype in {pl.Object, pl.Binary, pl.Unknown}:
        what = "bytes" if dtype == pl.Binary else "lists or records"
        raise DataError(f"column {one_line(name)}: its cells are {what}; a table has numbers, yes and no, and text")


def _column(name: str, cells: pl.Series, notes: list[str]) -> tuple[Column, pl.Series]:
    """The column that a series makes by its type, and its cells as the table has them."""
    dtype = cells.dtype
    if dtype.is_integer():
        return _whole(name, cells)
    if dtype.is_numeric():
        return Column(name), _finite(name, cells.cast(pl.Float64), notes)
    if dtype == pl.Boolean:
        return Column(name, YES_NO), cells
    if dtype.is_temporal() or (dtype == pl.Null and cells.len()):
        return Column(name, TEXT), cells.dt.to_string("iso") if dtype == pl.Duration else cells.cast(pl.String)
    if dtype == pl.Null:
        return Column(name), cells.cast(pl.Float64)
    return _texts(name, cells.cast(pl.String))


def _whole(name: str, cells: pl.Series) -> tuple[Column, pl.Series]:
    whole = cells.cast(pl.Int64, strict=False)
    if whole.null_count() > cells.null_count():
        return Column(name, TEXT), cells.cast(pl.String)
    return Column(name, WHOLE), whole


def _texts(name: str, texts: pl.Series) -> tuple[Column, pl.Series]:
    texts = texts.set(texts.eq("").fill_null(value=False), None)
    return column_of_texts(name, texts)


def _finite(name: str, cells: pl.Series, notes: list[str]) -> pl.Series:
    """The cells with those that are not a number made empty. Raises DataError for the first infinite one."""
    endless = cells.is_infinite().fill_null(value=False).arg_true()
    if endless.len():
        row = int(endless[0])
        raise DataError(f"row {row + 1}, column {one_line(name)}: {cells[row]} is not a finite number")
    missing = int(cells.is_nan().sum())
    notes += missing_notes(name, {"NaN": missing})
    return cells.fill_nan(None) if missing else cells
