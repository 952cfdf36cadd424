"""Questions on sessions that are somewhere else too: left behind by a program that ended, or open in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nntui.render.glyphs import clean
from nntui.ui.dialogs.dialog import Dialog
from nntui.ui.work.hold import InUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint

KeptAnswer = Literal["go on", "save", "let go"]


class KeptScreen(Dialog[KeptAnswer]):
    """Offers work that was left behind, which the ``lines`` tell of; escape leaves it where it is."""

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,enter", "go_on", "go on", show=False),
        Binding("b", "save", "save beside", show=False),
        Binding("l", "let_go", "let go", show=False),
    ]
    DEFAULT_CSS = """
    KeptScreen {
        .frame { width: 72; }
        VerticalScroll { height: auto; max-height: 9; padding: 1 1; }
    }
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("unsaved work was found")
        self._lines = lines
        self._warned = False

    def contents(self) -> ComposeResult:
        """What it is, from when, and what is newer in it than in the file."""
        with VerticalScroll():
            yield Static(Content("\n".join(clean(line, self.glyphs) for line in self._lines)), markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """The three answers, and later."""
        others = ("b", "save beside", "save"), ("l", "let go", "let_go"), ("esc", "later", "cancel")
        return (("g", "go on", "go_on"), *others)

    def action_go_on(self) -> None:
        """Open it."""
        self.answer("go on")

    def action_save(self) -> None:
        """Write it to a file of its own."""
        self.answer("save")

    def action_let_go(self) -> None:
        """Delete it, once that was asked for twice."""
        if self._warned:
            self.answer("let go")
        self._warned = True
        self.say("press l again to delete this work for good", "error")


class InUseScreen(Dialog[InUse]):
    """Asks how to open a session that another program has open, as ``text`` says."""

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,enter", "read_only", "read-only", show=False),
        Binding("c", "copy", "a copy", show=False),
    ]
    DEFAULT_CSS = """
    InUseScreen {
        .frame { width: 64; }
        .question { padding: 1 1; height: auto; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__("open in another program")
        self._text = text

    def contents(self) -> ComposeResult:
        """Who has it."""
        yield Static(Content(clean(self._text, self.glyphs)), classes="question", markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """Read-only, a copy, or not at all."""
        return (("r", "open it read-only", "read_only"), ("c", "open a copy", "copy"), ("esc", "cancel", "cancel"))

    def action_read_only(self) -> None:
        """Look at it, and never save to its file."""
        self.answer("read-only")

    def action_copy(self) -> None:
        """Work on a copy."""
        self.answer("copy")
