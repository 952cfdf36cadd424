"""The predict pane: a form for a question, and the network's answer, which follows weights and typing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from nntui.data.pixels import PixelGrid, grid_of
from nntui.render.glyphs import fit
from nntui.render.text import Span
from nntui.safe_text import one_line
from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.predict.answers import Question
from nntui.ui.predict.form import Form
from nntui.ui.predict.kept import KeptMode
from nntui.ui.predict.modes import FieldsMode, Mode, Sheet
from nntui.ui.predict.picture import PictureMode, count_inked
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import run_pane_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Key, Paste

    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import ShownAnswer
    from nntui.ui.predict.form import InputField
    from nntui.ui.predict.modes import Notes


class PredictPane(LinesView, can_focus=True):
    """A form in which numbers are typed, words chosen, and pictures painted.

    The pane posts ``Changed`` with the cells of the form, and shows the answers of ``update``. What its keys do depends
    on its ``mode``; they take effect in the order in which they were typed.
    """

    class Changed(Message):
        """The form holds other cells."""

        def __init__(self, values: dict[str, Cell]) -> None:
            super().__init__()
            self.values = values

    class RowWanted(Message):
        """Asks for the values of the table's selected row."""

    class AnswerWanted(Message):
        """Asks for the answer to a question that is kept."""

        def __init__(self, question: Question) -> None:
            super().__init__()
            self.question = question

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._form = Form()
        self._grid: PixelGrid | None = None
        self._shows_numbers = False
        self._kept = KeptMode(self._form)
        self.mode: Mode = FieldsMode(self._form)
        self._answers: tuple[ShownAnswer, ...] = ()
        self._warnings: tuple[str, ...] = ()
        self._refusal = self._note = ""
        self._cleared: tuple[Mode, object] | None = None
        self._typed_letters = False
        self._row: int | None = None
        self._picture: tuple[str, dict[str, Cell]] = "", {}
        self._shows_scaled: bool | None = None

    def set_form(self, fields: Sequence[InputField], texts: Sequence[str]) -> None:
        """Show a form with these fields and texts."""
        self._form.fill(fields, texts)
        self._use(fields)

    def follow(self, fields: Sequence[InputField], texts: Sequence[str]) -> None:
        """Replace the fields and keep what is in them; new ones get these ``texts``."""
        self._form.follow(fields, texts)
        self._use(fields)

    def _use(self, fields: Sequence[InputField]) -> None:
        self._grid = grid_of([field.column for field in fields])
        self._leave_list()
        self.draw()

    def show_picture(self, name: str, pixels: Mapping[str, int]) -> None:
        """Put the ``pixels`` of a picture file, by input, into the form; the title has the file's ``name``."""
        before = self.values
        self.mode = self._form_mode()
        self._form.recall({column: str(number) for column, number in pixels.items()})
        self._picture = name, self.values
        self._changed(before)

    def update(self, answers: Sequence[ShownAnswer], warnings: Sequence[str] = (), *, row: int | None = None) -> None:
        """Show these answers, and warnings about the question, which is that of the table's ``row`` if it is any's."""
        self._answers, self._warnings, self._row = tuple(answers), tuple(warnings), row
        self.draw()

    def toggle_scaled(self) -> None:
        """Show or hide the scaled numbers, which are shown at first only where a lesson has two scalings."""
        self._shows_scaled = not self._scaled_shown

    @property
    def _scaled_shown(self) -> bool:
        return len(self._answers) > 1 if self._shows_scaled is None else self._shows_scaled

    def keep(self, question: Question, answer: str, epoch: int) -> None:
        """Keep the answer to a question at that epoch."""
        self._kept.set_answer(question, answer, epoch)
        self.draw()

    def forget(self) -> None:
        """Forget the kept predictions."""
        self._kept.clear_all()
        self.draw()

    @property
    def values(self) -> dict[str, Cell]:
        """The cells of the form, by input name."""
        return self._form.values

    def _form_mode(self) -> Mode:
        """The mode that shows the form itself."""
        return PictureMode(self._form, self._grid) if self._grid and not self._shows_numbers else FieldsMode(self._form)

    def _leave_list(self) -> None:
        """Back to the form from a list of levels; kept predictions stay open."""
        if self.mode is not self._kept:
            self.mode = self._form_mode()

    # Drawing

    def draw(self) -> None:
        """Draw in the present size."""
        width, height = self.size
        if self.types_letters is not self._typed_letters:
            self._typed_letters = self.types_letters
            host_of(self).letters_changed()
        if not width or not height:
            return
        lines, parts = self._drawn(width, height)
        foot = self._hints(width)
        if foot and len(lines) < height:
            lines += [*[()] * (height - len(lines) - 1), foot]
        self.show(lines[:height])
        kept = [f"{len(self._kept):,} kept"] if len(self._kept) else []
        source = [(f"like row {self._row + 1:,}", "")] if self._row is not None else []
        if self._picture[0] and self._picture[1] == self.values:
            source = [(one_line(self._picture[0]), "")]
        entitle(self, *source, *kept, *parts)

    def _hints(self, width: int) -> Line:
        """A note on the cleared question, or the keys of the mode, for which the footer of the screen has no room."""
        host = host_of(self)
        if self._note:
            return (Span(fit(f" {host.with_keys(self._note)}", width, glyphs=self._glyphs), "good"),)
        commands = [host.keymap.commands[command] for command in self.mode.hints]
        keys = "  ".join(f"{host.key_shown(each.id)} {each.label}" for each in commands)
        return (Span(fit(f" {keys}", width, glyphs=self._glyphs), "dim"),) if keys else ()

    def _drawn(self, width: int, height: int) -> tuple[list[Line], Notes]:
        if self.mode is self._kept and not len(self._kept) and not self._note:
            text = host_of(self).with_keys(" Nothing is kept yet. {key:predict.keep} keeps an answer.")
            return [(Span(fit(text, width, glyphs=self._glyphs), "dim"),)], []
        warnings = [self._refusal, *self._warnings] if self._refusal else self._warnings
        answers = self._answers if self._scaled_shown else [replace(each, scaled="") for each in self._answers]
        shaded = host_of(self).draws_shades
        return self.mode.draw(Sheet(width, height, self._glyphs, self.has_focus, answers, warnings, shaded))

    # Keys

    async def on_key(self, event: Key) -> None:
        """Do what a key of this pane does at once; other keys go on to the screen."""
        before, cleared = self.values, self._cleared
        self._refusal = ""
        if self._type(event) or await run_pane_command(self, event):
            event.stop()
            event.prevent_default()
            if self._cleared is cleared:
                self._cleared, self._note = None, ""
            self._changed(before)

    @property
    def types_letters(self) -> bool:
        """Whether letters are typed where the cursor is, and are no commands."""
        return self.mode.types_letters

    def _type(self, event: Key) -> bool:
        """Take a key that is typed here; False for any other, and for one that is to be a command."""
        if host_of(self).command_next:
            return False
        if self.mode.type_key(event.key, event.character):
            return True
        letter = event.character if event.is_printable and "+" not in event.key else None
        begun = self.mode.begin(letter) if letter is not None and letter.isalnum() else None
        self.mode = begun or self.mode
        return begun is not None

    def clear(self, *, everything: bool = False) -> None:
        """Clear what is at the cursor, or everything; escape brings it back."""
        before = self.mode.memento()
        (self.mode.clear_all if everything else self.mode.clear)()
        if self.mode.memento() != before:
            self._cleared, self._note = (self.mode, before), "cleared, {key:predict.restore} brings it back"

    def _changed(self, before: dict[str, Cell]) -> None:
        """Draw after a key, and post ``Changed`` if the values differ from those before."""
        self.draw()
        if self.values != before:
            self.post_message(self.Changed(self.values))

    def on_paste(self, event: Paste) -> None:
        """Paste a text into the field."""
        event.stop()
        before = self.values
        self.mode.paste(event.text)
        self._changed(before)

    def choose(self) -> None:
        """Choose, or go on."""
        self.mode = self.mode.enter() or self._form_mode()

    def restore(self) -> None:
        """Bring back what was just cleared; else leave a list, or restore the text from before typing."""
        if self._cleared is not None:
            mode, memento = self._cleared
            mode.recall(memento)
            return
        self.mode.restore()
        self.mode = self._form_mode()

    def as_numbers(self) -> None:
        """Show a picture's pixels as numbers, or as a picture again."""
        if self._grid:
            self._form.go(0)
            self._shows_numbers = not self._shows_numbers
            self._leave_list()

    def take_row(self) -> None:
        """Ask for the values of the table's row."""
        self.mode = self._form_mode()
        self.post_message(self.RowWanted())

    def keep_answer(self) -> None:
        """Keep the question and its answer."""
        if not self._answers or not self._form.is_valid:
            self._refusal = "not kept: there is no answer" if self._form.is_valid else "not kept: fix the field first"
            return
        inked = count_inked(self._form.slots, self._grid) if self._grid else None
        question = Question(self._form.texts, self.values, inked)
        self._kept.add(question)
        self.post_message(self.AnswerWanted(question))

    def show_kept(self) -> None:
        """Show the kept predictions, or the form again."""
        self.mode = self._form_mode() if self.mode is self._kept else self._kept

    # The rest of the screen

    def on_focus(self) -> None:
        """Show the cursor."""
        self.draw()

    def on_blur(self) -> None:
        """Hide the cursor, and end typing."""
        self._form.go(0)
        self._leave_list()
        self.draw()
