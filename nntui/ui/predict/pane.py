"""The predict pane: a field per input and the network's answer beside it, as the weights move and as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.content import Content
from textual.message import Message

from nntui.render.glyphs import clean, fit
from nntui.render.text import Span
from nntui.ui.host import host_of
from nntui.ui.predict import pixels
from nntui.ui.predict.answers import answer_lines
from nntui.ui.predict.fields import Choosing
from nntui.ui.predict.form import Form, form_lines
from nntui.ui.predict.kept import KeptList, Question
from nntui.ui.predict.keys import hint
from nntui.ui.predict.pixels import PaintedPicture
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_keys import run_pane_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Key, Paste

    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import ShownAnswer
    from nntui.ui.predict.fields import InputField

Mode = Literal["fields", "picture", "levels", "kept"]


class PredictPane(LinesView, can_focus=True):
    """A form: numbers are typed, a digit beginning a new one; words are chosen; a picture is painted.

    The pane posts ``Changed`` with what stands in the form, and shows what ``update`` brings. All its keys are done in
    the order in which they were typed.
    """

    class Changed(Message):
        """The form holds other cells now."""

        def __init__(self, values: dict[str, Cell]) -> None:
            super().__init__()
            self.values = values

    class RowWanted(Message):
        """The values of the table's selected row are wanted in the form."""

    class AnswerWanted(Message):
        """The answer to this question is to be kept."""

        def __init__(self, question: Question) -> None:
            super().__init__()
            self.question = question

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="predict", classes="pane")
        self._glyphs = glyphs
        self._form = Form()
        self._side = 0
        self._as_numbers = self._showing_kept = False
        self._choosing: Choosing | None = None
        self._kept = KeptList()
        self._answers: tuple[ShownAnswer, ...] = ()
        self._warnings: tuple[str, ...] = ()
        self._refusal = self._title = ""

    def set_form(self, fields: Sequence[InputField], texts: Sequence[str]) -> None:
        """Show these fields holding these texts."""
        self._form.fill(fields, texts)
        self._describe(fields)

    def follow(self, fields: Sequence[InputField], texts: Sequence[str]) -> None:
        """The same fields, or some of them and others, with other ranges or names: what stands in a field stays there.

        ``texts`` are for those that are new.
        """
        self._form.follow(fields, texts)
        self._describe(fields)

    def _describe(self, fields: Sequence[InputField]) -> None:
        self._side = pixels.side_of([field.column for field in fields])
        self._choosing = None
        self.draw()

    def update(self, answers: Sequence[ShownAnswer], warnings: Sequence[str] = ()) -> None:
        """Show what the network says, and what is to be said about the question."""
        self._answers, self._warnings = tuple(answers), tuple(warnings)
        self.draw()

    def keep(self, question: Question, answer: str, epoch: int) -> None:
        """Keep the answer to a question, as it is at that epoch."""
        self._kept.answer(question, answer, epoch)
        self.draw()

    def forget(self) -> None:
        """Forget what was kept."""
        self._kept.clear()
        self.draw()

    @property
    def values(self) -> dict[str, Cell]:
        """The cells that stand in the form, by input name."""
        return self._form.values

    @property
    def _mode(self) -> Mode:
        if self._showing_kept:
            return "kept"
        if self._choosing is not None:
            return "levels"
        return "picture" if self._side and not self._as_numbers else "fields"

    # Drawing

    def draw(self) -> None:
        """Draw what is known into the present size."""
        width, height = self.size
        if width and height:
            parts = [f"{len(self._kept):,} kept"] if self._kept else []
            lines = self._drawn(width, height, parts)
            foot = hint(self._mode, host_of(self), width)
            if foot and len(lines) < height:
                lines += [*[()] * (height - len(lines) - 1), foot]
            self.show(lines[:height])
            title = f" {self._glyphs.between} ".join(("predict", *parts))
            if title != self._title:  # setting it has every line sent again
                self._title, self.border_title = title, Content(clean(title, self._glyphs))

    def _drawn(self, width: int, height: int, parts: list[str]) -> list[Line]:
        """The lines for a pane of that size; what else is to be said goes into ``parts`` of its title."""
        warnings = [self._refusal, *self._warnings] if self._refusal else self._warnings
        mode, form = self._mode, self._form
        if mode == "kept" and not len(self._kept):
            text = host_of(self).with_keys(" Nothing is kept yet. {key:predict.keep} keeps an answer.")
            return [(Span(fit(text, width, glyphs=self._glyphs), "dim"),)]
        if mode == "kept":
            return self._kept.lines(width, height, self._glyphs)
        if mode == "picture":
            picture = PaintedPicture(form, self._side, self._glyphs, at_cursor=self.has_focus)
            return picture.beside(self._answers, warnings, width, height)
        asked = len(self._choosing.choices) if self._choosing is not None else len(form.slots)
        most = max(height // 2, height - asked)
        below = answer_lines(self._answers, warnings, width, most, self._glyphs, stale=not form.sound)
        room = max(1, min(asked, height - len(below)))
        if self._choosing is not None and form.here is not None:
            parts.append(self._choosing.typed or form.here.field.name)
            return [*self._choosing.lines(width, room, self._glyphs), *below]
        if asked > room:
            parts.append(f"{asked - room} more inputs")
        return [*form_lines(form, room, width, self._glyphs, focused=self.has_focus), *below]

    # Keys

    async def on_key(self, event: Key) -> None:
        """Do what a key of this pane does here and now; what is none of its keys stays a command of the screen."""
        self._refusal = ""
        before = self.values
        if self._typed(event.key, event.character) or await run_pane_command(self, event):
            event.stop()
            event.prevent_default()
            self._changed(before)

    def _typed(self, key: str, character: str | None) -> bool:
        """Take what is typed into a number, onto a pixel or to find a level."""
        match self._mode:
            case "fields":
                return self._form.typed(key, character)
            case "picture":
                return pixels.typed(self._form, character)
            case "levels" if self._choosing is not None:
                return self._choosing.find(key, character)
        return False

    def _changed(self, before: dict[str, Cell]) -> None:
        """Draw what a key did; where the form means something else now, say so."""
        self.draw()
        if self.values != before:
            self.post_message(self.Changed(self.values))

    def on_paste(self, event: Paste) -> None:
        """Pasted text takes the place of the field's, if it is one that can stand there."""
        event.stop()
        before = self.values
        if self._mode == "fields":
            self._form.paste(event.text)
        self._changed(before)

    def move(self, across: int, down: int) -> None:
        """To another field or line, or, across, to another word."""
        match self._mode:
            case "kept":
                self._kept.move(down)
            case "levels" if self._choosing is not None:
                self._choosing.move(down)
            case "picture":
                pixels.move(self._form, self._side, across, down)
            case _ if down:
                self._form.go(down)
            case _:
                self._form.turn(across)

    def stroke(self, across: int, down: int) -> None:
        """To the next pixel, and paint it; without a picture, as without shift."""
        self.move(across, down)
        if self._mode == "picture":
            pixels.ink(self._form, 1.0)

    def choose(self) -> None:
        """Choose, or go on."""
        here, kept = self._form.here, self._kept.chosen
        if self._showing_kept:
            self._form.recall(dict(kept.question.texts) if kept is not None else {})
            self._showing_kept = False
        elif self._choosing is not None:
            self._form.put(self._choosing.chosen)
            self._choosing = None
        elif self._mode == "picture":
            pixels.darken(self._form, 1)
        elif here is not None and here.field.is_listed:
            self._choosing = Choosing(here.field.choices, here.text)
        else:
            self._form.go(1)

    def darken(self, strokes: int) -> None:
        """A darker pixel, or a lighter one."""
        if self._mode == "picture":
            pixels.darken(self._form, strokes)

    def clear(self) -> None:
        """An empty field, a white pixel; a kept prediction is forgotten."""
        match self._mode:
            case "kept":
                self._kept.drop()
            case "picture":
                pixels.ink(self._form, 0.0)
            case "fields":
                self._form.put("")

    def clear_all(self) -> None:
        """A white picture; nothing kept."""
        if self._mode == "kept":
            self._kept.clear()
        elif self._mode == "picture":
            pixels.wipe(self._form)

    def restore(self) -> None:
        """Out of a list; the field as it was before it was typed in."""
        if self._choosing is None and not self._showing_kept:
            self._form.restore()
        self._choosing, self._showing_kept = None, False

    def as_numbers(self) -> None:
        """A picture's pixels as numbers, and back."""
        if self._side:
            self._form.go(0)
            self._as_numbers = not self._as_numbers

    def take_row(self) -> None:
        """Ask for the table's row."""
        self._showing_kept, self._choosing = False, None
        self.post_message(self.RowWanted())

    def keep_answer(self) -> None:
        """Keep what the form says."""
        if not self._answers or not self._form.sound:
            self._refusal = "not kept: there is no answer" if self._form.sound else "not kept: mend the field first"
            return
        inked = pixels.inked(self._form.slots) if self._side else None
        question = Question(self._form.texts, self.values, inked)
        self._kept.add(question)
        self.post_message(self.AnswerWanted(question))

    def show_kept(self) -> None:
        """The list of what was kept, and back."""
        self._showing_kept, self._choosing = not self._showing_kept, None

    # The rest of the screen

    def on_focus(self) -> None:
        """Show the cursor."""
        self.draw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._form.go(0)
        self._choosing = None
        self.draw()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.draw()
