"""Which columns a network is given, and which it is to answer with, when only some are named or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data.shown import listed, quoted
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column, Role


def chosen(
    columns: Sequence[Column], inputs: Sequence[str] | None = None, targets: Sequence[str] | None = None
) -> tuple[Column, ...]:
    """The columns with their roles chosen by name.

    Without ``targets`` the last column that is not among ``inputs`` is the target, if possible one that is not text or
    ignored; without ``inputs`` all but the targets are inputs, text and ignored columns again left out. What is left is
    ignored; a column that says which rows are held out goes on doing so unless it is named. Raises DataError for a name
    that is not there, one that is both, and when no column is left for the target.
    """
    names = [column.name for column in columns]
    for name in (*(inputs or ()), *(targets or ())):
        if name not in names:
            raise DataError(f"no column {quoted(name)}; there are {listed(names)}")
    wanted, answers = set(inputs or ()), set(targets or ())
    if not answers:
        left = [column for column in columns if column.name not in wanted]
        usable = [column for column in left if _usable(column)]
        answers = {column.name for column in (usable or left)[-1:]}
    if not answers:
        raise DataError("every column is an input; leave one to be the target")
    if not wanted:
        wanted = {column.name for column in columns if _usable(column)} - answers
    if both := wanted & answers:
        raise DataError(f"column {quoted(min(both))} cannot be both an input and a target")
    return tuple(_with_role(column, wanted, answers) for column in columns)


def _usable(column: Column) -> bool:
    return column.kind != "text" and column.role in {"input", "target"}


def _with_role(column: Column, wanted: set[str], answers: set[str]) -> Column:
    name = column.name
    other: Role = "split" if column.role == "split" else "ignored"
    role: Role = "input" if name in wanted else "target" if name in answers else other
    return changed(column, role=role).settled()
