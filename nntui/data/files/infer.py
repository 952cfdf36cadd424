"""Columns from the texts of a file: usable names, and the kind that their cells suggest."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.cells import checked_name
from nntui.data.numbers import is_number
from nntui.data.words import EMPTY_WORDS, is_empty_word
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

ODD_SHARE = 0.05
"""The largest share of cells that no column has, to those that it has, at which they are taken for mistakes."""
ENDLESS = frozenset({"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"})
"""Words for an infinite number."""
DECLARE = "; for an empty cell, declare the word"
"""What can be done about a cell that is no number."""
GROUPED = r"^\s*[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?\s*$"
"""A number whose digits are grouped in threes by points."""
FEW = 256
"""Texts that are looked at one by one."""
_SHORT = r"^\s*[+-]?\d{1,3}\s*$"
_WHOLE = r"^[+-]?\d+$"
_LEADING_ZERO = r"^[+-]?0\d"


@dataclass(frozen=True, slots=True)
class ParsedNumbers:
    """Texts read as numbers.

    ``cells`` is Int64 if every number is spelled without a fraction, else Float64; null for words such as NA, which
    ``missing`` counts. ``odd`` is the row of the first text that is not a number, ``endless`` that of the first one
    that is not finite. ``labels``: the whole numbers would be written differently, as they begin with a zero or are too
    large. ``found`` counts numbers.
    """

    cells: pl.Series
    missing: dict[str, int]
    found: int
    odd: int | None = None
    endless: int | None = None
    labels: bool = False

    @property
    def whole(self) -> bool:
        """True if every number is whole."""
        return self.cells.dtype == pl.Int64


def missing_notes(name: str, missing: dict[str, int]) -> list[str]:
    """A note on the cells that are taken as empty, if there are any."""
    total = sum(missing.values())
    if not total:
        return []
    cells = "1 cell" if total == 1 else f"{total:,} cells"
    words = as_list(sorted(missing, key=lambda word: (-missing[word], word)))
    return [f"column {one_line(name)}: {cells} of {words} {'is' if total == 1 else 'are'} taken as empty"]


def finite_cells(name: str, cells: pl.Series, notes: list[str], *, lenient: bool = False) -> pl.Series:
    """The cells, those that are not a number made empty, which is noted; where ``lenient``, infinite ones too.

    Else raises DataError for the first infinite one.
    """
    endless = cells.is_infinite().fill_null(value=False).arg_true()
    if endless.len() and not lenient:
        row = int(endless[0])
        raise DataError(f"row {row + 1}, column {one_line(name)}: {cells[row]} is not a finite number")
    missing = int(cells.is_nan().sum())
    notes += missing_notes(name, {} if lenient else {"NaN": missing})
    return cells.set(cells.is_finite().not_(), None) if missing or endless.len() else cells


def left_out_note(name: str, why: str) -> str:
    """The note on a column that no table can have."""
    return f"column {one_line(name)} is left out: {why}"


def parse_numbers(texts: pl.Series, decimal: str = ".", *, fractions: bool = False) -> ParsedNumbers:
    """The cells of a String series [rows] as numbers, ``decimal`` before their fractions.

    A number is spelled as ``parse_number`` reads it, spaces around it allowed. Words for a missing number always
    count as such; the search for them ends at the first odd text. With ``fractions`` it does not matter whether the
    numbers are whole.
    """
    spelled = texts if decimal == "." else pointed(texts)
    empty = texts.null_count()
    if fractions:
        floats = spelled.cast(pl.Float64, strict=False)
        if floats.null_count() == empty and floats.is_finite().all():
            return ParsedNumbers(floats, {}, texts.len() - empty)
    whole = spelled.cast(pl.Int64, strict=False)
    if whole.null_count() == empty:
        return ParsedNumbers(whole, {}, texts.len() - empty, labels=_any(spelled, _LEADING_ZERO))
    floats = spelled.cast(pl.Float64, strict=False)
    strange = texts.is_not_null() & ~floats.is_finite().fill_null(value=False)
    missing: dict[str, int] = {}
    if strange.any():
        floats, missing, odd, endless = _with_strange(spelled, floats, strange.arg_true())
        if odd is not None or endless is not None:
            found = floats.filter(floats.is_finite()).len() + (endless is not None and is_number(texts[endless]))
            return ParsedNumbers(floats, missing, found, odd, endless)
    found = floats.len() - floats.null_count()
    not_whole = spelled.filter(whole.is_null() & floats.is_not_null())
    if not_whole.len() == 0:
        return ParsedNumbers(whole, missing, found, labels=_any(spelled, _LEADING_ZERO))
    return ParsedNumbers(floats, missing, found, labels=bool(not_whole.str.contains(_WHOLE).all()))


def group_points(texts: pl.Series) -> tuple[int, int] | None:
    """The number of texts with points that may group digits, and of short whole numbers; None if a point cannot."""
    texts = texts.drop_nulls()
    if texts.len() <= FEW:
        return _few_group_points(texts.to_list())
    points = texts.filter(texts.str.contains(".", literal=True))
    others = texts.filter(~texts.str.contains(".", literal=True))
    if not points.str.contains(GROUPED).all() or others.str.contains(r"\d{4}").any():
        return None
    return points.len(), int(others.str.contains(_SHORT).sum())


def _few_group_points(texts: list[str]) -> tuple[int, int] | None:
    """The same for a few texts, for which a call of polars takes longer than they do."""
    points = short = 0
    for text in texts:
        if ("." in text and not re.search(GROUPED, text)) or ("." not in text and re.search(r"\d{4}", text)):
            return None
        points += "." in text
        short += re.search(_SHORT, text) is not None
    return points, short


def count_numbers(texts: pl.Series, decimal: str = ".") -> tuple[int, int]:
    """The number of texts that are numbers, and of those that are neither numbers nor words for a missing one."""
    spelled = (texts if decimal == "." else pointed(texts)).drop_nulls()
    strange = spelled.filter(spelled.cast(pl.Float64, strict=False).is_null()).str.strip_chars()
    familiar = (
        strange.str.to_lowercase().is_in([*EMPTY_WORDS, ""]) | strange.cast(pl.Float64, strict=False).is_not_null()
    )
    return spelled.len() - strange.len(), strange.len() - int(familiar.sum())


def _any(texts: pl.Series, pattern: str) -> bool:
    return bool(texts.str.contains(pattern).any())


def pointed(texts: pl.Series) -> pl.Series:
    """Texts with the first comma a point, in a file of decimal commas; its points can only group digits in threes."""
    pointed = texts.str.replace(",", ".", literal=True)
    points = texts.str.contains(".", literal=True).fill_null(value=False)
    if not points.any():
        return pointed
    grouped = texts.str.contains(GROUPED).fill_null(value=False)
    plain = texts.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return plain.zip_with(grouped, pointed.set(points, ","))


def _with_strange(
    spelled: pl.Series, floats: pl.Series, rows: pl.Series
) -> tuple[pl.Series, dict[str, int], int | None, int | None]:
    """The numbers, with what polars could not read at ``rows``; words for missing ones; first odd and endless row."""
    texts = spelled.gather(rows)
    values: dict[str, float | None] = {}
    missing: dict[str, int] = {}
    endless: str | None = None
    for text in texts.unique(maintain_order=True):
        word = text.strip()
        value = float(word) if is_number(word) else None
        if word.casefold() in ENDLESS or (value is not None and math.isinf(value)):
            value, endless = None, endless or text
        elif is_empty_word(word) or not word:
            missing[word or "spaces"] = missing.get(word or "spaces", 0) + int(texts.eq(text).sum())
        elif value is None:
            return floats, missing, _row(rows, texts, text), None if endless is None else _row(rows, texts, endless)
        values[text] = value
    read = texts.replace_strict(list(values), list(values.values()), return_dtype=pl.Float64)
    return floats.scatter(rows, read), missing, None, None if endless is None else _row(rows, texts, endless)


def _row(rows: pl.Series, texts: pl.Series, text: str) -> int:
    """The first of ``rows`` with this text."""
    return int(rows[int(texts.eq(text).arg_true()[0])])


def numbered_names(width: int) -> list[str]:
    """Names for columns that have none: x1, x2, ..."""
    return [f"x{number}" for number in range(1, width + 1)]


def usable_names(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names as columns can have them, each used once, and a note on each that was changed.

    Spaces around a name are removed without a note.
    """
    times = Counter(name.strip() for name in names)
    used: set[str] = set()
    numbers: dict[str, int] = {}
    kept, notes = [], []
    for number, given in enumerate(names, 1):
        name = _possible(given) or f"column {number}"
        if name in used or (name != given.strip() and name in times):
            name = _free(name, times, used, numbers)
        used.add(name)
        kept.append(name)
        if name != given.strip():
            reason = f"the name {quoted(given)}" if given.strip() else "no name"
            too = " too" if given.strip() and times[given.strip()] > 1 else ""
            notes.append(f"column {number} has {reason}{too}; it is called {quoted(name)}")
    return kept, notes


def _possible(name: str) -> str:
    """``name`` without what no column's name can hold; "" where nothing is left."""
    name = LONE_SURROGATE.sub("", name).replace("\0", "").strip()
    try:
        return checked_name(name)
    except DataError:
        return name.removesuffix("$").rstrip()


def _free(name: str, given: Container[str], used: Container[str], numbers: dict[str, int]) -> str:
    """``name`` with the first number from 2 on that is neither ``given`` nor ``used``, sought from the last one on."""
    number = numbers.get(name, 1) + 1
    while (numbered := f"{name} {number}") in given or numbered in used:
        number += 1
    numbers[name] = number
    return numbered


def join_series(pieces: list[pl.Series], dtype: pl.DataType) -> pl.Series:
    """All cells in one series of one type."""
    if not pieces:
        return pl.Series([], dtype=dtype)
    return pl.concat([piece.cast(dtype) for piece in pieces], rechunk=True)


def add(counts: dict[str, int], more: dict[str, int]) -> None:
    """Add ``more`` to ``counts``."""
    for word, count in more.items():
        counts[word] = counts.get(word, 0) + count


def not_finite(name: str, text: str) -> str:
    """The error for an infinite number: ``weight: 'inf' is not a finite number``."""
    reason = "is too large" if any(character.isdigit() for character in text) else "is not a finite number"
    return f"{one_line(name)}: {quoted(text.strip())} {reason}"


def without_words(cells: pl.Series, words: set[str]) -> tuple[pl.Series, dict[str, int]]:
    """The cells with ``words`` emptied, and how many of each there were."""
    if not words:
        return cells, {}
    is_word = cells.is_in(list(words))
    counts = cells.filter(is_word).str.strip_chars().replace("", "spaces").alias("word").value_counts(name="count")
    return cells.set(is_word.fill_null(value=False), None), dict(counts.iter_rows())
