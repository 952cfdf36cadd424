"""The two lines above the table: what the columns are called, and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, merged, width_of
from nntui.ui.grid.cells import align_of
from nntui.ui.grid.marks import marked_name, marks_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column, Kind
    from nntui.render.glyphs import Align, Glyphs
    from nntui.ui.grid.layout import Place
    from nntui.ui.grid.scene import Extra

SHORT_KINDS: dict[Kind, str] = {"number": "num", "whole": "int", "yes-no": "y/n", "category": "cat", "text": "txt"}
"""What the kinds are called where there is little room."""
SHORT = 3
"""The number of the short wording of a note that still says everything."""


def notes(column: Column, empty: int, glyphs: Glyphs) -> list[str]:
    """What a column is (kind, role, unit, ``empty`` cells and what becomes of them), in ever shorter wordings.

    That a column is an input goes without saying.
    """
    role = "" if column.role == "input" else column.role
    kind, short, unit = column.kind, SHORT_KINDS[column.kind], clean(column.unit, glyphs)
    used = column.role in {"input", "target"} and not column.formula
    policy = column.missing if used else ""
    cells = f"{empty:,} empty" if empty else ""
    told = f"{cells}: {policy}" if cells and policy else cells
    few = f"{empty}{glyphs.between}" if empty else ""
    wordings = [
        (kind, role, unit, told),
        (short, role, unit, told),
        (short, role, told),
        (short, role, unit, few),
        (role, unit, few),
        (role, few),
        (role,),
        (short, unit),
        (few,) if empty else (unit,),
        (short,),
    ]
    return [" ".join(filter(None, parts)) for parts in wordings]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's two lines, and how they stand; ``notes`` are wordings of the second, the first to fit is taken."""

    place: Place
    name: str
    style: str
    notes: Sequence[str]
    align: Align

    def note(self, glyphs: Glyphs) -> str:
        """The second line in exactly its place."""
        text = next((text for text in self.notes if text and cell_len(text) <= self.place.width), "")
        return fit(text, self.place.width, self.align, glyphs)


def heading_of(column: Column, place: Place, empty: int, glyphs: Glyphs, *, here: bool) -> Heading:
    """The heading of one of the table's own columns; ``here`` stands the cursor."""
    style = "target" if column.role == "target" else "dim" if column.role == "ignored" else "bold"
    name = marked_name(column, marks_for(glyphs))
    return Heading(place, name, "heading-here" if here else style, notes(column, empty, glyphs), align_of(column))


def heading_of_extra(extra: Extra, place: Place) -> Heading:
    """The heading of a column beside the table."""
    return Heading(place, extra.name, extra.style, [extra.note], "right")


def name_line(headings: Sequence[Heading], gutter: Line, glyphs: Glyphs) -> Line:
    """The names behind ``gutter``; only the text of a name is underlined or coloured, not the room around it."""
    spans = list(gutter)
    end = width_of(gutter)
    for each in headings:
        text = fit(each.name, each.place.width, each.align, glyphs)
        bare = text.strip()
        before = len(text) - len(text.lstrip())
        spans += [Span(" " * (each.place.x - end + before)), Span(bare, each.style)]
        spans.append(Span(" " * (len(text) - before - len(bare))))
        end = each.place.x + each.place.width
    return merged(spans)


def note_line(headings: Sequence[Heading], gutter: int, glyphs: Glyphs) -> Line:
    """What stands under the names."""
    text, end = " " * gutter, gutter
    for each in headings:
        text += " " * (each.place.x - end) + each.note(glyphs)
        end = each.place.x + each.place.width
    return merged([Span(text, "dim")])
