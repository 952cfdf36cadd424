"""A text with separators cut into chunks of whole records, each a frame of strings that knows its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.files.csv.header import holds_numbers, lines_without_data
from nntui.data.files.csv.preamble import Preamble, comment_notes, names_in_comment, preamble_of
from nntui.data.files.csv.records import end_of_records, line_ends, records, strings_at_once
from nntui.data.files.csv.sniff import detect_dialect
from nntui.data.files.csv.title import title_of
from nntui.data.files.dialect import Dialect
from nntui.data.files.limits import check_line
from nntui.errors import DataError
from nntui.safe_text import as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from nntui.data.files.csv.records import Record

HEAD = 1 << 20
"""Bytes at the beginning of a text that the detection of its dialect may use."""
RECORDS = 256
"""Records of a chunk at least, unless longer than ``LARGEST``: each chunk costs some time for each column."""
LARGEST = 32 << 20
"""Bytes of the largest chunk."""
SMALL = 64 << 10
"""Bytes that are read cell by cell where they cannot be read at once."""

_BLANK_LINES = re.compile(rb"(?:[ ]*\r?\n)+")


@dataclass(frozen=True, slots=True)
class RecordChunk:
    """Some records, one after the other: a String column "0", "1", ... for each cell of a record, null where empty.

    ``place`` says where a row of ``cells`` is in the file: ``row 2 (line 3)``, the row counted without the header.
    """

    cells: pl.DataFrame
    place: Callable[[int], str]


class RecordChunks:
    """Reads the UTF-8 text in ``blocks``; what ``how`` leaves open of its dialect is detected.

    A first record that holds one of the names ``known`` names the columns.
    ``dialect`` is the dialect, ``header`` the first record where it names the columns, and ``width`` the number of
    columns, 0 if there are only blank lines. Raises TextError, here and while iterating.
    """

    def __init__(self, blocks: Iterator[bytes], how: Dialect, known: Container[str] = ()) -> None:
        self._blocks = blocks
        self._buffer = next(blocks, b"")
        self._next = next(blocks, None)
        self._line, self._row = 1, 0
        self.header: list[str] | None = None
        self.notes: list[str] = []
        self.lines_without_data: list[int] = []
        self._detect(how, known)
        self._separator, self._quote = self.dialect.separator or ",", self.dialect.quote or ""
        size = len(self._buffer)
        first = self._first_record()
        record = 0 if first is None else len(self._buffer.decode()[: first.end].encode())
        self._piece_size = max(size, SMALL, min(RECORDS * record, LARGEST))
        self.width = len(self.header or []) if first is None else len(first.cells)
        if first is not None and self.dialect.header and self.header is None:
            self.header = first.cells
            self._advance_text(self._buffer.decode()[: first.end])

    def _detect(self, how: Dialect, known: Container[str]) -> None:
        """Detect the dialect, pass over what comes before the table, and find the names in it."""
        head = self._buffer[:HEAD].decode(errors="ignore")
        final = self._next is None and len(self._buffer) <= HEAD
        preamble = Preamble()
        self.dialect, found = detect_dialect(head, how, final=final)
        if how.header is None and found and any(cell in known for cell in found[0].cells):
            how = how.over(Dialect(header=True))
            self.dialect = changed(self.dialect, header=True)
        elif (preamble := preamble_of(head)).text:
            rest = head[len(preamble.text) :]
            self.dialect, found = detect_dialect(rest, how.over(Dialect(separator=preamble.separator)), final=final)
        rest = head[len(preamble.text) :]
        if how.header is None and preamble.names is None and preamble.separator is None:
            title = title_of(rest, found, lambda text: detect_dialect(text, how, final=final))
            if title:
                preamble = preamble.with_title(title)
                self.dialect, found = detect_dialect(rest[len(title) :], how, final=final)
        separator, quote, decimal = self.dialect.separator or ",", self.dialect.quote or "", self.dialect.decimal or "."
        if how.header is not False:
            comment = names_in_comment(preamble, lambda line: list(records(line, separator, quote)), found, decimal)
            self.header = preamble.names or comment
        names = self.header
        self.notes = comment_notes(preamble, names)
        self._advance_text(preamble.text)
        if names is None and self.dialect.header:
            first = [each for each in found if len(each.cells) == len(found[0].cells)]
            if how.header is None and first and holds_numbers(first[0], decimal):
                self.notes.append(
                    f"the first line is read as names, though it holds numbers: {as_list(first[0].cells)}"
                )
            self.lines_without_data = [self._line - 1 + line for line in lines_without_data(first, decimal)]
        self.dialect = changed(self.dialect, header=self.dialect.header or names is not None)

    def __iter__(self) -> Iterator[RecordChunk]:
        """The records after the header. Raises DataError for one that is longer or shorter than the first.

        Where a large chunk cannot be read at once, a small one is read cell by cell, and then ever larger ones.
        """
        most = reach = self._piece_size
        small = SMALL
        while True:
            if len(self._buffer) <= reach // 2:
                self._read_on(reach)
            self._pass_over_blank_lines()
            text = self._buffer[:reach]
            final = self._next is None and len(text) == len(self._buffer)
            piece = self._at_once(text, final=final)
            if piece is None and len(text) > small:
                reach = small
                continue
            piece = piece or self._by_cell(text, final=final)
            if piece is not None:
                yield piece
                small, reach = SMALL, min(2 * reach, most)
            else:  # a record is longer than that
                small = reach = 2 * small
                check_line(small)
            if final:
                return

    def _read_on(self, size: int) -> None:
        """Read until the buffer holds ``size`` bytes, if there are that many."""
        taken, length = [self._buffer], len(self._buffer)
        while self._next is not None and length < size:
            taken.append(self._next)
            length += len(self._next)
            self._next = next(self._blocks, None)
        self._buffer = b"".join(taken)

    def _first_record(self) -> Record | None:
        while True:
            final = self._next is None
            first = next(records(self._buffer.decode(), self._separator, self._quote, final=final), None)
            if first is not None or final:
                return first
            check_line(len(self._buffer))
            self._read_on(max(2 * len(self._buffer), SMALL))

    def _pass_over_blank_lines(self) -> None:
        blank = _BLANK_LINES.match(self._buffer)
        if blank is not None:
            self._advance(blank.group())
        if self._next is None:
            self._buffer = self._buffer.rstrip(b" \r\n")
            self._buffer += b"\n" if self._buffer else b""

    def _at_once(self, text: bytes, *, final: bool) -> RecordChunk | None:
        text = text if final else text[: end_of_records(text, self._quote)]
        cells = strings_at_once(text, self.width, self._separator, self._quote) if text else None
        if cells is None:
            return None
        row, line = self._row, self._line

        def place(number: int) -> str:
            at = line + number
            if self._quote and self._quote.encode() in text:
                found = records(text.decode(), self._separator, self._quote, line=line)
                at = next(islice(found, number, None)).line
            return _place(row + number, at)

        self._advance(text)
        self._row += cells.height
        return RecordChunk(cells, place)

    def _by_cell(self, piece: bytes, *, final: bool) -> RecordChunk | None:
        text = piece.decode(errors="ignore")  # the last character may be cut in two
        found = list(records(text, self._separator, self._quote, line=self._line, final=final))
        if not found:
            return None
        row = self._row
        for number, record in enumerate(found):
            if len(record.cells) != self.width:
                raise DataError(f"{_place(row + number, record.line)}: {self._ragged(record.cells, row + number)}")
        columns = zip(*(record.cells for record in found), strict=True)
        cells = pl.DataFrame(
            [
                pl.Series(str(number), [cell or None for cell in column], dtype=pl.String)
                for number, column in enumerate(columns)
            ]
        )
        lines = [record.line for record in found]
        self._advance_text(text[: found[-1].end])
        self._row += len(found)
        return RecordChunk(cells, lambda number: _place(row + number, lines[number]))

    def _ragged(self, cells: list[str], row: int) -> str:
        where = "the first line" if self.header is None else "the header"
        hint = "" if cells[-1] else "; is there a separator too many at the end of the line?"
        if cells[0].startswith("#"):
            hint = "; if it is a comment, remove it"
        elif row > 1 and sum(map(bool, cells)) == 1 and self.width > 1:
            hint = "; if it is a note and no row of the table, remove it"
        return f"{_count(len(cells), 'cell')}, but {_count(self.width, 'column')} in {where}{hint}"

    def _advance(self, text: bytes) -> None:
        self._line += text.count(b"\n")
        self._buffer = self._buffer[len(text) :]

    def _advance_text(self, text: str) -> None:
        self._line += line_ends(text)
        self._buffer = self._buffer[len(text.encode()) :]


def _place(row: int, line: int) -> str:
    return f"row {row + 1} (line {line})"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
