"""Reads tables from Parquet files, nntui's own and those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.amounts import HOURS
from nntui.data.cells import converted
from nntui.data.column import Column, column_of_kind
from nntui.data.dates import DAY, EARLIEST, LATEST, precise_format
from nntui.data.files.declared import DeclaredWords
from nntui.data.files.infer import finite_cells, left_out_note, missing_notes, usable_names
from nntui.data.files.known_kind import KnownKindCollector
from nntui.data.files.limits import check_cells, check_memory
from nntui.data.files.parquet.process import DECODER
from nntui.data.files.parquet.write import KEY, stored_type
from nntui.data.files.source import FileContents
from nntui.data.files.texts import column_of_texts, decimal_of
from nntui.data.kinds import DATE, NUMBER, TEXT, WHOLE, YES_NO
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.files.parquet.process import ParquetShape
    from nntui.data.files.source import ReadRequest

_PANDAS_KEY = "pandas"
"""In the metadata of a file that pandas wrote: which columns are the frame's index."""


def read_parquet(request: ReadRequest) -> FileContents:
    """The columns of a Parquet file, with their roles if nntui wrote it. Raises DataError without the file's name."""
    shape = DECODER.shape(request.whole)
    if request.rows is None:
        _check_size(shape)
    frame = DECODER.frame(request.whole, shape, list(shape.schema), request.rows)
    metadata, nested = shape.metadata, dict(shape.left_out)
    frame, bytes_left_out = without_bytes(frame)
    nested |= bytes_left_out
    if not frame.width:
        raise DataError(no_columns(nested))
    described = described_columns(metadata, frame.schema)
    names, notes = usable_names(frame.columns)
    notes += [left_out_note(name, why) for name, why in nested.items()]
    columns, cells = [], []
    declared = DeclaredWords(request.dialect.empty or ())
    for number, name in enumerate(names):
        as_described, counts = described[number] if described else None, dict[str, int]()
        read = declared.without(frame.to_series(number), counts) if declared else frame.to_series(number)
        notes += [] if request.ignored(name) else missing_notes(name, counts)
        column, series = read_column(name, read, request, notes, as_described)
        columns.append(column)
        cells.append(series.alias(name))
    index = dict(zip(frame.columns, names, strict=True))
    return FileContents(
        columns,
        cells,
        notes,
        has_roles=bool(described),
        left_out=nested,
        index=tuple(index[name] for name in _pandas_index(metadata) if name in index),
    )


def read_column(
    name: str, cells: pl.Series, request: ReadRequest, notes: list[str], described: Column | None
) -> tuple[Column, pl.Series]:
    """The column of the kind that the request knows, as nntui ``described`` it, or as its type suggests."""
    ignored, wanted = request.ignored(name), request.kinds.get(name)
    if wanted is not None and holds_texts(cells.dtype):
        texts = without_blanks(cells.cast(pl.String))
        collector = KnownKindCollector(name, wanted, decimal_of(texts), request.refused)
        collector.take(texts, lambda row: f"row {row + 1}")
        column, series = collector.finish()
        notes += collector.notes
        return in_role_of(column, described), series
    refused = None if wanted is None else request.refused
    if refused is not None and cells.dtype.is_float():
        for row in cells.is_infinite().arg_true():
            refused(row, f"column {one_line(name)}: {cells[row]} is not a finite number")
    lenient = ignored or refused is not None
    if described is None:
        column, series = _column(name, cells, [] if ignored else notes, lenient=lenient)
    else:
        column = described
        series = _moments(name, cells, notes)[1] if column.temporal else cells
        series = finite_cells(name, series, notes, lenient=lenient) if series.dtype.is_float() else series
    if wanted is None:
        return column, series
    kind, words = (wanted.kind, wanted.words) if isinstance(wanted, Column) else (wanted, None)
    if kind != column.kind:
        old, column = column, column_of_kind(column, series, kind, words)
        series = converted(series, old, column, refused)
    return changed(column, words=words or column.words), series


def in_role_of(column: Column, described: Column | None) -> Column:
    """``column`` with what its ``described`` form says besides its kind."""
    if described is None:
        return column
    return changed(described, kind=column.kind, words=column.words, unit=described.unit or column.unit).settled()


def holds_texts(dtype: pl.DataType) -> bool:
    """True for cells that are texts."""
    return dtype == pl.String or isinstance(dtype, pl.Categorical | pl.Enum)


def described_columns(metadata: Mapping[str, str], schema: pl.Schema) -> list[Column]:
    """The columns that nntui has written; none if another program has changed them since."""
    try:
        columns = msgspec.json.decode(metadata.get(KEY, "[]"), type=list[Column])
    except (msgspec.MsgspecError, DataError, RecursionError):
        return []
    same = [(column.name, stored_type(column)) for column in columns] == list(schema.items())
    return columns if same else []


class _PandasMetadata(msgspec.Struct):
    index_columns: list[object] = []


def _pandas_index(metadata: Mapping[str, str]) -> list[str]:
    """The names of the columns that were the index of the frame that pandas wrote."""
    try:
        found = msgspec.json.decode(metadata.get(_PANDAS_KEY, "{}"), type=_PandasMetadata)
    except (msgspec.MsgspecError, RecursionError):
        return []
    return [name for name in found.index_columns if isinstance(name, str)]


def without_bytes(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """The frame with bytes as text in UTF-8, and why columns in which they are no such text are left out."""
    left_out: dict[str, str] = {}
    kept = []
    for cells in frame:
        try:
            kept.append(cells.cast(pl.String) if cells.dtype == pl.Binary else cells)
        except pl.exceptions.PolarsError:
            left_out[cells.name] = "its cells are bytes"
    return pl.DataFrame(kept), left_out


def no_columns(left_out: dict[str, str]) -> str:
    """The message for a file all of whose columns are left out."""
    for name, why in left_out.items():
        return f"column {one_line(name)}: {why}; a table has numbers, yes and no, and text"
    return "the file has no columns"


def _check_size(shape: ParquetShape) -> None:
    """Refuse what would not fit into memory, by what the file itself says: a few bytes can unpack to many."""
    check_cells(shape.rows, len(shape.schema))
    check_memory(shape.memory)


def _column(name: str, cells: pl.Series, notes: list[str], *, lenient: bool) -> tuple[Column, pl.Series]:
    """The column that a series makes by its type, and its cells as the table has them."""
    dtype = cells.dtype
    if dtype.is_integer():
        return _whole(name, cells)
    if dtype.is_numeric():
        return Column(name), finite_cells(name, cells.cast(pl.Float64), notes, lenient=lenient)
    if dtype.is_temporal():
        return _moments(name, cells, notes)
    if dtype == pl.Boolean:
        return Column(name, YES_NO), cells
    if dtype == pl.Null:
        return (Column(name, TEXT), cells.cast(pl.String)) if cells.len() else (Column(name), cells.cast(pl.Float64))
    texts = without_blanks(cells.cast(pl.String))
    return column_of_texts(name, texts, notes, decimal_of(texts))


def _moments(name: str, cells: pl.Series, notes: list[str]) -> tuple[Column, pl.Series]:
    """Dates, moments or times of day as a column of dates, and spans of time as numbers, which is noted."""
    if cells.dtype == pl.Duration:
        notes.append(f"column {one_line(name)} is read as numbers in {HOURS}")
        return Column(name, NUMBER, unit=HOURS), cells.dt.total_microseconds() / (DAY / 24)
    is_time = cells.dtype == pl.Time
    micros = cells.cast(pl.Int64) // 1_000 if is_time else cells.cast(pl.Datetime("us")).dt.epoch("us")
    days = micros.cast(pl.Float64) / DAY
    days = days.set((days < EARLIEST) | (days > LATEST), None)
    return Column(name, DATE, date_format=precise_format(days, date=not is_time)), days


def _whole(name: str, cells: pl.Series) -> tuple[Column, pl.Series]:
    whole = cells.cast(pl.Int64, strict=False)
    if whole.null_count() > cells.null_count():
        return Column(name, TEXT), cells.cast(pl.String)
    return Column(name, WHOLE), whole


def without_blanks(texts: pl.Series) -> pl.Series:
    """The texts, with empty ones as empty cells."""
    return texts.set(texts.eq("").fill_null(value=False), None)
