"""What matters to a network: its inputs, the answer along one of them, and why the answer to the question is so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nntui.errors import DataError
from nntui.render.glyphs import fit
from nntui.render.plot.dependence import draw_dependence
from nntui.render.text import Span
from nntui.render.worked import paragraph
from nntui.safe_text import one_line
from nntui.session.explain.importance import dependence_on, input_importances
from nntui.session.explain.lines import curve_lines, importance_lines, question_lines
from nntui.session.explain.question import contributions
from nntui.session.explain.smallest import goal_of, smallest_changes
from nntui.ui.dialogs.pages import PagedDialog
from nntui.ui.dialogs.question import AskScreen, Proposal
from nntui.ui.widgets.lines import DrawnLines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.render.text import Line
    from nntui.session.explain.importance import Dependence
    from nntui.session.predict import Predictor
    from nntui.ui.dialogs.dialog import KeyHint

VIEWS = ("inputs", "along one input", "question")
QUESTION = 2
LEAST_CURVE = 6


@dataclass(slots=True)
class Matters:
    """A network with the ``weights`` of one moment, the ``question`` that is explained, and the inputs by importance.

    ``text`` and ``names`` are filled by ``look``, ``reached`` by ``reach``.
    """

    predictor: Predictor
    table: Table
    question: Mapping[str, Cell]
    weights: NDArray[np.float32]
    names: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    curves: dict[str, Dependence | str] = field(default_factory=dict)

    def look(self) -> None:
        """Calculate the importance of each input, and the explanation of the answer; slow."""
        try:
            found = input_importances(self.predictor, self.table, self.weights)
            self.names = [each.name for each in found.inputs]
            self.inputs = list(importance_lines(self.predictor, found))
        except DataError as error:
            self.names = [coder.name for coder in self.predictor.encoder.inputs]
            self.inputs = [str(error)]
        self.answer = self._explained(None)

    def _explained(self, reach: str | None) -> list[str]:
        predictor = self.predictor
        try:
            added = contributions(predictor, self.table, self.question, self.weights)
            goal = None if reach is None else goal_of(predictor, reach)
            changes = []
            if goal is not None:
                changes = smallest_changes(predictor, self.question, goal.value, self.weights, target=goal.target)
            elif predictor.encoder.classes:
                changes = smallest_changes(predictor, self.question, None, self.weights)
            return list(question_lines(predictor, self.question, added, changes, goal))
        except DataError as error:
            if reach is not None:
                raise
            return [f"The question of the predict form has no answer to explain: {error}"]

    def reach(self, text: str) -> Proposal[list[str]]:
        """The smallest changes that reach the value ``text``; slow. Raises DataError for a value that does not fit."""
        lines = self._explained(text.strip())
        start = next((at for at, line in enumerate(lines) if "change" in line and not line.startswith("  ")), 0)
        says = " ".join(lines[start + 1 : start + 2]) or lines[start]
        return Proposal(says.strip(), lines)

    def curve(self, name: str) -> Dependence | str:
        """The answers along input ``name``, or why there are none."""
        if name not in self.curves:
            try:
                self.curves[name] = dependence_on(self.predictor, self.table, name, self.weights)
            except DataError as error:
                self.curves[name] = str(error)
        return self.curves[name]


def reach_dialog(matters: Matters) -> AskScreen[list[str]]:
    """Asks for the number or class that a change of one input is to reach; says what would, while it is typed."""
    targets = matters.predictor.targets
    name = one_line(targets[0].name)
    title = f"{name} to reach" if len(targets) == 1 else f"value to reach, as {name}=..."
    return AskScreen(title, matters.reach, words=matters.predictor.encoder.classes)


class MattersScreen(PagedDialog[bool]):
    """Shows three views of what matters, one at a time; answers True where a value to reach is to be asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "other(1)", "next input", show=False, priority=True),
        Binding("left", "other(-1)", "previous input", show=False, priority=True),
        Binding("Y", "next_answer", "next answer", show=False),
        Binding("r", "ask_reach", "reach a value", show=False),
    ]

    def __init__(self, matters: Matters, view: int = 0) -> None:
        super().__init__("what matters", VIEWS, view)
        self._matters = matters
        self._input = self._answer = 0
        self._text = DrawnLines()

    def page_view(self) -> DrawnLines:
        """The lines of a view."""
        return self._text

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to go through the views."""
        encoder = self._matters.predictor.encoder
        several: tuple[KeyHint, ...] = (("Y", "class" if encoder.classes else "target", "next_answer"),)
        return (
            ("tab", "view", "turn(1)"), ("left right", "input", "other(1)"), ("r", "reach", "ask_reach"),
            ("esc", "close", "close"), *(several if len(encoder.classes or encoder.targets) > 1 else ()),
        )  # fmt: skip

    def on_resize(self) -> None:
        """Draw the curve for the new size."""
        self.call_after_refresh(self.show_page)

    def show_page(self) -> None:
        """Draw the present view."""
        self.name_pages()
        self._text.show_drawn(self._drawn)

    def _drawn(self, width: int) -> list[Line]:
        matters = self._matters
        if self.page == 1:
            return self._curve(width)
        return self._wrapped(matters.inputs if self.page == 0 else matters.answer, width)

    def _wrapped(self, texts: Iterable[str], width: int) -> list[Line]:
        return [
            line
            for text in texts
            for line in (
                [(Span(fit(text, width, glyphs=self.glyphs).rstrip()),)]
                if text.startswith("  ")
                else paragraph(text, width, self.glyphs, "")
            )
        ]

    def _curve(self, width: int) -> list[Line]:
        names = self._matters.names
        if not names:
            return []
        found = self._matters.curve(names[self._input % len(names)])
        if isinstance(found, str):
            return paragraph(found, width, self.glyphs, "error")
        place = self._answer % len(found.answers)
        name, answer = one_line(found.name), one_line(found.answers[place])
        what = f"probability of {answer}" if self._matters.predictor.encoder.classes else answer
        columns = {column.name: column for column in self._matters.table.columns}
        dated = found.name in columns and columns[found.name].temporal
        numbers = [value for value in found.values if isinstance(value, float) and not isinstance(value, bool)]
        lines = paragraph(
            f"{what} along {name}, {self._input % len(names) + 1} of {len(names)}: the mean over {len(found.rows)} "
            "rows, all else as it is",
            width,
            self.glyphs,
        )
        height = self.query_one(VerticalScroll).size.height - len(lines)
        if dated or len(numbers) < len(found.values) or len(numbers) < 2 or height < LEAST_CURVE:
            return [
                *lines,
                *self._wrapped([f"  {line}" for line in list(curve_lines(self._matters.predictor, found))[1:]], width),
            ]
        asked = self._matters.question.get(found.name)
        return lines + draw_dependence(
            numbers,
            found.mean[:, place].tolist(),
            found.curves[:, :, place].tolist(),
            (width, height),
            self.glyphs,
            here=float(asked) if isinstance(asked, float | int) else None,
        )

    def action_other(self, by: int) -> None:
        """Show the answer along another input."""
        self.page, self._input = 1, self._input + (by if self.page == 1 else 0)
        self.show_page()

    def action_next_answer(self) -> None:
        """Show the curve of the next of several answers: targets, or classes."""
        self.page, self._answer = 1, self._answer + (self.page == 1)
        self.show_page()

    def action_ask_reach(self) -> None:
        """Ask for a value that a change of one input is to reach."""
        self.answer(True)
