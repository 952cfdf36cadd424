"""The signs that the table is marked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nntui.data.column import Column, Role
    from nntui.render.glyphs import Glyphs

CALCULATED = "="
"""Before the name of a column that a formula calculates."""


class Marks(NamedTuple):
    """One cell each: before a target's name, and that of the column which says what is held out; beside a row held out,
    and one with an empty cell that leaves it out; in the empty cell.
    """

    target: str
    held: str
    incomplete: str
    empty: str


def marks_for(glyphs: Glyphs) -> Marks:
    """The marks that go with ``glyphs``."""
    return Marks("▸", "◇", "!", glyphs.between) if glyphs.braille else Marks(">", "v", "!", glyphs.between)


def role_mark(role: Role, marks: Marks) -> str:
    """What stands before the name of a column of this role."""
    return {"target": marks.target, "split": marks.held}.get(role, "")


def marked_name(column: Column, marks: Marks) -> str:
    """The column's name behind the signs of what it is."""
    return role_mark(column.role, marks) + (CALCULATED if column.formula else "") + column.name
