"""Tables as JSON lines: one object a line, a key for each column."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import msgspec
import polars as pl

from nntui.data.cells import without_fraction
from nntui.data.column import Column
from nntui.data.files.csv.columns import FixedKindCollector, join_series
from nntui.data.files.csv.write import with_integers
from nntui.data.files.infer import (
    finite_cells,
    left_out_note,
    missing_notes,
    parse_numbers,
    usable_names,
)
from nntui.data.files.limits import check_line, check_memory, check_width, text_memory
from nntui.data.files.source import BLOCK, FIRST_BLOCK, FileContents
from nntui.data.files.texts import column_of_texts
from nntui.data.kinds import KINDS, NUMBER, TEXT, WHOLE, YES_NO
from nntui.data.numbers import format_number
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.files.source import ReadRequest
    from nntui.data.kinds import Kind
    from nntui.data.table import Table


_NUMBERS = {pl.Int64(), pl.Float64()}
_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_DECODER = msgspec.json.Decoder(dict[str, object])


def read_json_lines(request: ReadRequest) -> FileContents:
    """The columns, in the order in which their keys first appear.

    A key that is missing, null or an empty text is an empty cell. Strings are never read as numbers, unless the
    request's kinds say so or the column holds numbers too. Raises DataError, without the file's name.
    """
    if request.rows is None:
        check_memory(text_memory(request.size, request.head))
    with request.open() as file:
        values = _values(file, request)
    found, mixed = values.pieces, values.mixed
    names, notes = usable_names(list(found))
    columns, cells, left_out = [], [], []
    for name, key in zip(names, list(found), strict=True):
        if key in values.nested:
            left_out.append(name)
            found.pop(key)
            why = f"line {values.nested[key]} holds a list or an object"
            if name in request.kinds:
                raise DataError(f"column {one_line(name)}: {why}")
            notes.append(left_out_note(name, why))
            continue
        told: list[str] = [] if request.ignored(name) else notes
        column, series = _column(name, found.pop(key), request, told, mixed=key in mixed)
        columns.append(column)
        cells.append(series if request.rows is None else series.head(request.rows))
    if not columns:
        key, line = next(iter(values.nested.items()))
        raise DataError(f"line {line}, key {quoted(key)}: a cell cannot hold a list or an object")
    return FileContents(columns, cells, notes, left_out=tuple(left_out))


def write_json_lines(table: Table, file: IO[bytes]) -> None:
    """Write an object for each row, with all keys. Raises DataError for a table without rows."""
    if not table.height:
        raise DataError("JSON lines cannot hold a table without rows; write CSV or Parquet")
    with_integers(table.frame).write_ndjson(file)


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of each key, in ``pieces``; the keys with both strings and other values are ``mixed``.

    Keys with lists or objects are ``nested``, with the first line that has one; their pieces are dropped.
    """

    pieces: dict[str, list[pl.Series]] = field(default_factory=dict)
    mixed: set[str] = field(default_factory=set)
    nested: dict[str, int] = field(default_factory=dict)

    def take(self, objects: list[dict[str, object]], height: int, text: bytes, line: int) -> None:
        """The next ``objects`` after ``height`` others, from a ``text`` that begins on this ``line``."""
        for key in _keys(objects):
            self.pieces.setdefault(key, [pl.Series([], dtype=pl.Null).extend_constant(None, height)])
        for key, pieces in self.pieces.items():
            values = [each.get(key) for each in objects]
            types = set(map(type, values)) - {type(None)}
            if types & {dict, list}:
                self.nested.setdefault(key, _nested_line(values, text, line))
            if key in self.nested:
                pieces.clear()
                continue
            if str in types and len(types) > 1:
                self.mixed.add(key)
            pieces.append(_series(values, types))


def _values(file: IO[bytes], request: ReadRequest) -> _Values:
    values = _Values()
    height = 0
    for line, text in _pieces(file, BLOCK if request.rows is None else FIRST_BLOCK):
        objects = _decoded(text, line)
        values.take(objects, height, text, line)
        height += len(objects)
        check_width(len(values.pieces))
        if request.progress is not None:
            request.progress(file.tell())
        if request.rows is not None and height >= request.rows:
            break
    if not values.pieces:
        raise DataError("no line names a column" if height else "the file is empty")
    return values


def _pieces(file: IO[bytes], size: int) -> Iterator[tuple[int, bytes]]:
    """The text in chunks of whole lines, each with the number of its first line."""
    rest, line = file.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8), 1
    while block := file.read(max(size, len(rest))):
        text = rest + block
        end = text.rfind(b"\n") + 1
        rest = text[end:]
        check_line(len(rest))
        if end:
            yield line, text[:end]
            line += text.count(b"\n", 0, end)
    if rest:
        yield line, rest


def _decoded(text: bytes, line: int) -> list[dict[str, object]]:
    try:
        return _DECODER.decode_lines(text)
    except _FAULTS:
        objects = []
        for number, each in enumerate(text.split(b"\n"), line):
            if not each.strip():
                continue
            try:
                objects.append(_decoded_line(each))
            except _FAULTS as error:
                raise DataError(f"line {number}: {_reason(error)}") from None
        return objects


def _decoded_line(text: bytes) -> dict[str, object]:
    """One object; NaN and Infinity are read, as many programs write them though JSON has neither."""
    try:
        return _DECODER.decode(text.strip())
    except msgspec.DecodeError:
        odd: list[float] = []

        def constant(word: str) -> float:
            odd.append(float(word))
            return odd[-1]

        with suppress(ValueError):
            found: object = json.loads(text, parse_constant=constant)
            if odd and isinstance(found, dict):
                return found
        raise


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "lists or objects are nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "this is not UTF-8"
    reason = str(error).partition(" - at ")[0]
    if isinstance(error, msgspec.ValidationError):
        return "a number is too large" if "range" in reason else "each line must be an object in braces"
    return f"this is not JSON: {reason.removeprefix('JSON is malformed: ')}"


def _keys(objects: list[dict[str, object]]) -> list[str]:
    """All keys in the order in which they first appear."""
    return list(dict.fromkeys(key for keys in dict.fromkeys(map(tuple, objects)) for key in keys))


def _nested_line(values: list[object], text: bytes, line: int) -> int:
    """The line of the first list or object among the values of one key."""
    number = next(number for number, value in enumerate(values) if isinstance(value, dict | list))
    return [at for at, each in enumerate(text.split(b"\n"), line) if each.strip()][number]


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
        return _demanded(name, pieces, wanted, notes)
    if not dtypes:
        notes.append(f"column {one_line(name)}: every cell is empty")
        return Column(name, TEXT), join_series(pieces, pl.String())
    if dtypes <= _NUMBERS:
        kind = NUMBER if pl.Float64() in dtypes else WHOLE
        cells = join_series(pieces, KINDS[kind].dtype)
        return Column(name, kind), _finite(name, cells, notes, lenient=request.ignored(name))
    if dtypes == {pl.Boolean()}:
        return Column(name, YES_NO), join_series(pieces, pl.Boolean())
    return _spelled_column(name, _texts(pieces), notes, strings=dtypes == {pl.String()} and not mixed)


def _finite(name: str, cells: pl.Series, notes: list[str], *, lenient: bool) -> pl.Series:
    return finite_cells(name, cells, notes, lenient=lenient) if cells.dtype == pl.Float64 else cells


def _demanded(name: str, pieces: list[pl.Series], wanted: Kind | Column, notes: list[str]) -> tuple[Column, pl.Series]:
    column = Column(name, wanted.kind, words=wanted.words) if isinstance(wanted, Column) else Column(name, wanted)
    if {piece.dtype for piece in pieces} <= {pl.Null(), column.dtype}:
        cells = join_series(pieces, column.dtype)
        return column, _finite(name, cells, notes, lenient=False)
    demanding = FixedKindCollector(column, ".", words_known=isinstance(wanted, Column))
    demanding.take(_texts(pieces), lambda row: f"row {row + 1}")
    found = demanding.finish()
    notes += demanding.notes
    return found


def _spelled_column(name: str, texts: pl.Series, notes: list[str], *, strings: bool) -> tuple[Column, pl.Series]:
    """A column of ``strings``, or of strings and numbers, which may all be numbers except for words such as NA."""
    numbers = None if strings else parse_numbers(texts)
    if numbers is not None and numbers.odd is None and numbers.endless is None and not numbers.labels:
        notes += missing_notes(name, numbers.missing)
        return Column(name, WHOLE if numbers.whole else NUMBER), numbers.cells
    return column_of_texts(name, texts, notes)


def _texts(pieces: list[pl.Series]) -> pl.Series:
    return join_series(
        [without_fraction(piece) if piece.dtype == pl.Float64 else piece for piece in pieces], pl.String()
    )
