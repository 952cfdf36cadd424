"""The dialect of a text file with a table: its separator, quotes, decimal sign, encoding and header."""

from __future__ import annotations

import msgspec

from nntui.errors import DataError
from nntui.safe_text import as_list, quoted

SEPARATORS = (",", ";", "\t", "|", " ")
"""The separators that are detected; a space means any run of spaces and tabs."""
DECIMALS = (".", ",")

_SEPARATOR_WORDS = {",": "commas", "\t": "tabs", " ": "spaces"}
_DECIMAL_WORDS = {".": "decimal point", ",": "decimal comma"}


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a text file spells a table; None is detected from the file.

    ``separator`` is one character; a space means any run of spaces and tabs. ``quote`` surrounds a cell that
    holds separators or line ends, and is doubled inside it; "" for none. ``decimal`` is the sign
    before a number's fraction, ``encoding`` a name that Python knows ("utf-8", "windows-1252"), and ``header`` whether
    the first record names the columns. ``empty`` are words for an empty cell, besides those that always mean one; they
    apply to files of all formats. Raises DataError for values that no file can have.
    """

    separator: str | None = None
    quote: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    empty: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a dialect in which cells could not be told apart."""
        if self.separator is not None and not _is_sign(self.separator):
            raise DataError(f"separator: {quoted(self.separator)} is not one sign such as , ; or |")
        if self.quote and not (_is_sign(self.quote) and self.quote.isprintable() and self.quote != " "):
            raise DataError(f"quote: {quoted(self.quote)} is not one sign such as \" or '")
        if self.quote and self.quote == self.separator:
            raise DataError(f"{quoted(self.quote)} cannot both separate and surround cells")
        if self.decimal is not None and self.decimal not in DECIMALS:
            raise DataError(f"decimal: {quoted(self.decimal)} is neither . nor ,")
        if self.encoding is not None and not _is_encoding(self.encoding):
            raise DataError(f"encoding: {quoted(self.encoding)} is not known; utf-8 and windows-1252 are")
        if self.empty is not None and not all(word.strip() for word in self.empty):
            raise DataError("empty: a word for an empty cell is missing; an empty cell needs none")

    def over(self, other: Dialect) -> Dialect:
        """This dialect, with the values of ``other`` where it has none."""
        own = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}
        return msgspec.structs.replace(other, **own)

    def in_words(self) -> str:
        """One line: ``separated by ;, decimal comma, windows-1252, header``; "" if nothing is known."""
        words = []
        if self.separator is not None:
            words.append(f"separated by {_SEPARATOR_WORDS.get(self.separator, self.separator)}")
        if self.quote is not None and self.quote != '"':
            words.append(f"quotes {self.quote}" if self.quote else "no quotes")
        if self.decimal is not None:
            words.append(_DECIMAL_WORDS[self.decimal])
        if self.encoding is not None:
            words.append(self.encoding)
        if self.header is not None:
            words.append("header" if self.header else "no header")
        if self.empty:
            words.append(f"empty cells: {as_list(self.empty)}")
        return ", ".join(words)


def _is_sign(text: str) -> bool:
    """True for one ASCII character that occurs in no number and no line end."""
    return len(text) == 1 and text.isascii() and not text.isalnum() and text not in "+-.\r\n\0"


def _is_encoding(name: str) -> bool:
    try:
        return "a".encode(name) != b""
    except (LookupError, ValueError):
        return False


DETECTED = Dialect()
"""Leaves everything to be detected."""
PLAIN = Dialect(separator=",", quote='"', decimal=".", encoding="utf-8", header=True)
"""The dialect of a file that is written, unless another is given."""
