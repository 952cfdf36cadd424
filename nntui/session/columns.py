"""A table with the columns that were asked for by name: their kinds, roles, empty cells and scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data import marks
from nntui.data.column import KINDS, POLICIES, parse_scaling
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.data.column import Column, Missing
    from nntui.data.table import Table
    from nntui.session.options import Options


def with_column_options(table: Table, options: Options) -> Table:
    """``table`` with what ``options`` say of its columns; what is said of one column wins over what is said of all.

    Raises DataError for a column that is not there, a word that is not known, and cells that cannot be as asked for.
    """
    for text in options.kinds:
        table = _with_kind(table, *_pair(text, "kind", "year=whole"))
    table = _with_missing(_with_roles(table, options), options.missing)
    for name, method in _general_first(options.scale):
        scaling = parse_scaling(method)
        if name:
            place = table.index(name)
            table = table.with_column(place, changed(table.columns[place], scaling=scaling))
        else:
            table = table.with_scaling(scaling)
    return table


def _with_kind(table: Table, name: str, kind: str) -> Table:
    place = table.index(name)
    if kind not in KINDS:
        raise DataError(f"kind of {one_line(name)}: {quoted(kind)} is not known; choose one of {', '.join(KINDS)}")
    was_text = table.columns[place].kind == "text"
    table = table.with_kind(place, kind)
    # Text is ignored because no network can read it, not because somebody wanted it so.
    return table.with_role(place, "input") if was_text and table.columns[place].role == "ignored" else table


def _with_roles(table: Table, options: Options) -> Table:
    had_target = bool(table.targets)
    for name in options.ignored:
        table = table.with_role(table.index(name), "ignored")
    if options.split is not None:
        place = table.index(options.split)
        before = marks.split_column(table.columns)
        if before is not None and before != place:
            table = table.with_role(before, "ignored")
        table = table.with_role(place, "split")
    if options.inputs or options.targets or (had_target and not table.targets):
        kept = tuple(column.name for column in table.targets if column.name not in options.inputs)
        table = table.with_roles(options.inputs, options.targets or kept)
    named = {*options.ignored, *([] if options.split is None else [options.split])}
    if taken := [column.name for column in (*table.inputs, *table.targets) if column.name in named]:
        raise DataError(f"{as_list(taken)}: cannot be an input or a target as well as ignored, or the split")
    return table


def _with_missing(table: Table, texts: Iterable[str]) -> Table:
    for name, policy in _general_first(texts):
        if policy not in POLICIES:
            raise DataError(f"empty cells: {quoted(policy)} is not known; choose one of {', '.join(POLICIES)}")
        missing: Missing = policy
        places = [table.index(name)] if name else range(table.width)
        for place in places:
            column = table.columns[place]
            if column.allows(missing):
                table = table.with_column(place, changed(column, missing=missing))
            elif name:
                raise DataError(f"{one_line(name)}: {_why_not(column, missing)}")
    return table


def _why_not(column: Column, missing: Missing) -> str:
    allowed = [policy for policy in POLICIES if column.allows(policy)]
    role = "target" if column.role == "target" else column.kind
    return f"empty cells of a {role} column cannot be taken as {missing}; choose one of {', '.join(allowed)}"


def _general_first(texts: Iterable[str]) -> list[tuple[str, str]]:
    """``COLUMN=WORD`` as pairs, ``WORD`` with an empty name before them."""
    pairs = [(name, word) for name, _, word in (text.rpartition("=") for text in texts)]
    return sorted(pairs, key=lambda pair: bool(pair[0]))


def _pair(text: str, what: str, example: str) -> tuple[str, str]:
    name, equals, word = text.rpartition("=")
    if not equals or not name:
        raise DataError(f"{what}: {quoted(text)}: give COLUMN={what.upper()}, as in {example}")
    return name, word
