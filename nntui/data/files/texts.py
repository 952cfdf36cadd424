"""Columns of texts that are not plain numbers: yes-no, amounts with a sign or in groups, dates, categories, or text."""

from __future__ import annotations

import re

import polars as pl

from nntui.data.amounts import DAYS, HOURS, parse_amount, parse_in_unit, unit_of_texts
from nntui.data.column import Column
from nntui.data.dates import date_format_name, days_of, fitting_formats, is_time, written_date
from nntui.data.files.infer import missing_notes, without_words
from nntui.data.kinds import CATEGORY, DATE, NUMBER, TEXT, WHOLE, YES_NO
from nntui.data.numbers import EXACT, is_number
from nntui.data.words import WORDS, commonest, empty_words, pair_of
from nntui.safe_text import as_choice, as_list, one_line, quoted

MOST_CATEGORIES = 1_000
FEW_CATEGORIES = 20
"""Different texts that are categories in a table of any size."""
ROWS_PER_CATEGORY = 20
"""In a larger table, the mean number of rows of a category."""
MOST_SPELLINGS = 9
"""Different words, among them yes and no in several spellings, beside which one may mean an empty cell."""
FIRST_ROWS = 20_000
"""Rows that may show at once that there are too many different texts for categories."""
FIRST_TEXTS = 100
"""Texts that may show at once that they are no amounts."""

_ZERO = re.compile(r"\s*[+-]?0\d")
_PADDED = r"^\s*[+-]?\d{2,3}\s*$"


def decimal_of(texts: pl.Series) -> str:
    """What is before the fractions of amounts in a String series, of a file that does not say so: a point if it can."""
    first = texts.drop_nulls().head(FIRST_TEXTS).to_list()
    if all(parse_amount(text) for text in first):
        return "."
    return "," if first and all(parse_amount(text, ",") for text in first) else "."


def column_of_texts(
    name: str, cells: pl.Series, notes: list[str], decimal: str = ".", why: str = ""
) -> tuple[Column, pl.Series]:
    """The column that a String series [rows] makes, and its cells: yes-no, numbers, dates, category or text.

    Categories come again: there are fewer than rows, and few of them. Words for an empty cell count as such except in
    a text. ``notes`` takes a line on each decision that a user should see; ``why`` it is none of plain numbers.
    """
    # A column of names shows at once that it is one; to look through all of them takes as much memory as they do.
    many = cells.head(FIRST_ROWS).n_unique() > MOST_CATEGORIES + 1
    levels: list[str] = [] if many else cells.drop_nulls().unique(maintain_order=True).to_list()
    empty = empty_words(levels)
    filled, missing = without_words(cells, empty)
    levels = [level for level in levels if level not in empty]
    if not many and not levels:
        notes += missing_notes(name, missing)
        notes.append(f"column {one_line(name)}: every cell is empty")
        return Column(name, TEXT), filled
    filled, levels = _two_words(name, filled, levels, notes)
    found = (
        _yes_no(name, filled, levels, notes) or _amounts(name, filled, notes, decimal) or _dates(name, filled, notes)
    )
    if found is not None:
        notes += missing_notes(name, missing)
        return found
    rows = filled.len() - filled.null_count()
    most = min(max(FEW_CATEGORIES, rows // ROWS_PER_CATEGORY), MOST_CATEGORIES)
    category = not many and len(levels) <= most and len(levels) < rows
    if not category and len(levels) < rows and filled.str.contains(_PADDED).all():
        notes += missing_notes(name, missing)
        example = filled.drop_nulls().sort()[0]
        notes.append(f"column {one_line(name)} is read as whole numbers, {quoted(example.strip())} as {int(example)}")
        return Column(name, WHOLE), filled.str.strip_chars().cast(pl.Int64)
    column = Column(name, CATEGORY if category else TEXT)
    notes += [f"column {one_line(name)} is read as {column.kind}: {why}"] if why else []
    notes += _category_notes(name, levels) if category else []
    notes += missing_notes(name, missing) if category else []
    return column, filled if category else cells


def _are_groups(texts: list[str], decimal: str) -> bool:
    """True unless the only comma (point, where ``decimal`` is a comma) of texts may as well begin a fraction: "1,234".

    In a text with several, or beside a fraction in any text, it parts groups.
    """
    sign = "," if decimal == "." else "."
    return not any(sign in text for text in texts) or any(
        decimal in text or text.count(sign) > 1 or text.count("'") > 0 for text in texts
    )


def _is_marked(text: str) -> bool:
    return not is_number(text)


def _is_label(text: str) -> bool:
    """True for what begins with a zero that a number would not have."""
    return _ZERO.match(text) is not None


def _two_words(name: str, cells: pl.Series, levels: list[str], notes: list[str]) -> tuple[pl.Series, list[str]]:
    """Cells and levels in one spelling each, where there are two words but for case and blanks around them."""
    by_word: dict[str, list[str]] = {}
    for level in levels:
        by_word.setdefault(level.strip().casefold(), []).append(level)
    if len(by_word) != len(WORDS) or len(levels) == len(by_word) or pair_of(levels):
        return cells, levels
    spellings = {each: commonest(cells, every) for every in by_word.values() for each in every}
    words = list(dict.fromkeys(spellings.values()))
    notes.append(f"column {one_line(name)}: {as_list(map(quoted, levels))} are read as {as_list(words)}")
    return cells.replace_strict(spellings, default=None, return_dtype=pl.String), words


def _category_notes(name: str, levels: list[str]) -> list[str]:
    """Notes on levels that may be meant for an empty cell, for one another, or for numbers."""
    column = f"column {one_line(name)}"
    if all(map(is_number, levels)):
        return []
    few = levels if 2 < len(levels) <= MOST_SPELLINGS else []
    others = {level: pair_of(each for each in levels if each != level) for level in few}
    notes = [
        f"{column}: {quoted(level)} is a class beside {as_list(sorted(pair[0] | pair[1]))}; "
        "if it means an empty cell, declare the word"
        for level, pair in others.items()
        if pair is not None
    ]
    by_word: dict[str, list[str]] = {}
    for level in levels:
        by_word.setdefault(level.strip().casefold(), []).append(level)
    alike = [every for every in by_word.values() if len(every) > 1]
    if alike:
        notes.append(f"{column}: {as_list(map(quoted, alike[0]))} are different categories, though they look alike")
    unit = unit_of_texts(levels, loose=True)
    if unit not in {None, DAYS}:
        notes.append(f"{column} is read as categories such as {quoted(levels[0])}; of kind number it holds numbers")
    return notes


def _yes_no(name: str, cells: pl.Series, levels: list[str], notes: list[str]) -> tuple[Column, pl.Series] | None:
    """A yes-no column, if all ``levels`` mean yes or no."""
    sides = pair_of(levels)
    if sides is None:
        return None
    words = commonest(cells, sides[0]), commonest(cells, sides[1])
    if len(levels) > len(words):
        spelled = as_list(quoted(level) for level in levels)
        notes.append(f"column {one_line(name)}: {spelled} are read as {words[0]} and {words[1]}")
    return Column(name, YES_NO, words=words), cells.is_in(list(sides[1]))


def _amounts(name: str, cells: pl.Series, notes: list[str], decimal: str) -> tuple[Column, pl.Series] | None:
    """A column of numbers, if every text is one, and some have a sign or groups of digits: plain ones are no texts."""
    first = cells.drop_nulls().head(FIRST_TEXTS)
    if not first.len() or unit_of_texts(first, decimal) in {None, DAYS}:
        return None
    distinct = cells.drop_nulls().unique(maintain_order=True)
    unit = unit_of_texts(distinct, decimal)
    if unit in {None, DAYS} or not any(map(_is_marked, distinct)):
        return None
    if unit == HOURS:
        if fitting_formats(cells):
            return None
    elif any(map(_is_label, distinct)):
        return None
    numbers = [parse_in_unit(text, unit or "", decimal, grouped=True) for text in distinct]
    if max(map(abs, numbers)) > EXACT or (not unit and not _are_groups(distinct.to_list(), decimal)):
        return None
    whole = unit != HOURS and all(number.is_integer() for number in numbers)
    column = Column(name, WHOLE if whole else NUMBER, unit=unit or "")
    values = pl.Series(numbers, dtype=pl.Float64).cast(column.dtype)
    shown = next(row for row, text in enumerate(distinct) if _is_marked(text))
    example = f"{quoted(distinct[shown].strip())} is {values[shown]:.12g}"
    notes.append(f"column {one_line(name)} is read as numbers{f' in {unit}' if unit else ''}: {example}")
    return column, cells.replace_strict(distinct, values, default=None, return_dtype=column.dtype)


def _dates(name: str, cells: pl.Series, notes: list[str]) -> tuple[Column, pl.Series] | None:
    """A column of dates or times, if every text is one; of two orders of day and month that in which the rows are."""
    fitting = fitting_formats(cells)
    if not fitting:
        return None
    days = {each: days_of(cells, each) for each in fitting}
    chosen = next((each for each in fitting if _in_order(days[each])), fitting[0])
    example = cells.drop_nulls()[0]
    read = f"column {one_line(name)} is read as {'times of day' if is_time(chosen) else 'dates'}"
    others = as_choice(date_format_name(each) for each in fitting if each != chosen) if len(fitting) > 1 else ""
    if others:
        day = written_date(days[chosen].drop_nulls()[0], "%Y-%m-%d")
        read += f" written {date_format_name(chosen)}, {quoted(example)} as {day}; {others} fits as well"
        read += f", and its kind date:{others} reads it so"
    else:
        read += f", as {quoted(example)}"
    notes.append(read)
    return Column(name, DATE, date_format=chosen), days[chosen]


def _in_order(days: pl.Series) -> bool:
    """True if the days never go back, or never forward."""
    filled = days.drop_nulls()
    return filled.n_unique() > 2 and (filled.is_sorted() or filled.is_sorted(descending=True))
