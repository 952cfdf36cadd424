"""The walk pane: a place in one update of the weights, its calculation, and the diagram with that lit up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.walk.cursor import WalkCursor
from nntui.ui.walk.keeper import WalkKeeper
from nntui.ui.walk.quiz import Quiz, is_overview
from nntui.ui.widgets.pane_base import DrawnPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.diagram import DiagramView, Selection
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.walk import Place, Walk, Whose
    from nntui.ui.walk.keeper import WalkWanted
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.view_models import Moment

LEAST_LINES = 8
"""Rows for the calculation below a diagram."""


class WalkPane(DrawnPane, can_focus=True):
    """One update, place by place. The numbers follow the session while the pane is shown; the place stays."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._keeper = WalkKeeper()
        self._cursor = WalkCursor()
        self._quiz = Quiz()
        self._view: DiagramView | None = None

    @property
    def walk(self) -> Walk | None:
        """The walk that is shown; None where there is nothing to walk through."""
        return self._cursor.walk

    @property
    def whose(self) -> Whose:
        """Whose numbers are walked through."""
        return self._keeper.whose

    @property
    def place(self) -> Place | None:
        """The place that is shown."""
        return self._cursor.place

    # What is followed

    def follow(self, controller: Controller) -> None:
        """Show what this controller holds."""
        self._keeper.controller = controller

    def show_moment(self, moment: Moment) -> None:
        """Follow the session, if the pane is shown."""
        self._keeper.moment = moment
        self.look()

    def on_show(self) -> None:
        """Make what has come while the pane was out of sight."""
        self.look()

    def look(self) -> None:
        """Make the walk of this moment, unless it is here or another is being made."""
        wanted = self._keeper.begin() if self.display else None
        if wanted is not None:
            self.run_worker(host_of(self).guarded(lambda: self._make(wanted)), group="walk")

    async def _make(self, wanted: WalkWanted) -> None:
        row = self._cursor.row
        await self._keeper.make(wanted)
        made = self._keeper.made
        self._cursor.take(made.walk if made is not None else None)
        if wanted.whose != "row":
            self._cursor.keep_row(row)
        self._quiz.forget()
        self.draw()
        self.look()

    # What the keys do

    def go(self, move: Callable[[WalkCursor], object]) -> None:
        """Move the cursor."""
        move(self._cursor)
        self.draw()

    def up_or_down(self, key: str) -> None:
        """Guess that a number goes up or down, if that is asked; else go to the neuron or weight above or below."""
        if not self.answer(key):
            self.go(lambda cursor: cursor.move_within_layer(1 if key == "down" else -1))

    def move_row(self, by: int) -> None:
        """Look at another row of the batch, which then is walked through in place of the selected row."""
        if self._cursor.move_row(by):
            if self._keeper.whose == "row":
                self._keeper.whose = "batch"
                self.look()
            self.draw()

    def next_whose(self) -> None:
        """Walk through the next of row, question, batch and all rows."""
        self._keeper.next_whose()
        self.look()

    def go_to_selection(self, selection: Selection, *, of_question: bool) -> None:
        """Open the walk at a neuron or weight of the diagram, with the numbers that the diagram shows."""
        from nntui.render.diagram import Bias, Edge
        from nntui.session.walk import Address

        self._keeper.whose = "question" if of_question else "row"
        if isinstance(selection, Edge):
            address = Address(selection.layer + 1, selection.target, selection.source)
        elif isinstance(selection, Bias):
            address = Address(selection.layer, selection.index, "bias")
        else:
            address = Address(selection.layer, selection.index)
        self.go(lambda cursor: cursor.go_to(address))

    # Guessing

    def toggle_guessing(self) -> None:
        """Ask for a guess before each number, or no longer."""
        self._quiz.toggle()
        self.draw()

    def answer(self, key: str) -> bool:
        """Take a guess by its key; False where that answers nothing."""
        place = self.place
        if place is None or not self._quiz.answer(place, self._at, key):
            return False
        self.draw()
        return True

    @property
    def _at(self) -> tuple[int, int]:
        """The place and row of the batch, by which guesses are kept."""
        return self._cursor.index, self.walk.focus if self.walk is not None else 0

    # What is seen

    def show_title(self) -> None:
        """Show the title."""
        walk, host = self.walk, host_of(self)
        if walk is None:
            entitle(self, self._keeper.whose)
            return
        whole = f"{walk.row} of {walk.title}" if walk.rows > 1 else walk.title
        another = f"({host.key_shown('walk.whose')}: another)"
        tally = self._quiz.tally.words or "guess" if self._quiz.on else ""
        place = f"{self._cursor.index + 1:,} of {len(walk):,}"
        entitle(self, (f"{whole} {another}", f"{walk.row} {another}", whole, walk.row), place, tally)

    def lines_in(self, width: int, height: int) -> list[Line]:
        """The lines to show in this room."""
        place, walk = self.place, self.walk
        if place is None or walk is None:
            return self._nothing()
        from nntui.render.worked import paragraph
        from nntui.ui.walk.view import BESIDE, LEAST_ABOVE, LINES_SHARE, beside, change_of_loss, place_lines

        is_beside = width >= BESIDE[0] and height < BESIDE[1]
        room = int(width * LINES_SHARE) if is_beside else width
        quiz, at = self._quiz, self._at
        lines = place_lines(
            place,
            room - 1,
            self._glyphs,
            guess=quiz.asked(place, at),
            answered=quiz.answered(at),
            hidden=quiz.on and is_overview(place),
        )
        if self._keeper.step:
            lines += paragraph(self._keeper.step, room - 1, self._glyphs, "good")
        if place.phase == "update" and walk.losses is not None and not quiz.on:
            lines += change_of_loss(walk, room - 1, self._glyphs)
        if place.phase == "after" or self._cursor.index == 0:
            for note in walk.notes:
                lines += paragraph(note, room - 1, self._glyphs)
        if is_beside:
            return beside(lines, self._diagram(walk, place, width - room, height), room, height)
        above = height - max(LEAST_LINES, min(len(lines), height - 6))
        return [*self._diagram(walk, place, width, above), *lines] if height >= LEAST_ABOVE else lines

    def _nothing(self) -> list[Line]:
        """Why there is nothing to walk through."""
        reason = self._keeper.made.reason if self._keeper.made is not None else ""
        text = f"There is nothing to walk through: {reason}." if reason else "The walk is being prepared."
        key = "  {key:walk.whose} goes on to the question, the batch or all rows." if reason else ""
        return self.sentences(text + key, self._glyphs)

    def _diagram(self, walk: Walk, place: Place, width: int, height: int) -> list[Line]:
        from nntui.render.diagram import DiagramView
        from nntui.ui.walk.view import diagram_lines, net_of

        if height < 3:
            return []
        picture = walk.picture(self._cursor.index, self._quiz.known(place, self._at))
        view = self._view or DiagramView()
        lines, self._view = diagram_lines(net_of(walk, picture), place, (width, height), self._glyphs, view)
        return [*lines, *[()] * (height - len(lines))]
