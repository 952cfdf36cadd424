"""The two words that a column says no and yes with."""

from __future__ import annotations

import polars as pl

from nntui.data.column import WORDS
from nntui.data.shown import shown
from nntui.errors import DataError

PAIRS = (
    ("no", "yes"),
    ("false", "true"),
    ("n", "y"),
    ("f", "t"),
    ("off", "on"),
    ("nein", "ja"),
    ("non", "oui"),
    ("0", "1"),
)
"""Words that say no and yes, in small letters."""


def pair_of(levels: list[str]) -> tuple[str, str] | None:
    """The words for no and yes as ``levels``, the different words of a column, spell them; None if they are no such."""
    by_word = {level.strip().casefold(): level for level in levels}
    for no, yes in PAIRS:
        if set(by_word) == {no, yes} and len(levels) == len(by_word):
            return by_word[no], by_word[yes]
    return None


def words_of(cells: pl.Series) -> tuple[str, str]:
    """The words for no and yes of a column that has two different cells at most.

    Of two words that are no such pair the first in the alphabet means no. Raises DataError for more than two.
    """
    if cells.dtype != pl.String:
        return WORDS
    levels: list[str] = sorted(cells.drop_nulls().unique().to_list())
    if len(levels) > 2:
        raise DataError(f"{shown(cells.name)}: it has {len(levels):,} different values; yes or no are two")
    if len(levels) < 2:
        return WORDS
    return pair_of(levels) or (levels[0], levels[1])
