"""The mode of the predict pane that lists the predictions that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import fit
from nntui.render.text import Span
from nntui.ui.predict.modes import Mode

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import Question
    from nntui.ui.predict.form import Form
    from nntui.ui.predict.modes import Notes, Sheet

LINES, INDENT = 2, 3
"""Lines of a kept prediction, and blanks before the second."""
MOST_KEPT = 1_000
"""Most predictions that are kept; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A question with its answer at some epoch, which does not change any more."""

    question: Question
    answer: str = ""
    epoch: int = 0


class KeptMode(Mode):
    """The kept predictions as a list, newest first."""

    hints = ("predict.kept", "predict.enter", "predict.clear", "predict.clear-all")

    def __init__(self, form: Form) -> None:
        self._form = form
        self._items: list[KeptAnswer] = []
        self._at = 0

    def __len__(self) -> int:
        """Number of kept predictions."""
        return len(self._items)

    def add(self, question: Question) -> None:
        """Keep a question, whose answer is yet to come."""
        self._items = [KeptAnswer(question), *self._items][:MOST_KEPT]
        self._at = 0

    def set_answer(self, question: Question, answer: str, epoch: int) -> None:
        """Keep the answer to a question, unless that was forgotten meanwhile."""
        kept = KeptAnswer(question, answer, epoch)
        self._items = [kept if each.question is question else each for each in self._items]

    def type_key(self, _: str, __: str | None, /) -> bool:
        """Nothing is typed here."""
        return False

    def enter(self) -> Mode | None:
        """Put the question at the cursor into the form."""
        if self._items:
            self._form.recall(dict(self._items[self._at].question.texts))
        return None

    def move(self, _: int, down: int, /) -> None:
        """Move the cursor."""
        self._at = max(0, min(len(self._items) - 1, self._at + down))

    def memento(self) -> object:
        """All predictions."""
        return tuple(self._items)

    def recall(self, memento: object) -> None:
        """Bring them back."""
        assert isinstance(memento, tuple)
        self._items = list(memento)

    def clear(self) -> None:
        """Forget the prediction at the cursor."""
        del self._items[self._at : self._at + 1]
        self.move(0, 0)

    def clear_all(self) -> None:
        """Forget all predictions."""
        self._items, self._at = [], 0

    def draw(self, sheet: Sheet) -> tuple[list[Line], Notes]:
        """Two lines a prediction, that at the cursor among them."""
        room = max(1, sheet.height // LINES)
        top = min(max(0, self._at - room + 1), max(0, len(self._items) - room))
        lines: list[Line] = []
        for number, kept in enumerate(self._items[top : top + room], top):
            lines += _kept_lines(kept, sheet.width, sheet.glyphs, here=number == self._at)
        return lines[: sheet.height], []


def _kept_lines(kept: KeptAnswer, width: int, glyphs: Glyphs, *, here: bool) -> list[Line]:
    when = f" epoch {kept.epoch:,} "
    answer = fit(f"{glyphs.after if here else ' '}{kept.answer}", max(0, width - cell_len(when)), glyphs=glyphs)
    question = fit(f"{' ' * INDENT}{kept.question.describe(width - INDENT)}", width, glyphs=glyphs)
    return [(Span(answer, "selected" if here else "bold"), Span(when, "dim")), (Span(question, "dim"),)]
