"""Column options: kinds, roles, empty cells and scaling of the columns of a table, by name."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace as changed

from nntui.data import marks
from nntui.data.column import Column, parse_kind, parse_scaling
from nntui.data.kinds import IGNORED, INPUT, SPLIT, YES_NO, check_known
from nntui.data.numbers import format_number
from nntui.data.policies import POLICIES
from nntui.data.words import WORDS
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nntui.data.kinds import Kind
    from nntui.data.table import Table
    from nntui.session.options import Options


FEWEST_ROWS: Final = 3
"""Rows from which on two different whole numbers are taken for two classes."""
FEWEST_FRACTIONS: Final = 20
"""Rows from which on two different numbers of any kind are."""


def with_column_options(table: Table, options: Options) -> Table:
    """``table`` with the kinds, roles and policies in ``options``; one for a column overrides one for all.

    Raises DataError for an unknown column or word, and for cells that cannot be converted.
    """
    return _with_missing(_with_roles(_of_kinds(table, options), options), options.missing)


def with_scalings(table: Table, texts: Iterable[str]) -> Table:
    """``table`` with scalings, ``METHOD`` for all columns or ``COLUMN=METHOD`` for one. Raises DataError."""
    for name, method in _general_first(texts):
        scaling = parse_scaling(method)
        if name:
            place = table.index(name)
            column = table.columns[place]
            if not column.numeric:
                raise DataError(f"{one_line(name)}: scaling {method} is for numbers, and its kind is {column.kind}")
            table = table.with_column(place, changed(column, scaling=scaling))
        else:
            table = with_each(table, partial(changed, scaling=scaling))
    return table


def known_kinds(options: Options) -> dict[str, Kind | Column]:
    """The kinds of columns that ``options`` name; words that name none are left to ``with_column_options``."""
    found: dict[str, Kind | Column] = {}
    for text in options.kinds:
        name, _, word = text.rpartition("=")
        with suppress(DataError):
            kind, date_format = parse_kind(word)
            found[name] = Column(name, kind, date_format=date_format) if date_format else kind
    return found


def _with_kind(table: Table, name: str, kind: str) -> Table:
    place = table.index(name)
    before = table.columns[place]
    kind, date_format = parse_kind(kind, f"kind of {one_line(name)}:")
    table = table.with_kind(place, kind, date_format=date_format)
    # A text column is ignored because no network can read it, not because the user wished it.
    made_learnable = not before.kind_record.learnable and table.columns[place].kind_record.learnable
    return table.with_role(place, INPUT) if made_learnable and before.role == IGNORED else table


def _with_roles(table: Table, options: Options) -> Table:
    had_target = bool(table.targets)
    for name in options.ignored:
        table = table.with_role(table.index(name), IGNORED)
    if options.split is not None:
        place = table.index(options.split)
        before = marks.split_column(table.columns)
        if before is not None and before != place:
            table = table.with_role(before, IGNORED)
        marks.check_marks(table.columns[place], table.frame.to_series(place))
        table = table.with_role(place, SPLIT)
    if options.inputs or options.targets or (had_target and not table.targets):
        kept = tuple(column.name for column in table.targets if column.name not in options.inputs)
        table = table.with_roles(options.inputs, options.targets or kept)
    named = {*options.ignored, *([] if options.split is None else [options.split])}
    if twice := [column.name for column in (*table.inputs, *table.targets) if column.name in named]:
        raise DataError(f"{as_list(twice)}: cannot be an input or a target and also ignored or the split column")
    return table


def _with_missing(table: Table, texts: Iterable[str]) -> Table:
    for name, policy in _general_first(texts):
        check_known("empty cells:", policy, POLICIES)
        if name:
            place = table.index(name)
            table.columns[place].check_policy(policy)
            table = table.with_column(place, changed(table.columns[place], missing=policy))
        else:
            table = with_policy(table, policy)
    return table


def with_each(table: Table, change: Callable[[Column], Column]) -> Table:
    """``table`` with ``change`` made to every column; names, kinds, roles and formulas must stay as they are."""
    return replace(table, columns=tuple(map(change, table.columns)))


def with_policy(table: Table, policy: str) -> Table:
    """``table`` with one policy for empty cells in every column that may have it."""
    return with_each(table, lambda column: changed(column, missing=policy) if column.allows(policy) else column)


def with_two_classes(table: Table, options: Options) -> tuple[Options, list[str]]:
    """``options`` that make a target of two numbers one of two classes, and a line on each such target.

    ``table`` is as it was read from a file. A kind that ``options`` choose for a column stays.
    """
    given = {text.rpartition("=")[0] for text in options.kinds}
    kinds, lines = [], []
    targets = _with_roles(_of_kinds(table, options), options).targets
    for column in targets:
        cells = table.frame.get_column(column.name).drop_nulls()
        if not column.numeric or column.temporal or column.formula or column.name in given or len(targets) > 1:
            continue
        two = cells.len() >= FEWEST_ROWS and cells.n_unique() == len(WORDS)
        values = cells.unique().sort().to_list() if two else []
        if values and (cells.len() >= FEWEST_FRACTIONS or all(float(value).is_integer() for value in values)):
            kinds.append(f"{column.name}={YES_NO}")
            low, high = (format_number(value) for value in values)
            name = one_line(column.name)
            lines.append(f"column {name} holds only {low} and {high}: learnt as two classes, unless its kind is number")
    return options.with_kinds(tuple(kinds)) if kinds else options, lines


def _of_kinds(table: Table, options: Options) -> Table:
    for text in options.kinds:
        table = _with_kind(table, *_pair(text, "kind", "year=whole"))
    return table


def _general_first(texts: Iterable[str]) -> list[tuple[str, str]]:
    """``COLUMN=WORD`` and ``WORD`` as pairs of name and word; those with an empty name come first."""
    pairs = [(name, word) for name, _, word in (text.rpartition("=") for text in texts)]
    return sorted(pairs, key=lambda pair: bool(pair[0]))


def _pair(text: str, what: str, example: str) -> tuple[str, str]:
    name, equals, word = text.rpartition("=")
    if not equals or not name:
        raise DataError(f"{what}: {quoted(text)}: give COLUMN={what.upper()}, as in {example}")
    return name, word
