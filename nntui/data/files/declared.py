"""Words that the user declares for an empty cell, such as ``n.d.`` or -999, beside those that always mean one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from nntui.data.files.infer import ENDLESS
from nntui.data.numbers import format_number, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable


class DeclaredWords:
    """Empties the cells that hold one of the declared ``words``, in any case and with blanks around them.

    A word that is a number means that number however it is written.
    """

    def __init__(self, words: Iterable[str]) -> None:
        stripped = [word.strip() for word in words]
        self._words = [word.casefold() for word in stripped]
        self._numbers = [float(word) for word in stripped if is_number(word) or word.casefold() in ENDLESS]

    def __bool__(self) -> bool:
        """True if there are any."""
        return bool(self._words)

    def without(self, cells: pl.Series, counts: dict[str, int]) -> pl.Series:
        """The cells without those words; ``counts`` takes how many there were of each."""
        found = self._found(cells)
        if found is None or not found.any():
            return cells
        for value, count in cells.filter(found).alias("word").value_counts(name="count").iter_rows():
            word = value.strip() if isinstance(value, str) else format_number(value)
            counts[word] = counts.get(word, 0) + count
        return cells.set(found, None)

    def _found(self, cells: pl.Series) -> pl.Series | None:
        if cells.dtype == pl.String:
            stripped = cells.str.strip_chars()
            found = stripped.str.to_lowercase().is_in(self._words)
            if self._numbers:
                found |= stripped.cast(pl.Float64, strict=False).is_in(self._numbers).fill_null(value=False)
        elif cells.dtype.is_numeric() and self._numbers:
            found = cells.cast(pl.Float64).is_in(self._numbers)
        else:
            return None
        return found.fill_null(value=False)
