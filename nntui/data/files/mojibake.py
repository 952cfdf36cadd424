"""Text that was decoded wrongly before it came into a file: encoded twice, or with characters lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from nntui.safe_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.data.column import Column

FIRST_ROWS = 1_000
"""Rows of each column that are looked at."""
LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that could not be decoded."""

_LETTERS_AT_ODDS = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")


def mojibake_notes(columns: Sequence[Column], cells: Sequence[pl.Series]) -> list[str]:
    """A note if names and words look as if they were decoded with the wrong encoding; mostly none."""
    pairs_of_column = zip(columns, cells, strict=True)
    words = [word for pair in pairs_of_column for word in words_of(*pair) if not word.isascii()]
    lost = next((word for word in words if LOST in word), None)
    notes = [] if lost is None else [f"characters were lost before, as in {quoted(lost)}; save the data anew as utf-8"]
    pairs = [(word, meant) for word in words if (meant := _decoded_again(word)) is not None]
    if pairs and len(pairs) * 2 > len(words):
        word, meant = pairs[0]
        perhaps = f"{quoted(word)} is perhaps {quoted(meant)}"
        notes.append(f"the text seems to be encoded twice: {perhaps}; save the data anew as utf-8")
    return notes


def words_of(column: Column, cells: pl.Series) -> Iterator[str]:
    """The name of a column and the different words in its first cells."""
    yield column.name
    if cells.dtype == pl.String:
        yield from cells.head(FIRST_ROWS).drop_nulls().unique(maintain_order=True)
    yield from column.words if column.boolean else ()


def _decoded_again(word: str) -> str | None:
    """What ``word`` means if its bytes in windows-1252 or latin-1 are UTF-8; None if they are not."""
    if not _LETTERS_AT_ODDS.search(word):
        return None
    for encoding in ("windows-1252", "latin-1"):
        try:
            return word.encode(encoding).decode()
        except UnicodeError:
            continue
    return None
