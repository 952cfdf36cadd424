"""Predictions that were kept: what was asked, what was said, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import fit
from nntui.render.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

LINES, INDENT = 2, 3
"""Lines that a kept prediction takes, and blanks before the second."""
MOST = 1_000
"""Predictions that are kept; older ones are forgotten."""
MOST_TOLD = 24
"""Inputs that a line tells of at most: more do not fit in any."""
NOTHING = "-"
"""What is told of an empty field."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the ``texts`` of the fields by name, and the ``values`` that they mean.

    ``inked`` is how many pixels of a picture are not white; None where the question is none.
    """

    texts: tuple[tuple[str, str], ...]
    values: Mapping[str, Cell]
    inked: int | None = None

    def told(self, room: int) -> str:
        """The question in a line of about ``room`` cells: without names where these do not fit."""
        if self.inked is not None:
            return f"picture, {self.inked} of {len(self.texts)} pixels inked"
        named = ", ".join(f"{name} {text or NOTHING}" for name, text in self.texts[:MOST_TOLD])
        return named if cell_len(named) <= room else ", ".join(text or NOTHING for _, text in self.texts[:MOST_TOLD])


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A question, and the answer to it at some epoch: once it is there, it does not change any more."""

    question: Question
    answer: str = ""
    epoch: int = 0


class KeptList:
    """The kept predictions, the newest first, and ``at``, the place of one of them."""

    def __init__(self) -> None:
        self._items: list[KeptAnswer] = []
        self._at = 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self._items)

    @property
    def chosen(self) -> KeptAnswer | None:
        """The one at the cursor."""
        return self._items[self._at] if self._items else None

    def add(self, question: Question) -> None:
        """Keep one more, whose answer is to come."""
        self._items = [KeptAnswer(question), *self._items][:MOST]
        self._at = 0

    def answer(self, question: Question, answer: str, epoch: int) -> None:
        """Keep the answer to a question that was added, unless it was forgotten meanwhile."""
        self._items = [
            KeptAnswer(question, answer, epoch) if each.question is question else each for each in self._items
        ]

    def drop(self) -> None:
        """Forget the one at the cursor."""
        del self._items[self._at : self._at + 1]
        self.move(0)

    def clear(self) -> None:
        """Forget all."""
        self._items, self._at = [], 0

    def move(self, steps: int) -> None:
        """Put the cursor on one further down, or up."""
        self._at = max(0, min(len(self._items) - 1, self._at + steps))

    def lines(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:
        """At most ``height`` lines of ``width`` cells, those of the cursor's prediction among them."""
        room = max(1, height // LINES)
        top = min(max(0, self._at - room + 1), max(0, len(self._items) - room))
        lines: list[Line] = []
        for place in range(top, min(len(self._items), top + room)):
            lines += _lines(self._items[place], width, glyphs, here=place == self._at)
        return lines[:height]


def _lines(kept: KeptAnswer, width: int, glyphs: Glyphs, *, here: bool) -> list[Line]:
    when = f" epoch {kept.epoch:,} "
    answer = fit(f"{glyphs.after if here else ' '}{kept.answer}", max(0, width - cell_len(when)), glyphs=glyphs)
    told = fit(f"{' ' * INDENT}{kept.question.told(width - INDENT)}", width, glyphs=glyphs)
    return [(Span(answer, "selected" if here else "bold"), Span(when, "dim")), (Span(told, "dim"),)]
