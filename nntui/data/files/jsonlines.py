"""Tables as JSON lines: one object a line, a key for each column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import msgspec
import polars as pl

from nntui.data.cells import without_fraction
from nntui.data.column import Column
from nntui.data.files.csv.write import with_dates, with_integers
from nntui.data.files.declared import DeclaredWords
from nntui.data.files.infer import (
    ODD_SHARE,
    finite_cells,
    join_series,
    left_out_note,
    missing_notes,
    parse_numbers,
    usable_names,
)
from nntui.data.files.json_objects import decoded_objects, keys_of, line_of_object, pieces_of_lines
from nntui.data.files.known_kind import KnownKindCollector, known_column
from nntui.data.files.limits import check_cells, check_inflated, check_width
from nntui.data.files.source import BLOCK, FIRST_BLOCK, FileContents
from nntui.data.files.texts import column_of_texts, decimal_of
from nntui.data.kinds import KINDS, NUMBER, TEXT, WHOLE, YES_NO
from nntui.data.numbers import format_number
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Container

    from nntui.data.files.source import ReadRequest
    from nntui.data.table import Table


_NUMBERS = {pl.Int64(), pl.Float64()}


def read_json_lines(request: ReadRequest) -> FileContents:
    """The columns, in the order in which their keys first appear.

    A key that is missing, null or an empty text is an empty cell. Strings are never read as numbers, unless the
    request's kinds say so or the column holds numbers too. Raises DataError, without the file's name.
    """
    if request.rows is None:
        request.check_size()
    with request.open() as file:
        values = _values(file, request)
    found, mixed = values.pieces, values.mixed
    names, notes = usable_names(list(found))
    columns, cells = [], []
    declared = DeclaredWords(request.dialect.empty or ())
    left_out: dict[str, str] = {}
    for name, key in zip(names, list(found), strict=True):
        pieces = found.pop(key)
        told: list[str] = [] if request.ignored(name) else notes
        if key in values.nested and (why := nested_reason(name, values.nested[key], _filled(pieces), request, told)):
            left_out[name] = why
            notes.append(left_out_note(name, why))
            continue
        counts: dict[str, int] = {}
        pieces = [declared.without(piece, counts) for piece in pieces] if declared else pieces
        told += missing_notes(name, counts)
        column, series = _column(name, pieces, request, told, mixed=key in mixed)
        columns.append(column)
        cells.append(series if request.rows is None else series.head(request.rows))
    if not columns:
        key, nested = next(iter(values.nested.items()))
        raise DataError(f"line {nested.line}, key {quoted(key)}: a cell cannot hold a list or an object")
    return FileContents(columns, cells, notes, left_out=left_out)


def write_json_lines(table: Table, file: IO[bytes]) -> None:
    """Write an object for each row, with all keys. Raises DataError for a table without rows."""
    if not table.height:
        raise DataError("JSON lines cannot hold a table without rows; write CSV or Parquet")
    with_integers(with_dates(table)).write_ndjson(file)


@dataclass(frozen=True, slots=True)
class NestedValues:
    """The ``rows`` in which a key has a list or an object, and the ``line`` of the first."""

    line: int
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KeyValues:
    """The values of each key, in ``pieces``; the keys with both strings and other values are ``mixed``.

    Lists and objects are the texts of their JSON where the key is among ``texts``. Elsewhere they are empty cells, and
    the key is ``nested``.
    """

    texts: Container[str] = ()
    pieces: dict[str, list[pl.Series]] = field(default_factory=dict)
    mixed: set[str] = field(default_factory=set)
    nested: dict[str, NestedValues] = field(default_factory=dict)

    def take(self, objects: list[dict[str, object]], height: int, text: bytes, line: int, end: int = 0) -> None:
        """The next ``objects`` after ``height`` others, from a ``text`` that begins on this ``line``.

        ``end`` counts the bytes up to the end of the text. Raises DataError for more objects and keys than tables have.
        """
        keys = keys_of(objects)
        width = len(self.pieces.keys() | keys)
        check_width(width)
        check_cells(height + len(objects), width)
        check_inflated(max(end, len(text)), (height + len(objects)) * width)
        for key in keys:
            self.pieces.setdefault(key, [pl.Series([], dtype=pl.Null).extend_constant(None, height)])
        for key, pieces in self.pieces.items():
            values = [each.get(key) for each in objects]
            types = set(map(type, values)) - {type(None)}
            if types & {dict, list}:
                values = self._without_nested(key, values, height, text, line)
                types = set(map(type, values)) - {type(None)}
            if str in types and len(types) > 1:
                self.mixed.add(key)
            pieces.append(_series(values, types))

    def _without_nested(self, key: str, values: list[object], height: int, text: bytes, line: int) -> list[object]:
        """The values with lists and objects as texts, or as empty cells that are counted."""
        if key in self.texts:
            return [msgspec.json.encode(each).decode() if isinstance(each, dict | list) else each for each in values]
        rows = [row for row, each in enumerate(values) if isinstance(each, dict | list)]
        nested = self.nested.setdefault(key, NestedValues(line_of_object(rows[0], text, line)))
        nested.rows.extend(height + row for row in rows)
        return [None if isinstance(each, dict | list) else each for each in values]


def _values(file: IO[bytes], request: ReadRequest) -> KeyValues:
    texts = {name for name, kind in request.kinds.items() if known_column(name, kind).textual}
    values = KeyValues(texts)
    height = size = 0
    for line, text in pieces_of_lines(file, BLOCK if request.rows is None else FIRST_BLOCK):
        objects = decoded_objects(text, line)
        size += len(text)
        values.take(objects, height, text, line, size)
        height += len(objects)
        if request.progress is not None:
            request.progress(file.tell())
        if request.rows is not None and height >= request.rows:
            break
    if not values.pieces:
        raise DataError("no line names a column" if height else "the file is empty")
    return values


def nested_reason(name: str, nested: NestedValues, filled: int, request: ReadRequest, notes: list[str]) -> str:
    """Why the column is left out, as too many of its cells are lists or objects; "" where they are taken as empty.

    ``filled`` other cells hold something.

    Raises DataError where the column's kind is known and its cells cannot be refused one by one.
    """
    known = name in request.kinds
    if known and request.refused is not None:
        for row in nested.rows:
            request.refused(row, f"column {one_line(name)}: a list or an object is no cell")
        return ""
    if known:
        raise DataError(f"line {nested.line}, column {one_line(name)}: a list or an object can only be read as text")
    count = len(nested.rows)
    if count >= filled or count > max(1, filled * ODD_SHARE):
        return f"line {nested.line} holds a list or an object (of kind category its text is an input)"
    if count == 1:
        taken = f"the list or object in line {nested.line} is taken as empty"
    else:
        taken = f"{count:,} lists or objects are taken as empty, the first in line {nested.line}"
    notes.append(f"column {one_line(name)}: {taken}")
    return ""


def _filled(pieces: list[pl.Series]) -> int:
    return sum(piece.len() - piece.null_count() for piece in pieces)


def _series(values: list[object], types: set[type]) -> pl.Series:
    """The values of one key in their JSON type, or as texts if there are several types."""
    try:
        if types <= {int}:
            return pl.Series(values, dtype=pl.Int64 if types else pl.Null)
        if types <= {int, float}:
            return pl.Series(values, dtype=pl.Float64, strict=False)
    except (OverflowError, TypeError, pl.exceptions.PolarsError):
        pass  # a whole number beyond 64 bits
    if types == {bool}:
        return pl.Series(values, dtype=pl.Boolean)
    return pl.Series([_spelled(value) for value in values], dtype=pl.String)


def _spelled(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_number(value)
    return None if value is None or value == "" else str(value)


def _column(
    name: str, pieces: list[pl.Series], request: ReadRequest, notes: list[str], *, mixed: bool
) -> tuple[Column, pl.Series]:
    wanted = request.kinds.get(name)
    dtypes = {piece.dtype for piece in pieces} - {pl.Null()}
    if wanted is not None:
        return _demanded(name, pieces, request, notes)
    if not dtypes:
        notes.append(f"column {one_line(name)}: every cell is empty")
        return Column(name, TEXT), join_series(pieces, pl.String())
    if dtypes <= _NUMBERS:
        kind = NUMBER if pl.Float64() in dtypes else WHOLE
        cells = join_series(pieces, KINDS[kind].dtype)
        return Column(name, kind), _finite(name, cells, notes, lenient=request.ignored(name))
    if dtypes == {pl.Boolean()}:
        return Column(name, YES_NO), join_series(pieces, pl.Boolean())
    return _spelled_column(name, texts_of(pieces), notes, strings=dtypes == {pl.String()} and not mixed)


def _finite(name: str, cells: pl.Series, notes: list[str], *, lenient: bool) -> pl.Series:
    return finite_cells(name, cells, notes, lenient=lenient) if cells.dtype == pl.Float64 else cells


def _demanded(name: str, pieces: list[pl.Series], request: ReadRequest, notes: list[str]) -> tuple[Column, pl.Series]:
    """The column of the kind that the request knows."""
    wanted = request.kinds[name]
    column = known_column(name, wanted)
    if {piece.dtype for piece in pieces} <= {pl.Null(), column.dtype}:
        cells = join_series(pieces, column.dtype)
        if request.refused is None or cells.dtype != pl.Float64 or not cells.is_infinite().any():
            return column, _finite(name, cells, notes, lenient=False)
    texts = texts_of(pieces)
    collector = KnownKindCollector(name, wanted, decimal_of(texts), request.refused)
    collector.take(texts, lambda row: f"row {row + 1}")
    found = collector.finish()
    notes += collector.notes
    return found


def _spelled_column(name: str, texts: pl.Series, notes: list[str], *, strings: bool) -> tuple[Column, pl.Series]:
    """A column of ``strings``, or of strings and numbers, which may all be numbers except for words such as NA."""
    numbers = None if strings else parse_numbers(texts)
    if numbers is not None and numbers.odd is None and numbers.endless is None and not numbers.labels:
        notes += missing_notes(name, numbers.missing)
        return Column(name, WHOLE if numbers.whole else NUMBER), numbers.cells
    return column_of_texts(name, texts, notes, decimal_of(texts))


def texts_of(pieces: list[pl.Series]) -> pl.Series:
    """The values as texts, whole numbers without a fraction."""
    return join_series(
        [without_fraction(piece) if piece.dtype == pl.Float64 else piece for piece in pieces], pl.String()
    )
