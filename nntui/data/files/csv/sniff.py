"""Detects the encoding of a text file, and the dialect from its first records."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from nntui.data.amounts import parse_amount
from nntui.data.files.csv.header import has_header
from nntui.data.files.csv.records import TextError, records
from nntui.data.files.dialect import SEPARATORS, Dialect
from nntui.data.numbers import is_number
from nntui.data.words import is_empty_word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from nntui.data.files.csv.records import Record

RECORDS = 200
"""Records that the detection uses."""

_GROUPED = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?", re.ASCII)
"""Digits in groups of three with spaces between them."""
_MAYBE_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_MAYBE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Try:
    """The first records as one separator and one quote cut them."""

    separator: str
    quote: str
    records: list[Record]
    fault: bool

    @property
    def width(self) -> int:
        """Cells of the first record."""
        return len(self.records[0].cells) if self.records else 0

    @property
    def even(self) -> float:
        """The share of records that are as wide as the first."""
        return sum(len(each.cells) == self.width for each in self.records) / max(1, len(self.records))

    @property
    def numbers(self) -> float:
        """The share of numbers among the cells after the first record, or in it where it is alone."""
        cells = [cell for each in self.records[1:] or self.records for cell in each.cells if cell]
        return sum(_is_number(cell, self.separator) for cell in cells) / max(1, len(cells))

    @property
    def rank(self) -> tuple[bool, float, float, int]:
        """Greater is better."""
        return not self.fault, self.even, self.numbers, -SEPARATORS.index(self.separator)


def detect_dialect(text: str, how: Dialect, *, final: bool) -> tuple[Dialect, list[Record]]:
    """``how`` with what it leaves open as ``text`` has it, and the first records; ``final``: there is no more of it.

    The separator is the one that cuts the records most evenly. The decimal sign stays None where no number has one, the
    encoding where it is not given.
    """
    found = _best(text, how, final=final)
    decimal = how.decimal or (_decimal(found.records) if found.separator != "," else ".")
    header = how.header if how.header is not None else has_header(found.records, decimal or ".")
    return Dialect(found.separator, found.quote, decimal, how.encoding, header), found.records


def _best(text: str, how: Dialect, *, final: bool) -> _Try:
    separators = SEPARATORS if how.separator is None else (how.separator,)
    double = _first(text, separators, '"' if how.quote is None else how.quote, final=final)
    if how.quote is None and '"' not in text and "'" in text:
        single = _first(text, separators, "'", final=final)
        if not single.fault and single.width and single.even == 1 and _quoted(single) > 1:
            return single
    return double


def _quoted(found: _Try) -> int:
    return sum(len(each.in_quotes) for each in found.records)


def _first(text: str, separators: tuple[str, ...], quote: str, *, final: bool) -> _Try:
    tries = [_try(text, separator, quote, final=final) for separator in separators]
    if len(tries) == 1:
        return tries[0]
    wide = [each for each in tries if each.width > 1 and each.separator != " "]
    spaced = [each for each in tries if each.separator == " " and _is_plainly_spaced(each)]
    if spaced and all(each.separator == "\t" and (each.even < 1 or _holds_runs_of_numbers(each)) for each in wide):
        return spaced[0]
    return max(wide or spaced or tries[:1], key=lambda each: each.rank)


def _try(text: str, separator: str, quote: str, *, final: bool) -> _Try:
    found: list[Record] = []
    try:
        found.extend(islice(records(text, separator, quote, final=final), RECORDS))
    except TextError:
        return _Try(separator, quote, found, fault=True)
    return _Try(separator, quote, found, fault=False)


def _is_plainly_spaced(found: _Try) -> bool:
    """Words have spaces between them too: only where most are numbers do they separate cells."""
    return found.width > 1 and not found.fault and found.even == 1 and found.numbers >= 0.5


def _holds_runs_of_numbers(found: _Try) -> bool:
    """True if most records have a cell of several numbers between spaces, which groups of digits are not."""
    runs = sum(any(_is_run_of_numbers(cell) for cell in each.cells) for each in found.records)
    return runs > 0.9 * len(found.records)


def _is_run_of_numbers(cell: str) -> bool:
    parts = cell.split()
    return (
        len(parts) > 1
        and not _GROUPED.fullmatch(cell)
        and all(is_number(each) or is_empty_word(each) for each in parts)
    )


def _is_number(cell: str, separator: str) -> bool:
    return is_number(cell) or (separator != "," and is_number(cell.replace(",", ".", 1)))


def _decimal(found: list[Record]) -> str | None:
    """The sign that most numbers have before their fraction; None where none has.

    A comma or a point before three digits may group them, so that it says nothing.
    """
    cells = [cell for each in found for cell in each.cells]
    points = sum("." in cell and is_number(cell) and not _MAYBE_GROUPS.fullmatch(cell) for cell in cells)
    commas = sum(is_decimal_comma(cell) for cell in cells)
    return None if points == commas == 0 else "," if commas > points else "."


def is_decimal_comma(cell: str) -> bool:
    """True for a number, perhaps with a currency or %, that has a decimal comma and nothing else: ``2,5 %``."""
    if "," not in cell:
        return False
    if is_number(cell.replace(",", ".", 1)):
        return not _MAYBE_THOUSANDS.fullmatch(cell)
    return parse_amount(cell, ",") is not None and parse_amount(cell) is None


FALLBACKS = ("windows-1252",)
"""Tried for text that is not UTF-8."""
OTHERS = ("cp932", "gb18030", "big5", "euc_kr", "cp1251", "koi8-r", "cp1253")
"""Encodings of other scripts, whose text windows-1252 can often decode, to nonsense."""

_SCRIPTS = re.compile(
    "([\u3000-\u30ff\u3400-\u9fff\uff01-\uff5e]+|[\u3000-\u303f\uac00-\ud7a3]+|[\u0400-\u04ff]+|[\u0370-\u03ff]+)"
)
_OTHER_SIGNS = re.compile("[^\0-\x7f]+")
_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks and their encodings; a longer one before those that it begins with."""
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\f\r\x1a\x1b")


def encodings_of(head: bytes) -> tuple[str, ...]:
    """Encodings to try, in order, for a file that begins with ``head``."""
    marked = next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), None)
    if marked is None and len(head) > 3 and not any(head[1::2]) and all(head[::2]):
        return ("utf-16-le",)
    if marked is None and len(head) > 3 and not any(head[::2]) and all(head[1::2]):
        return ("utf-16-be",)
    return ("utf-8", *FALLBACKS) if marked is None else (marked,)


def fitting_encodings(sample: bytes) -> list[str]:
    """Encodings of another script in which the ``sample`` of a file that is not UTF-8 makes words of that script."""
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    return [encoding for encoding in OTHERS if _makes_words(sample, encoding)]


def _makes_words(sample: bytes, encoding: str) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeError:
        return False
    words = list(_OTHER_SIGNS.finditer(text))
    whole = [each for each in words if _SCRIPTS.fullmatch(each[0]) and not _touches_letter(text, each)]
    different = {each[0] for each in whole}
    return len(whole) > 0.8 * len(words) and sum(map(len, different)) >= 1.5 * len(different) > 0


def is_mostly_utf8(sample: bytes) -> bool:
    """Whether a ``sample`` with bytes that are not UTF-8 has characters in UTF-8 too, and not much fewer."""
    characters = len(_UTF8.findall(sample))
    return 2 * characters > len(_HIGH_BYTES.findall(_UTF8.sub(b"", sample)))


def _touches_letter(text: str, word: re.Match[str]) -> bool:
    around = text[max(word.start() - 1, 0) : word.start()] + text[word.end() : word.end() + 1]
    return any(sign.isalpha() for sign in around)


def utf8_blocks(file: IO[bytes], encoding: str, size: int, *, guessed: bool) -> Iterator[bytes]:
    """The rest of ``file`` as UTF-8, without a byte order mark, about ``size`` bytes at a time.

    Raises TextError for bytes that are not in ``encoding`` and, where that is ``guessed``, for bytes that are in no
    text of the kind.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    as_it_is = codecs.lookup(encoding).name == "utf-8"
    begun, lines = False, 0
    while True:
        block = file.read(size)
        try:
            if as_it_is and block.isascii() and not decoder.getstate()[0]:
                text = block
            else:
                text = decoder.decode(block, final=not block).encode()
        except UnicodeError as error:
            raise TextError(lines + _line_of(error), _reason(error, encoding), encoding=True) from None
        if guessed and encoding in FALLBACKS:
            _check_printable(text, lines)
        if text and not begun:
            text, begun = text.removeprefix(codecs.BOM_UTF8), True
        if text:
            lines += text.count(b"\n")
            yield text
        if not block:
            return


def _check_printable(text: bytes, lines: int) -> None:
    """Refuse a file that is no text: every byte means something in the encodings that are tried last."""
    found = text.translate(None, bytes(set(range(256)) - set(_CONTROLS)))
    if found:
        line = lines + text.count(b"\n", 0, text.index(found[:1])) + 1
        raise TextError(line, f"byte 0x{found[0]:02X}, so this is not a text file")


def _line_of(error: UnicodeError) -> int:
    return error.object.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else 1


def _reason(error: UnicodeError, encoding: str) -> str:
    if not isinstance(error, UnicodeDecodeError) or error.start >= len(error.object):
        return f"it is not in {encoding}"
    return f"byte 0x{error.object[error.start]:02X} is not {encoding}; give the encoding that the file is in"
