"""The list that a category is chosen from: arrows go through it, letters find a level by how it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.glyphs import fit
from nntui.render.text import Span
from nntui.ui.predict.field import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line


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
