"""The signs that the table is marked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nntui.data.column import Role
    from nntui.render.glyphs import Glyphs


class Marks(NamedTuple):
    """One cell each: before a target's name; beside a row held out, and one with an empty cell; in the empty cell."""

    target: str
    held: str
    incomplete: str
    empty: str


def marks_for(glyphs: Glyphs) -> Marks:
    """The marks that go with ``glyphs``."""
    return Marks("▸", "◇", "!", glyphs.between) if glyphs.braille else Marks(">", "v", "!", glyphs.between)


def role_mark(role: Role, marks: Marks) -> str:
    """What stands before the name of a column of this role."""
    return marks.target if role == "target" else ""
