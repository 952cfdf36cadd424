"""One input of the predict form: how its text is read, what may be chosen for it, and the list of its levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.errors import DataError
from nntui.render.glyphs import clean, fit
from nntui.render.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

EMPTY = "(empty)"
"""How an empty field is shown where it may be chosen."""
OWN = ("", EMPTY)
"""What an empty cell is taken for that is a level of its own."""


@dataclass(frozen=True, slots=True)
class InputField:
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
        return self.column.boolean

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
        if not text.strip() and not self.column.has_levels:
            text = ""
        if not text:
            what = "give a number" if self.is_typed else "choose one"
            return what if self.fill is None else ""
        try:
            self.read(text)
        except DataError:
            if self.is_typed:
                return "not a whole number" if self.column.whole else "not a number"
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


class Choosing:
    """``choices``, "" among them where a field may be empty, with the cursor on ``chosen``; ``typed`` finds one."""

    def __init__(self, choices: Sequence[str], chosen: str) -> None:
        self.choices = tuple(choices)
        self.typed = ""
        self._at = self.choices.index(chosen) if chosen in self.choices else 0

    @property
    def chosen(self) -> str:
        """The level at the cursor."""
        return self.choices[self._at]

    def move(self, steps: int) -> None:
        """Put the cursor further down, or up."""
        self._at = max(0, min(len(self.choices) - 1, self._at + steps))
        self.typed = ""

    def find(self, key: str, character: str | None) -> bool:
        """Take a letter of the level that is looked for, or take one back; False for a key that is neither."""
        if key == "backspace":
            self._look_for(self.typed[:-1])
        elif character is not None and character.isprintable():
            self._look_for(self.typed + character)
        else:
            return False
        return True

    def _look_for(self, text: str) -> None:
        """Go to the first level that begins with ``text``, else to one that contains it; where none does, stay.

        Capitals do not matter.
        """
        wanted, names = text.casefold(), [choice.casefold() for choice in self.choices]
        found = [place for place, name in enumerate(names) if wanted in name]
        begins = [place for place in found if names[place].startswith(wanted)]
        if found:
            self.typed = text
        if found and text:
            self._at = (begins or found)[0]

    def lines(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:
        """At most ``height`` lines of ``width`` cells, the cursor's among them."""
        top = min(max(0, self._at - height // 2), max(0, len(self.choices) - height))
        return [self._line(place, width, glyphs) for place in range(top, min(len(self.choices), top + height))]

    def _line(self, place: int, width: int, glyphs: Glyphs) -> Line:
        here = place == self._at
        text = f" {glyphs.after if here else ' '} {self.choices[place] or EMPTY}"
        return (Span(fit(text, width, glyphs=glyphs), "selected" if here else ""),)
