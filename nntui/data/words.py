"""Words in cells: those for yes and no, and those that mean an empty cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import polars as pl

    from nntui.data.kinds import Words

WORDS: Words = ("no", "yes")

PAIRS = (
    ({"no", "n"}, {"yes", "y"}),
    ({"false", "f"}, {"true", "t"}),
    ({"no", "false"}, {"yes", "true"}),
    ({"off"}, {"on"}),
    ({"nein", "nej", "nee", "nei"}, {"ja"}),
    ({"non"}, {"oui"}),
    ({"no"}, {"si", "s\u00ed", "s\u00ec"}),
    ({"n\u00e3o", "nao"}, {"sim"}),
    ({"nie"}, {"tak"}),
    ({"\u043d\u0435\u0442"}, {"\u0434\u0430"}),
    ({"\u5426"}, {"\u662f"}),
    ({"0"}, {"1"}),
)
"""Words for no and yes, in lower case; those of one set mean the same."""

EMPTY_WORDS = frozenset(
    {
        *("na", "n/a", "n.a.", "nan", "-nan", "nat", "null", "none", "nil", "-", "--", "---", "?", "??", ".", ".."),
        *("<na>", "<null>", "(null)", "[null]", "(blank)", r"\n"),
        *("#n/a", "#na", "#n/a n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"),
        *("1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"),
    }
)
"""Words for an empty cell among numbers, in lower case; with them the errors of spreadsheets and MySQL's ``\\N``."""
FEWEST_CODES = 3
"""Codes of two letters beside which NA is one too, as Namibia is among countries."""


def is_empty_word(text: str) -> bool:
    """True for a word that means a missing number: NA, nan, null, ?, ..."""
    return text.strip().casefold() in EMPTY_WORDS


def empty_words(levels: Collection[str]) -> set[str]:
    """Those of ``levels``, the different words of a column, that mean an empty cell.

    They are the same as among numbers, except where they are words like the others: "-" beside "+" and other signs,
    "none" in lower case, and NA among codes of two capital letters.
    """
    found = {level for level in levels if is_empty_word(level) or not level.strip()}
    others = [level.strip() for level in levels if level not in found]
    codes = len(others) >= FEWEST_CODES and all(len(each) == 2 and each.isalpha() and each.isupper() for each in others)
    signs = bool(others) and not any(character.isalnum() for other in others for character in other)
    return {
        level
        for level in found
        if not (level.strip() == "none" and not pair_of(others))
        and not (signs and not any(character.isalnum() for character in level))
        and not (level.strip() == "NA" and codes)
    }


def pair_of(levels: Iterable[str]) -> tuple[set[str], set[str]] | None:
    """Those of ``levels``, the different words of a column, that mean no and those that mean yes; None if not both.

    Neither case nor spaces around a word matter.
    """
    by_word: dict[str, set[str]] = {}
    for level in levels:
        by_word.setdefault(level.strip().casefold(), set()).add(level)
    for no, yes in PAIRS:
        if by_word.keys() <= no | yes and by_word.keys() & no and by_word.keys() & yes:
            sides = ({each for word in side for each in by_word.get(word, ())} for side in (no, yes))
            return next(sides), next(sides)
    return None


def words_of(cells: pl.Series) -> Words:
    """The words for no and yes in a column of two different cells at most.

    Of several spellings it is the commonest; of two words that are no known pair the first by alphabet means no, of
    two numbers the smaller. Raises DataError for more than two.
    """
    import polars as pl  # the first paint waits for this module, and not for polars

    if cells.dtype.is_numeric():
        numbers = cells.drop_nulls().unique().sort()
        if numbers.len() != len(WORDS):
            check_two(cells.name, numbers.len())
            return WORDS
        low, high = numbers.cast(pl.String).str.strip_suffix(".0").to_list()
        return low, high
    if cells.dtype != pl.String:
        return WORDS
    levels: list[str] = cells.drop_nulls().unique().sort().to_list()
    empty = empty_words(levels)
    levels = [level for level in levels if level not in empty]
    sides = pair_of(levels)
    if sides is None:
        by_word: dict[str, set[str]] = {}
        for level in levels:
            by_word.setdefault(level.strip().casefold(), set()).add(level)
        check_two(cells.name, len(by_word))
        if len(by_word) < 2:
            return WORDS
        first, second = by_word.values()
        sides = first, second
    return commonest(cells, sides[0]), commonest(cells, sides[1])


def check_two(name: str, different: int) -> None:
    """Raise DataError for more than two ``different`` values, which cannot be yes and no."""
    if different > len(WORDS):
        raise DataError(f"{one_line(name)}: it has {different:,} different values; yes or no are two")


def commonest(cells: pl.Series, words: Collection[str]) -> str:
    """The commonest of ``words`` in ``cells``, without spaces around it; of equally common ones the first by name."""
    import polars as pl

    counts = cells.filter(cells.is_in(list(words))).alias("word").value_counts(name="count")
    word: str = counts.filter(pl.col("count") == pl.col("count").max()).get_column("word").sort()[0]
    return word.strip()


def words_in(text: str) -> tuple[str, ...]:
    """The words in a list with commas between them."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
