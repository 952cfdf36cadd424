"""Lines on what was decided about a table before it is trained on: what the user should read and can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from nntui.data import marks
from nntui.data.amounts import parse_moment, unit_of_texts
from nntui.data.numbers import is_number
from nntui.data.policies import POLICIES
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from nntui.data.column import Column
    from nntui.data.table import Table
    from nntui.session.options import Options

MOST_NOTES = 20
"""Lines on how a table was read that are shown unasked."""
MOST_CLASSES = 20
"""Different whole numbers of a target that may be meant for classes."""
FEW_CLASSES = 7
"""Different whole numbers that may be classes even where they are codes far apart, such as 10, 20 and 99."""
FEWEST_OF_CLASS = 5
"""Rows of each of these on average."""
FIRST_TEXTS = 100
MOSTLY = 0.8
"""The share of dates in a text that is meant for a column of dates."""


def few(notes: Sequence[str]) -> list[str]:
    """The first ``notes`` and how many more there are, for a log that a table of many columns would fill."""
    more = len(notes) - MOST_NOTES
    return list(notes) if more <= 0 else [*notes[:MOST_NOTES], f"and {more} more such notes"]


def table_notes(table: Table, options: Options, explained: Collection[str] = ()) -> Iterator[str]:
    """A line for each decision about ``table``, as it was read from a file and changed by ``options``.

    Why the columns ``explained`` are not used has been said already.
    """
    split = marks.split_column(table.columns)
    if split is not None:
        yield marks.marks_note(table.columns[split], table.frame.to_series(split))
    else:
        yield from _splitting(table)
    yield from _unused(table, {*options.ignored, *options.targets, *explained})
    if not options.targets:
        yield from _other_target(table)
    yield from _policies(table, options)
    yield from _filled(table)
    given = {text.rpartition("=")[0] for text in options.kinds}
    yield from (line for column in table.targets if column.name not in given for line in _classes(table, column))


def _splitting(table: Table) -> Iterator[str]:
    """A line on an input that seems to say which rows are to be validation rows."""
    for column in table.inputs:
        if column.boolean:
            words = list(column.words)
        elif column.classes:
            words = table.frame.get_column(column.name).drop_nulls().unique().sort().to_list()
        else:
            continue
        if marks.seems_to_split(words):
            yield (
                f"column {one_line(column.name)} holds {as_list(words)} and is an input; "
                "in the role split it would choose the validation rows"
            )


def _other_target(table: Table) -> Iterator[str]:
    """A line on the target where it is not the last column because that is text."""
    last = table.columns[-1]
    if table.targets and not last.is_target and not last.kind_record.learnable:
        yield f"the target is {one_line(table.targets[0].name)}: the last column, {one_line(last.name)}, cannot be one"


def _unused(table: Table, named: set[str]) -> Iterator[str]:
    """A line on the columns of text that nobody asked to be ignored: which, why, and how to use them."""
    reasons = [
        f"{one_line(column.name)} ({why_text(cells)})"
        for column, cells in zip(table.columns, table.frame.get_columns(), strict=True)
        if not (column.kind_record.learnable or column.is_input or column.name in named)
    ]
    if reasons:
        yield f"not used, as text: {'; '.join(reasons)}"


def why_text(cells: pl.Series) -> str:
    """Why a column of these cells is text, and how it can be used."""
    filled = cells.drop_nulls()
    if not filled.len():
        return "every cell is empty"
    first = filled.head(FIRST_TEXTS).to_list()
    if all(map(is_number, first)):
        return "numbers written as texts; of kind number they can be used"
    unit = unit_of_texts(first, loose=True)
    moments = [parse_moment(text) is not None for text in first]
    if all(moments):
        return "dates or times; of kind date they can be used"
    if sum(moments) > MOSTLY * len(moments):
        return f"dates or times, except for {quoted(first[moments.index(False)])}; for an empty cell, declare the word"
    if unit is not None:
        beside = f"numbers in {one_line(unit)}" if unit else "numbers in groups of digits, fractions or with commas"
        return f"{beside}; of kind number they can be used"
    different = filled.n_unique()
    words = "all different" if different == filled.len() else f"{different:,} different words"
    return f"{words}; of kind category each is an input"


def _policies(table: Table, options: Options) -> Iterator[str]:
    """A line for each policy for all columns that some of those with empty cells cannot have."""
    for policy in options.missing:
        if policy not in POLICIES:
            continue
        left = [
            f"{one_line(column.name)} ({column.missing})"
            for column in table.inputs
            if not column.allows(policy) and table.frame.get_column(column.name).null_count()
        ]
        if left:
            yield f"empty cells: {policy} does not suit {as_list(left)}, which keep their own policy"


def _filled(table: Table) -> Iterator[str]:
    """A line on the empty cells of inputs that are filled, with their counts."""
    parts = []
    training = ~table.validation
    for column in table.inputs:
        cells = table.frame.get_column(column.name)
        empty = cells.null_count()
        policy = column.policy
        learnt = cells.filter(training).null_count() if empty else 0
        if empty and (policy.own_class or policy.fill) and (learnt or not policy.where_empty):
            how = "a category of their own" if policy.own_class else f"the {policy.label}"
            parts.append(f"{one_line(column.name)} {empty:,} ({how})")
    if parts:
        yield f"empty cells are filled: {'; '.join(parts)}"


def _classes(table: Table, column: Column) -> Iterator[str]:
    """A line on a target of a few whole numbers, which may be meant for classes."""
    cells = table.frame.get_column(column.name).drop_nulls()
    if not column.numeric or column.temporal or column.formula or not cells.len():
        return
    different = cells.n_unique()
    if not 1 < different <= min(MOST_CLASSES, cells.len() // 2) or not (cells == cells.floor()).all():
        return
    numbers = cells.unique().sort().cast(pl.Int64).to_list()
    low, high = numbers[0], numbers[-1]
    if high - low < 2 * different or (different <= FEW_CLASSES and cells.len() >= FEWEST_OF_CLASS * different):
        name = one_line(column.name)
        learnt = "learnt as numbers; for classes, make its kind category"
        yield f"column {name} holds {different} whole numbers, {low} to {high}, {learnt}"
