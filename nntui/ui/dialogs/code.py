"""The network as PyTorch code: read in several forms, copied, and saved to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

from nntui.errors import NntuiError
from nntui.render.glyphs import clean
from nntui.session.export.passes import pass_script
from nntui.session.export.script import network_script
from nntui.session.export.training import training_script
from nntui.session.predict import Predictor
from nntui.ui.dialogs.dialog import ReadingDialog
from nntui.ui.dialogs.path import FilePlace, place_for_code
from nntui.ui.dialogs.save import PlaceScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from nntui.session.session import Session
    from nntui.ui.dialogs.dialog import KeyHint

MOST_LINES = 1_500
"""Lines that are shown; the whole is copied and saved."""
MOST_COPIED = 74_994
"""Bytes that terminals take for the clipboard: xterm's limit of 100,000 in base64, less the sequence around them."""


@dataclass(frozen=True, slots=True)
class CodeForm:
    """A form of the code: its ``text``, or the ``fault`` for which there is none."""

    name: str
    text: str = ""
    fault: str = ""


def code_forms(session: Session) -> list[CodeForm]:
    """The network, its training, and the forward pass of the question or else of the first row."""

    def passed() -> str:
        predictor = Predictor(session)
        if session.query:
            asked = predictor.answer(session.query).trained.inputs
            return pass_script(
                session, predictor.weights, np.array([asked], dtype=np.float32), "The forward pass of the question."
            )
        frame = predictor.as_trained(session.table)
        row = int(np.flatnonzero(predictor.encoder.usable(frame))[0])
        inputs = predictor.encoder.encode_inputs(frame[row : row + 1])
        return pass_script(session, predictor.weights, inputs, f"The forward pass of row {row + 1}.")

    return [
        _form("network", lambda: network_script(session)),
        _form("training", lambda: training_script(session)),
        _form("pass", passed),
    ]


def _form(name: str, make: Callable[[], str]) -> CodeForm:
    try:
        return CodeForm(name, make())
    except NntuiError as error:
        return CodeForm(name, fault=str(error))


class CodePlaceScreen(PlaceScreen):
    """Asks where code is written."""

    def examine(self, entered: str) -> FilePlace:
        """Look at the place."""
        return place_for_code(entered, self.base)


class CodeScreen(ReadingDialog[int]):
    """Shows the ``forms``, one at a time; answers the number of the one that is to be saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", "next form", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", "previous form", show=False, priority=True),
        Binding("C,c", "copy_code", "copy", show=False),
        Binding("w,enter", "save_code", "save", show=False),
    ]
    DEFAULT_CSS = """
    CodeScreen .frame, CodeScreen.-tall .frame { width: 100%; height: 100%; }
    CodeScreen VerticalScroll { height: 1fr; }
    CodeScreen .code { width: 100%; height: auto; }
    CodeScreen .forms { width: 100%; height: 1; }
    """

    def __init__(self, forms: Sequence[CodeForm]) -> None:
        super().__init__("PyTorch code")
        self._forms, self._place = forms, 0

    def contents(self) -> ComposeResult:
        """The names of the forms, and the code of one."""
        yield Static(classes="forms", markup=False)
        with VerticalScroll():
            yield Static(classes="code", markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to see another form, copy, save and leave."""
        return (
            ("tab", "form", "turn(1)"), ("c", "copy", "copy_code"), ("w", "save", "save_code"),
            ("esc", "close", "cancel"), *self.READING_KEYS,
        )  # fmt: skip

    def on_mount(self) -> None:
        """Show the first form."""
        super().on_mount()
        self._show()

    def _show(self) -> None:
        form = self._forms[self._place]
        names = [
            (f" [{each.name}] " if each is form else f"  {each.name}  ", "bold" if each is form else "")
            for each in self._forms
        ]
        self.query_one(".forms", Static).update(Content.assemble(*names))
        lines = form.text.splitlines()
        shown = "\n".join(clean(line, self.glyphs) for line in lines[:MOST_LINES])
        code = highlight(shown, language="python") if shown else Content(clean(form.fault, self.glyphs))
        self.query_one(".code", Static).update(code)
        self.query_one(VerticalScroll).scroll_home(animate=False)
        left = len(lines) - MOST_LINES
        self.say(f"The other {left:,} lines are not shown here; they are copied and saved." if left > 0 else "")

    def action_turn(self, by: int) -> None:
        """Show another form."""
        self._place = (self._place + by) % len(self._forms)
        self._show()

    def action_copy_code(self) -> None:
        """Copy all of the code to the terminal's clipboard, unless it is too large for one."""
        text = self._forms[self._place].text
        size = len(text.encode("utf-8"))
        if not text:
            self.say("There is nothing to copy.", "warning")
        elif size > MOST_COPIED:
            self.say(f"{size:,} bytes are too many for a terminal's clipboard; save the code instead.", "warning")
        else:
            self.app.copy_to_clipboard(text)
            self.say("Copied, if the terminal allows it (OSC 52).")

    def action_save_code(self) -> None:
        """Ask where to save the code."""
        if self._forms[self._place].text:
            self.answer(self._place)
        else:
            self.say("There is nothing to save.", "warning")
