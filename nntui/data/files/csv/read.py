"""Text with separators, as CSV (RFC 4180) and TSV files hold it, read into columns.

The text is read in pieces of whole records. Polars reads a piece in one go where it is plainly spelled; where it finds
anything unusual, the same piece is read again cell by cell, which either shows that all is well or finds the place to
tell the user. So a large file takes little more memory than the table it becomes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.files.csv.chunks import Pieces
from nntui.data.files.csv.columns import Demanding, Inferring
from nntui.data.files.csv.records import TextError
from nntui.data.files.csv.sniff import encodings_of, is_decimal_comma, utf8_blocks
from nntui.data.files.dialect import Dialect
from nntui.data.files.formats import BLOCK, FIRST_BLOCK
from nntui.data.files.infer import mended, numbered
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import IO

    import polars as pl

    from nntui.data.column import Kind
    from nntui.data.files.csv.columns import Collector


@dataclass(frozen=True, slots=True)
class Delimited:
    """What a text holds: columns and their cells, how it is spelled, and what a user should know of how it was read."""

    columns: list[Column]
    cells: list[pl.Series]
    dialect: Dialect
    notes: list[str]


@dataclass(slots=True)
class _Request:
    """What is asked for, and what has been learnt of the text while reading it."""

    opened: Callable[[], IO[bytes]]
    how: Dialect
    kinds: Mapping[str, Kind | Column]
    rows: int | None
    progress: Callable[[int], None] | None
    why_text: dict[int, str] = field(default_factory=dict)


def read_delimited(
    opened: Callable[[], IO[bytes]],
    how: Dialect,
    kinds: Mapping[str, Kind | Column],
    rows: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Delimited:
    """The columns in the text that ``opened`` opens, which it may do several times.

    ``how`` says what is known of its dialect, ``kinds`` of its columns by name: a kind, or a column of which the kind
    and the words are taken. With ``rows`` no more than the beginning is read, and so many rows are kept. ``progress``
    is told how many bytes have been read. Raises DataError that says row (from 1, without the header), line and column.
    """
    request = _Request(opened, how, kinds, rows, progress)
    with opened() as file:
        encodings = (how.encoding,) if how.encoding else encodings_of(file.read(8))
    fault = None
    for encoding in encodings:
        try:
            return _read(request, encoding)
        except TextError as error:
            fault = fault or error
            if not error.encoding:
                raise DataError(str(error)) from None
    raise DataError(str(fault))


def _read(request: _Request, encoding: str) -> Delimited:
    """Read the text, again where a column of numbers turns out to be text, or another decimal sign is in use."""
    while (found := _read_once(request, encoding)) is None:
        pass
    return found


def _read_once(request: _Request, encoding: str) -> Delimited | None:
    """What the text holds; None where it must be read again, with what ``request`` knows of it by now."""
    size = BLOCK if request.rows is None else FIRST_BLOCK
    with request.opened() as file:
        pieces = Pieces(utf8_blocks(file, encoding, size, guessed=request.how.encoding is None), request.how)
        if not pieces.width:
            raise DataError("the file is empty")
        names, notes = _names(pieces)
        collectors = [_collector(request, name, number, pieces.dialect) for number, name in enumerate(names)]
        taken = 0
        for piece in pieces:
            for collector, cells in zip(collectors, piece.cells, strict=True):
                collector.take(cells, piece.place)
            taken += piece.cells.height
            if request.progress is not None:
                request.progress(file.tell())
            if request.rows is not None and taken >= request.rows:
                break
    inferring = {number: each for number, each in enumerate(collectors) if isinstance(each, Inferring)}
    if pieces.dialect.decimal is None and _has_decimal_commas(inferring.values()):
        request.how = changed(request.how, decimal=",")
        return None
    found = [collector.finish() for collector in collectors]
    late = {number: each.why or "" for number, each in inferring.items() if each.again}
    if late:
        request.why_text |= late
        return None
    columns = [column for column, _ in found]
    kept = [cells if request.rows is None else cells.head(request.rows) for _, cells in found]
    notes += [note for collector in collectors for note in collector.notes]
    dialect = pieces.dialect.over(Dialect(decimal=".", encoding=encoding))
    return Delimited(columns, kept, dialect, notes)


def _names(pieces: Pieces) -> tuple[list[str], list[str]]:
    if pieces.header is not None:
        return mended(pieces.header)
    names = numbered(pieces.width)
    called = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return names, [f"the first line names no columns; they are called {called}"]


def _collector(request: _Request, name: str, number: int, dialect: Dialect) -> Collector:
    decimal = dialect.decimal or "."
    wanted = request.kinds.get(name)
    if wanted is None:
        return Inferring(name, decimal, request.why_text.get(number))
    if isinstance(wanted, Column):
        return Demanding(Column(name, wanted.kind, words=wanted.words), decimal, words_known=True)
    return Demanding(Column(name, wanted), decimal, words_known=False)


def _has_decimal_commas(collectors: Iterable[Inferring]) -> bool:
    """Whether numbers have a decimal comma after all, further down than where the dialect was looked for."""
    return any(is_decimal_comma(each.odd) for each in collectors) and not any(each.fractions for each in collectors)
