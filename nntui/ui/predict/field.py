"""One input of the predict form: how its text is read, what may be chosen for it, and what is said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.errors import DataError
from nntui.render.glyphs import clean

if TYPE_CHECKING:
    from nntui.data.cells import Cell
    from nntui.data.column import Column

EMPTY = "(empty)"
"""How an empty field is shown where it may be chosen."""
OWN = ("", EMPTY)
"""What an empty cell is taken for that is a level of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the form. Its text is what ``parse_cell`` reads; "" is an empty cell.

    ``trained`` is the range that a number was trained on. ``levels`` are what a category, or a switch, is chosen from.
    ``fill`` says what an empty cell is taken for, by which rule ("mean", "12.3"); None where it may not be empty.
    """

    column: Column
    trained: tuple[float, float] | None = None
    levels: tuple[str, ...] = ()
    fill: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def is_switch(self) -> bool:
        """Whether it is one of two words."""
        return self.column.kind == "yes-no"

    @property
    def is_typed(self) -> bool:
        """Whether it is a number, typed digit by digit; otherwise one of ``levels`` is chosen."""
        return self.column.numeric

    @property
    def is_listed(self) -> bool:
        """Whether its levels are worth a list to choose from."""
        return bool(self.levels) and not self.is_switch

    @property
    def range(self) -> str:
        """The shortest writing of ``trained``; "" where there is none."""
        return "" if self.trained is None else f"{self.trained[0]:g}..{self.trained[1]:g}"

    @property
    def choices(self) -> tuple[str, ...]:
        """All texts that can be chosen: the levels and, where the cell may be empty, nothing."""
        return self.levels if self.fill is None else (*self.levels, "")

    def read(self, text: str) -> Cell:
        """The cell that ``text`` means. Raises DataError for what is none of the column's kind."""
        from nntui.data.cells import parse_cell

        return parse_cell(text, self.column)

    def fault(self, text: str) -> str:
        """Why the question cannot be asked with ``text``, "" where it can."""
        if not text.strip() and self.column.kind != "category":
            text = ""
        if not text:
            what = "give a number" if self.is_typed else "choose one"
            return what if self.fill is None else ""
        try:
            self.read(text)
        except DataError:
            if self.is_typed:
                return "not a whole number" if self.column.kind == "whole" else "not a number"
            return f"neither {self.column.words[0]} nor {self.column.words[1]}"
        return ""

    def turned(self, text: str, steps: int) -> str:
        """The level so many steps further, round and round; from what is no level, the first or the last."""
        if not self.levels:
            return text
        if text not in self.levels:
            return self.levels[0 if steps > 0 else -1]
        return self.levels[(self.levels.index(text) + steps) % len(self.levels)]

    def note(self, text: str, room: int) -> str:
        """What is said beside the text in at most ``room`` cells: the longest of its wordings that fits."""
        return next((note for note in self._notes(text) if cell_len(note) <= room), "")

    def _notes(self, text: str) -> tuple[str, ...]:
        if not text:
            rule, fill = self.fill or OWN
            wordings = (f"empty: {rule} {clean(fill)}", f"{rule} {clean(fill)}", f"as {clean(fill)}")
            return ("a level of its own", "own level") if self.fill == OWN else wordings
        if self.is_typed:
            unit, (low, high) = clean(self.column.unit), self.trained or (0.0, 0.0)
            whole = f"{low:g} to {high:g}"
            return (unit,) if self.trained is None else (f"{unit} {whole}".strip(), whole, self.range)
        if text not in self.levels:
            return f"not one of {len(self.levels)} trained on", f"none of {len(self.levels)}", "new"
        place = self.levels.index(text) + 1
        other = clean(self.turned(text, 1))
        return (f"or {other}",) if self.is_switch else (f"{place} of {len(self.levels)}", f"{place}/{len(self.levels)}")
