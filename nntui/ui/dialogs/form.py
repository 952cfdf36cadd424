"""A form drawn as one widget, and what the dialogs around a form share."""

from __future__ import annotations

from abc import abstractmethod
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from nntui.render.text import Line, Span, join_spans
from nntui.ui.dialogs.dialog import Dialog, KeyHint, ResultT
from nntui.ui.dialogs.form_fields import LABEL, VALUE, drawn
from nntui.ui.widgets.keys import run_screen_binding
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.typing_field import PRINTABLE, TypedLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.containers import VerticalScroll

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key

    from nntui.render.glyphs import Glyphs
    from nntui.ui.dialogs.form_fields import FormField

    Texts = Mapping[str, str]

TWO_COLUMNS = 110
"""Cells from which on the two parts of the form stand side by side."""
LONGEST_TEXT = 80
"""Characters that a field takes, unless it is a wide one: more than any setting needs."""


class FormView(LinesView, can_focus=True):
    """Two parts of a form, ``first`` and ``more``, which may be empty. What is typed into stands in the one ``Input``.

    ``unused`` says of the texts in all fields, by name, which fields have no meaning beside them: those are left out.
    Up, down and tab go from field to field; left and right go through the words of a choice, a letter goes to the next
    that begins with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "move(-1)", "field above", show=False),
        Binding("down,tab", "move(1)", "field below", show=False),
        Binding("left", "turn(-1)", "previous", show=False),
        Binding("right,space", "turn(1)", "next", show=False),
    ]
    DEFAULT_CSS = """
    FormView {
        height: 1;
        Input { position: absolute; padding: 0 1 !important; }
    }
    """

    class Changed(Message):
        """A text is another one."""

    class Moved(Message):
        """The keys go to another field, which stands in ``region`` of the form."""

        def __init__(self, region: Region) -> None:
            super().__init__()
            self.region = region

    def __init__(
        self,
        first: Sequence[FormField],
        more: Sequence[FormField],
        glyphs: Glyphs,
        unused: Callable[[Texts], Container[str]] = lambda _: (),
    ) -> None:
        super().__init__()
        self._parts = (tuple(first), tuple(more))
        self._glyphs, self._unused = glyphs, unused
        self._here = self._parts[0][0]
        self._places: dict[str, Region] = {}
        self._typed = TypedLine(self._here.text, compact=True, max_length=LONGEST_TEXT, restrict=PRINTABLE)
        self._typed.display = not self._here.choices

    def compose(self) -> ComposeResult:
        """The one place to type."""
        yield self._typed

    @property
    def _fields(self) -> list[FormField]:
        return [field for part in self._parts for field in part]

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every field, by its name."""
        return {field.name: field.text for field in self._fields}

    def _used(self, fields: Sequence[FormField]) -> list[FormField]:
        unused = self._unused(self.texts)
        return [field for field in fields if field.name not in unused]

    def judge(self, reasons: Mapping[str, str]) -> None:
        """Show why fields will not do, by name."""
        for field in self._fields:
            field.reason = reasons.get(field.name, "")
        self.draw()

    def go_to(self, name: str) -> None:
        """Bring the keys to this field."""
        self._take()
        self._here = next(field for field in self._fields if field.name == name)
        self._typed.display = not self._here.choices
        if self._here.choices:
            self.screen.set_focus(self, scroll_visible=False)  # at once: the next key may be there already
        else:
            self._typed.max_length = None if self._here.wide else LONGEST_TEXT
            self._typed.value = self._here.text
            self._typed.select_all()
            self.screen.set_focus(self._typed, scroll_visible=False)
        self.draw()
        if name in self._places:
            self.post_message(self.Moved(self._places[name]))

    def draw(self) -> None:
        """Draw the fields into the present width."""
        width = self.size.width
        if not width:
            return
        self._places.clear()
        if not self._parts[1]:
            lines = self._column(self._parts[0], 0, 0, width)
        elif width >= TWO_COLUMNS:
            room = width // 2
            columns = self._column(self._parts[0], 0, 0, room), self._column(self._parts[1], room, 0, room)
            pairs = zip_longest(*columns, fillvalue=(Span(" " * room),))
            lines = [join_spans((*left, *right)) for left, right in pairs]
        else:
            lines = self._column(self._parts[0], 0, 0, width)
            rule = f"  {self._glyphs.flat * 3} more ".ljust(width - 2, self._glyphs.flat)
            lines += [(Span(rule, "dim"),), *self._column(self._parts[1], 0, len(lines) + 1, width)]
        self.styles.height = len(lines)
        place = self._places[self._here.name]
        self._typed.styles.offset = (place.x + LABEL, place.y)
        self._typed.styles.width = place.width - LABEL if self._here.wide else VALUE
        self.show(lines)

    def _column(self, part: Sequence[FormField], x: int, y: int, width: int) -> list[Line]:
        lines: list[Line] = []
        for field in self._used(part):
            rows = drawn(field, width, self._glyphs, here=field is self._here)
            self._places[field.name] = Region(x, y + len(lines), width, len(rows))
            lines += rows
        return lines

    def action_move(self, steps: int) -> None:
        """To a field further on, round and round."""
        names = [field.name for field in self._used(self._fields)]
        self.go_to(names[(names.index(self._here.name) + steps) % len(names)])

    def action_turn(self, steps: int) -> None:
        """Choose another word."""
        self._here.turn(steps)
        self._changed()

    async def on_key(self, event: Key) -> None:
        """A letter chooses a word; other keys do what they are bound to before the next letter comes."""
        letter = event.character if event.is_printable else None
        if not self._here.choices and letter is not None:
            event.stop()
            self._typed.insert_text_at_cursor(letter)
        elif letter is not None and letter.isalnum():
            event.stop()
            self._here.jump(letter.lower())
            self._changed()
        else:
            await run_screen_binding(self, event)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what was typed. The event may be late and tell of a field that was left; the place to type is not."""
        event.stop()
        self._take()

    def _take(self) -> None:
        if not self._here.choices and self._here.text != self._typed.value:
            self._here.text = self._typed.value
            self._changed()

    def _changed(self) -> None:
        self.draw()
        self.post_message(self.Changed())

    def on_click(self, event: Click) -> None:
        """Go to the field; on a choice the left arrow goes back, the rest of the value on."""
        for field in self._fields:
            place = self._places.get(field.name)
            if place is not None and place.contains(event.x, event.y):
                self.go_to(field.name)
                if LABEL <= event.x - place.x < LABEL + VALUE:
                    self.action_turn(-1 if event.x == place.x + LABEL else 1)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()


class FormDialog(Dialog[ResultT]):
    """Asks in ``form``, which stands on ``page``; a subclass sets both in ``contents``.

    It gives ``look`` and ``action_apply`` as well. ``APPLY`` is the word for what enter does.
    """

    APPLY: ClassVar[str] = "apply"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "apply", "apply", show=False)]
    form: FormView
    page: VerticalScroll

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to go about the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (
            ("enter", self.APPLY, "apply"),
            ("esc", "cancel", "cancel"),
            ("tab", "next", ""),
            (arrows, "choose", ""),
        )

    @abstractmethod
    def look(self) -> None:
        """Judge the form as it stands."""

    @abstractmethod
    def action_apply(self) -> None:
        """Close with what the form comes to, or go to the first field that will not do."""

    def on_mount(self) -> None:
        """Say from the start what the form comes to."""
        self.look()

    @on(FormView.Changed)
    def look_again(self) -> None:
        """A field holds another text."""
        self.look()

    @on(FormView.Moved)
    def keep_in_sight(self, event: FormView.Moved) -> None:
        """Scroll to the field that the keys go to."""
        self.page.scroll_to_region(event.region, force=True, animate=False)

    @on(Input.Submitted)
    def apply_what_was_typed(self) -> None:
        """Enter comes from the place to type where it is in one."""
        self.action_apply()

    def say_faults(self, reasons: Mapping[str, str]) -> None:
        """Count the fields that will not do."""
        faults = len(reasons)
        self.say(f"{faults} field{'s' if faults > 1 else ''} to mend first", "error")

    def go_to_fault(self, reasons: Mapping[str, str]) -> None:
        """Bring the keys to the first field that will not do."""
        self.form.go_to(next(name for name in self.form.texts if name in reasons))
