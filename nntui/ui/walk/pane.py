"""The walk pane: a place in one update of the weights, its calculation, and the diagram with that lit up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from nntui.render.diagram import DiagramView, Selection
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.guessing import Guess
    from nntui.session.walk import Address, Level, Phase, Place, Walk, Whose
    from nntui.ui.walk.keeper import WalkMade
    from nntui.ui.walk.view import Answered
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.view_models import Moment

LEAST_LINES = 8
"""Rows for the calculation below a diagram."""


class WalkPane(PaneBase, LinesView, can_focus=True):
    """One update, place by place. The numbers follow the session while the pane is shown; the place stays."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="walk", classes="pane")
        self._glyphs = glyphs
        self._controller: Controller | None = None
        self._moment: Moment | None = None
        self._made: WalkMade | None = None
        self._under_way = False
        self._whose: Whose = "row"
        self._at = 0
        self._level: Level = "neuron"
        self._wanted_place: tuple[Phase, Address] | None = None
        self._view: DiagramView | None = None
        self._step = ""
        self._guessing = False
        self._right, self._asked = 0, 0
        self._answered: Answered | None = None

    # What is followed

    def follow(self, controller: Controller) -> None:
        """Show what this controller holds."""
        self._controller = controller

    def show_moment(self, moment: Moment) -> None:
        """Follow the session, if the pane is shown."""
        self._moment = moment
        self.look()

    def on_show(self) -> None:
        """Draw what has come while the pane was out of sight."""
        self.look()
        self.draw()

    def look(self) -> None:
        """Make the walk of this moment, unless it is here or another is being made."""
        from nntui.ui.walk.keeper import WalkWanted

        moment, controller = self._moment, self._controller
        if moment is None or controller is None or moment.snapshot is None or self._under_way or not self.display:
            return
        wanted = WalkWanted(self._whose, moment.row, moment.snapshot, moment.session, moment.table)
        if self._made is not None and wanted.same(self._made.wanted):
            return
        self._under_way = True
        self.run_worker(host_of(self).guarded(self._make), group="walk")

    async def _make(self) -> None:
        from nntui.ui.walk.keeper import WalkWanted, make_walk

        moment, controller = self._moment, self._controller
        assert moment is not None
        assert controller is not None
        assert moment.snapshot is not None
        try:
            made = await make_walk(
                controller, WalkWanted(self._whose, moment.row, moment.snapshot, moment.session, moment.table)
            )
        finally:
            self._under_way = False
        self._take(made)
        self.look()

    def _take(self, made: WalkMade) -> None:
        """Show another walk, at the same place as far as there is one."""
        before, self._made = self._made, made
        self._step = self._step_made(before, made)
        wanted = self._wanted_place
        if wanted is None and before is not None and before.walk is not None:
            wanted = before.walk.address(self._at)
        self._wanted_place = None
        if made.walk is not None:
            found = made.walk.find(*wanted) if wanted is not None else None
            self._at = found if found is not None else min(self._at, len(made.walk) - 1)
        self._ask_anew()
        self.draw()

    @staticmethod
    def _step_made(before: WalkMade | None, made: WalkMade) -> str:
        """The loss before and after the step just made; "" unless exactly one was."""
        if before is None:
            return ""
        old, new = before.wanted.snapshot, made.wanted.snapshot
        if new.updates != old.updates + 1 or before.wanted.session is not made.wanted.session:
            return ""
        return f"The step just made: loss {old.train_loss:.6g} → {new.train_loss:.6g}"

    # What the keys do

    @property
    def walk(self) -> Walk | None:
        """The walk that is shown; None where there is nothing to walk through."""
        return self._made.walk if self._made is not None else None

    @property
    def whose(self) -> Whose:
        """Whose numbers are walked through."""
        return self._whose

    @property
    def place(self) -> Place | None:
        """The place that is shown."""
        return self.walk.place(self._at) if self.walk is not None else None

    def _go(self, index: int | None) -> None:
        if index is not None and index != self._at:
            self._at = index
            self._ask_anew()
        self.draw()

    def move(self, by: int) -> None:
        """Go ``by`` calculations on."""
        if self.walk is not None:
            self._go(self.walk.move(self._at, by, self._level))

    def move_layer(self, by: int) -> None:
        """Go ``by`` layers on."""
        if self.walk is not None:
            self._level = "neuron"
            self._go(self.walk.move(self._at, by, "layer"))

    def go_to_end(self, *, first: bool) -> None:
        """Go to the first or the last place."""
        if self.walk is not None:
            self._level = "neuron"
            self._go(0 if first else len(self.walk) - 1)

    def up_or_down(self, key: str) -> None:
        """Guess that a number goes up or down, if that is asked; else go to the neuron or weight above or below."""
        if self.answer(key) or self.walk is None:
            return
        phase, address = self.walk.address(self._at)
        index = self.walk.move(self._at, 1 if key == "down" else -1, self._level)
        beside = self.walk.address(index)
        if beside[0] == phase and beside[1].layer == address.layer:
            self._go(index)

    def into_weights(self) -> None:
        """Go to the first weight of the neuron."""
        if self.walk is None or self._at + 1 >= len(self.walk):
            return
        phase, address = self.walk.address(self._at)
        after = self.walk.address(self._at + 1)
        if address.source is None and after[0] == phase and after[1].level != "layer":
            self._level = after[1].level
            self._go(self._at + 1)

    def back_to_neuron(self) -> None:
        """Go from a weight to its neuron."""
        if self.walk is None:
            return
        phase, address = self.walk.address(self._at)
        self._level = "neuron"
        if address.source is not None:
            self._go(self.walk.find(phase, replace(address, source=None)))

    def next_whose(self) -> None:
        """Walk through the next of row, question, batch and all rows."""
        from nntui.ui.walk.keeper import WHOSE

        self._whose = WHOSE[(WHOSE.index(self._whose) + 1) % len(WHOSE)]
        self.look()

    def go_to_selection(self, selection: Selection, *, of_question: bool) -> None:
        """Open the walk at a neuron or weight of the diagram, with the numbers that the diagram shows."""
        from nntui.render.diagram import Edge
        from nntui.session.walk import Address

        self._whose = "question" if of_question else "row"
        edge = isinstance(selection, Edge)
        self._level = "weight" if edge else "neuron"
        if isinstance(selection, Edge):
            address = Address(selection.layer + 1, selection.target, selection.source)
        else:
            address = Address(selection.layer, selection.index)
        self._wanted_place = ("forward" if address.layer else "inputs", address)
        walk = self.walk
        if walk is not None:
            self._go(walk.find("forward" if address.layer else "inputs", address))

    # Guessing

    def toggle_guessing(self) -> None:
        """Ask for a guess before each number, or no longer."""
        self._guessing = not self._guessing
        self._ask_anew()
        self.draw()

    def _ask_anew(self) -> None:
        self._answered = None

    @property
    def _guess(self) -> Guess | None:
        """What is asked at present."""
        from nntui.ui.walk.view import guess_at

        place = self.place if self._guessing and self._answered is None else None
        return guess_at(place) if place is not None else None

    def answer(self, key: str) -> bool:
        """Take a guess by its key; False where that answers nothing."""
        from nntui.ui.walk.view import Answered

        guess = self._guess
        chosen = guess.chosen_by(key) if guess is not None else None
        if guess is None or chosen is None:
            return False
        self._answered = Answered(guess, chosen)
        self._right += self._answered.right
        self._asked += 1
        self.draw()
        return True

    # What is seen

    def draw(self) -> None:
        """Draw in the present size, unless the pane is out of sight."""
        width, height = self.size
        if not width or not height or not self.display:
            return
        self.show(self._drawn(width, height)[:height])
        self._entitle()

    def _entitle(self) -> None:
        from nntui.session.guessing import Tally

        walk = self.walk
        if walk is None:
            entitle(self, self._whose)
            return
        key = host_of(self).key_shown("walk.whose")
        tally = Tally(self._right, self._asked).words or "guess" if self._guessing else ""
        place = f"{self._at + 1:,} of {len(walk):,}"
        entitle(self, (f"{walk.title} ({key}: another)", walk.title), place, tally)

    def _drawn(self, width: int, height: int) -> list[Line]:
        from nntui.render.worked import paragraph

        place, walk = self.place, self.walk
        if place is None or walk is None:
            reason = self._made.reason if self._made is not None else ""
            text = f"There is nothing to walk through: {reason}." if reason else "The walk is being prepared."
            key = "  {key:walk.whose} goes on to the question, the batch or all rows." if reason else ""
            return paragraph(host_of(self).with_keys(text + key), width, self._glyphs)
        from nntui.ui.walk.view import BESIDE, LEAST_ABOVE, LINES_SHARE, beside, place_lines

        room = int(width * LINES_SHARE) if width >= BESIDE else width
        lines = place_lines(place, room - 1, self._glyphs, guess=self._guess, answered=self._answered)
        if self._step:
            lines += paragraph(self._step, room - 1, self._glyphs, "good")
        if place.phase in {"inputs", "after"} or self._at == 0:
            for note in walk.notes:
                lines += paragraph(note, room - 1, self._glyphs)
        if width >= BESIDE:
            return beside(lines, self._diagram(place, width - room, height), room, height)
        above = height - max(LEAST_LINES, min(len(lines), height - 6))
        return [*self._diagram(place, width, above), *lines] if height >= LEAST_ABOVE else lines

    def _diagram(self, place: Place, width: int, height: int) -> list[Line]:
        from nntui.render.diagram import DiagramView
        from nntui.ui.walk.view import diagram_lines
        from nntui.ui.work.view_models import network

        moment, walk = self._moment, self.walk
        if moment is None or walk is None or height < 3:
            return []
        row = walk.row_numbers[walk.focus] if walk.row_numbers else moment.row
        net, _ = network(replace(moment, row=row), of_question=self._whose == "question")
        lines, self._view = diagram_lines(net, place, (width, height), self._glyphs, self._view or DiagramView())
        return [*lines, *[()] * (height - len(lines))]
