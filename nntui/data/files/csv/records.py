"""The records of a text with separators: cell by cell and exact, or fast by polars; cells of the clipboard."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from nntui.data.files.limits import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray


class Record(NamedTuple):
    """One record: the line on which it begins, its cells, the numbers of those in quotes, and where it ends.

    ``end`` counts characters from the start of the text, past the end of the record's line.
    """

    line: int
    cells: list[str]
    in_quotes: list[int]
    end: int


class TextError(Exception):
    """Text that cannot be read: ``line 3: the quotes around a cell do not match``.

    ``encoding``: it is not in the encoding it was read in, and may be in another.
    """

    def __init__(self, line: int, reason: str, *, encoding: bool = False) -> None:
        super().__init__(f"line {line}: {reason}")
        self.encoding = encoding


def records(
    text: str, separator: str, quote: str, *, line: int = 1, final: bool = True, blank_lines: bool = False
) -> Iterator[Record]:
    """The records of ``text``, which begins on line ``line``; without ``blank_lines`` those are passed over.

    A cell in quotes keeps separators, line ends and spaces; around any other cell spaces are removed. Line ends of all
    systems count. Unless the text is ``final``, a last record that may be incomplete is not returned. Raises TextError
    for quotes that do not match, and for a zero byte outside quotes.
    """
    pattern, blanks = _cell(separator, quote), _blanks(separator)
    blank = None if blank_lines else _blank_lines(separator)
    position, length = 0, len(text)
    while position < length:
        if blank is not None and (passed := blank.match(text, position)) is not None:
            line += line_ends(passed[0])
            position = passed.end()
            continue
        cells: list[str] = []
        in_quotes: list[int] = []
        begins = line
        while True:
            match = pattern.match(text, position)
            assert match is not None, "a cell may be empty"
            inner, outer, end = match.groups()
            if outer is None:
                in_quotes.append(len(cells))
                line += line_ends(inner)
                cells.append(inner.replace(quote * 2, quote))
            else:
                cells.append(outer.strip(blanks))
                if quote and cells[-1].startswith(quote):
                    if not final and _goes_on(text, position, quote, blanks):
                        return
                    raise TextError(begins, "the quotes around a cell do not match")
                if "\0" in outer:
                    raise TextError(line, "a zero byte, so this is not a text file")
            position = match.end()
            if end is not None:
                break
            if len(cells) > MOST_COLUMNS:
                raise TextError(begins, f"more than {MOST_COLUMNS:,} cells, the most that a row has")
        if not final and position == length and end not in {"\n", "\r\n"}:
            return
        line += 1
        if blank_lines or len(cells) > 1 or cells[0] or in_quotes:
            yield Record(begins, cells, in_quotes, position)


@cache
def _cell(separator: str, quote: str) -> re.Pattern[str]:
    """One cell with what ends it; groups: its text in quotes, or else its text without, and the end of the line."""
    blank = f"[{_blanks(separator)}]"
    mark = re.escape(quote)
    inside = f"{blank}*{mark}([^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+){mark}{blank}*" if quote else "(?!)()"
    line_end = r"(\r\n|\n|\r|\Z)"
    if separator == " ":
        return re.compile(rf"(?:{inside}|[ \t]*([^ \t\r\n]*)[ \t]*)(?:{line_end}|(?<=[ \t]))")
    sign = re.escape(separator)
    return re.compile(rf"(?:{inside}|([^{sign}\r\n]*))(?:{sign}|{line_end})")


@cache
def _blank_lines(separator: str) -> re.Pattern[str]:
    """One blank line after the other."""
    return re.compile(rf"(?:[{_blanks(separator)}]*+(?:\r\n|\n|\r))++")


def _blanks(separator: str) -> str:
    return " " if separator == "\t" else " \t"


def _goes_on(text: str, position: int, quote: str, blanks: str) -> bool:
    """True if the cell that begins with a quote at ``position`` has no end in the text."""
    mark = re.escape(quote)
    open_cell = rf"[{blanks}]*{mark}[^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+(?:{mark}[{blanks}]*)?\Z"
    return re.compile(open_cell).match(text, position) is not None


def line_ends(text: str) -> int:
    """The number of line ends in ``text``."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


_LINE_FEED, _RETURN = b"\n", b"\r"


def end_of_records(text: bytes, quote: str) -> int:
    """The end of the last line in ``text`` that ends outside quotes; 0 where none does."""
    mark = quote.encode()
    end = text.rfind(_LINE_FEED) + 1
    if not mark or mark not in text:
        return end
    marks = np.flatnonzero(_codes(text) == ord(mark))
    while end and (before := int(np.searchsorted(marks, end))) % 2:
        end = text.rfind(_LINE_FEED, 0, int(marks[before - 1])) + 1
    return end


def strings_at_once(piece: bytes, width: int, separator: str, quote: str) -> pl.DataFrame | None:
    """The cells of whole records, ``piece`` ending with a line feed, as a frame of String columns "0", "1", ...

    An empty cell is null. None if anything is unusual, so that only ``records`` can read it: quotes inside a
    cell, blank lines, single carriage returns, a record that is shorter or longer.
    """
    marks = _marks(piece, separator, quote)
    if b"\0" in piece or (_RETURN in piece and piece.count(_RETURN) != piece.count(b"\r\n")):
        return None
    if marks is not None and (separator == " " or not _well_quoted(piece, marks, separator, quote)):
        return None
    if separator == " ":
        piece = _single_blanks(piece)
    frame = _parsed(piece, width, separator, None if marks is None else quote)
    if frame is None or not _is_whole(frame, piece, separator, quoted=marks is not None):
        return None
    if not _has_blanks_around_cells(piece, separator, marks):
        return frame if marks is None else _without_empty_texts(frame)
    if marks is not None and _has_blanks_at_quotes(piece, marks, separator):
        return None
    frame = frame.select(pl.all().str.strip_chars(_blanks(separator)))
    # A line of spaces is no record, where a record is a single cell.
    return None if width == 1 and frame.to_series().eq("").any() else _without_empty_texts(frame)


def _without_empty_texts(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.when(pl.all() != "").then(pl.all()))


def _marks(piece: bytes, separator: str, quote: str) -> NDArray[np.int64] | None:
    """The positions of the quotes; None if none begins a cell, so that they are ordinary characters."""
    if not quote or quote.encode() not in piece:
        return None
    codes = _codes(piece)
    marks = np.flatnonzero(codes == ord(quote))
    # The chunk ends with a line feed, which index -1 finds before the first character too.
    return marks if np.isin(codes[marks - 1], list(f"{separator}\r\n \t".encode())).any() else None


def _single_blanks(piece: bytes) -> bytes:
    """The lines with one space for any run of blanks between cells, and none at their ends."""
    codes = _codes(piece.replace(b"\t", b" "))
    blank = codes == ord(" ")
    codes = codes[~(blank & np.roll(blank, 1))]
    edge = (np.roll(codes, 1) == ord(_LINE_FEED)) | np.isin(np.roll(codes, -1), list(b"\r\n"))
    return bytes(codes[~(edge & (codes == ord(" ")))])


def _parsed(piece: bytes, width: int, separator: str, quote: str | None) -> pl.DataFrame | None:
    schema = {str(number): pl.String for number in range(width)}
    try:
        return pl.read_csv(piece, has_header=False, separator=separator, quote_char=quote, schema=schema)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None


def _is_whole(frame: pl.DataFrame, piece: bytes, separator: str, *, quoted: bool) -> bool:
    """True if rows and cells match line ends and separators: polars fills up a record that is short.

    A blank line is no record, but polars makes it a row: an empty one where there is a single column.
    """
    if frame.width == 1 and frame.to_series().null_count():
        return False
    codes = _codes(piece)
    separators, lines = np.count_nonzero(codes == ord(separator)), np.count_nonzero(codes == ord(_LINE_FEED))
    if quoted:
        separators -= _inside(frame, separator)
        lines -= _inside(frame, "\n")
    return bool(lines == frame.height and separators == frame.height * (frame.width - 1))


def _inside(frame: pl.DataFrame, sign: str) -> int:
    """The number of times ``sign`` occurs inside cells."""
    times = pl.all().str.count_matches(sign, literal=True).sum().cast(pl.Int64)
    return int(frame.select(pl.sum_horizontal(times)).item())


def _codes(text: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(text, dtype=np.uint8)


def _well_quoted(piece: bytes, marks: NDArray[np.int64], separator: str, quote: str) -> bool:
    """True if quotes are only around whole cells or doubled inside them, as in RFC 4180."""
    if marks.size % 2:
        return False
    codes = _codes(piece)
    opening, closing = marks[0::2], marks[1::2]
    edges = list(f"{separator}\n{quote}".encode())
    return bool(np.isin(codes[opening - 1], edges).all() and np.isin(codes[closing + 1], [*edges, ord(_RETURN)]).all())


def _has_blanks_around_cells(piece: bytes, separator: str, marks: NDArray[np.int64] | None) -> bool:
    """True if a blank is next to a separator or a line end, outside the quotes at ``marks``."""
    blanks = _blanks(separator).encode()
    if separator == " " or not any(blank in piece for blank in blanks):
        return False
    codes = _codes(piece)
    at = np.flatnonzero((codes == blanks[0]) | (codes == blanks[-1]))
    edges = list(f"{separator}\r\n".encode())
    # The chunk ends with a line feed, which index -1 finds before the first character too.
    at = at[np.isin(codes[at - 1], edges) | np.isin(codes[at + 1], edges)]
    return bool(at.size if marks is None else (np.searchsorted(marks, at) % 2 == 0).any())


def _has_blanks_at_quotes(piece: bytes, marks: NDArray[np.int64], separator: str) -> bool:
    """True if a cell in quotes begins or ends with a blank, which is a part of it."""
    codes = _codes(piece)
    opening, closing = marks[0::2], marks[1::2]
    edges, blanks = list(f"{separator}\r\n".encode()), list(b" \t")
    begins = np.isin(codes[opening - 1], edges) & np.isin(codes[opening + 1], blanks)
    ends = np.isin(codes[closing + 1], edges) & np.isin(codes[closing - 1], blanks)
    return bool(begins.any() or ends.any())


def clipboard_cells(text: str) -> list[list[str]]:
    """The cells in the clipboard's ``text``, row by row: separated by tabs if one is outside quotes, else by commas.

    A cell in quotes may hold separators and line ends; quotes that do not match are ordinary characters. A blank line
    is a row of one empty cell, except for the end of the last line. Zero bytes are removed.
    """
    text = text.removeprefix("\ufeff").replace("\0", "")
    for separator in ("\t", ","):
        try:
            rows = _rows(text, separator, '"')
        except TextError:
            continue
        if separator == "," or any(len(row) > 1 for row in rows):
            return rows
    return _rows(text, "\t" if "\t" in text else ",", "")


def _rows(text: str, separator: str, quote: str) -> list[list[str]]:
    return [record.cells for record in records(text, separator, quote, blank_lines=True)]


def clipboard_text(rows: Iterable[Iterable[str]]) -> str:
    """Cells as spreadsheets copy them: a line a row, with tabs between cells, and quotes around special cells."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    special = any(character in cell for character in '\t\r\n"')
    return '"' + cell.replace('"', '""') + '"' if special else cell
