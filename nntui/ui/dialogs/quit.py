"""The question before leaving: what would be lost, and three ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from nntui.render.glyphs import clean
from nntui.ui.dialogs.dialog import Dialog, KeyHint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

Leaving = Literal["save", "discard", "cancel"]


class QuitScreen(Dialog[Leaving]):
    """Asks whether to save the session ``name`` before leaving it.

    ``training`` tells that training runs, ``epoch`` where it stands, ``unsaved`` that leaving would lose something;
    ``title`` what it is left for.
    """

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,enter", "save", "save and quit", show=False),
        Binding("d", "discard", "quit without saving", show=False),
        Binding("q", "discard_nothing", "quit", show=False),
        Binding("c", "cancel", "stay", show=False),
    ]
    DEFAULT_CSS = """
    QuitScreen {
        .frame { width: 58; }
        .question { padding: 1 1; height: auto; }
    }
    """

    def __init__(self, name: str, *, training: bool, unsaved: bool, epoch: int = 0, title: str = "quit") -> None:
        super().__init__(title)
        self._name_shown, self._training, self._unsaved, self._epoch = name, training, unsaved, epoch

    def contents(self) -> ComposeResult:
        """What will happen, in whole sentences."""
        name = clean(self._name_shown, self.glyphs)
        sentences = []
        if self._training:
            sentences.append(f"Training stands at epoch {self._epoch:,} and will be stopped.")
        if self._unsaved:
            sentences.append(f"{name} has changes that are not saved.")
        yield Static(Content("\n".join(sentences) or f"Leave {name}?"), classes="question", markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """The three ways on, in the words of what they do here."""
        stop = "stop and " if self._training else ""
        without = "lose the changes" if self._unsaved else "quit"
        return (("s", f"{stop}save", "save"), ("d", without, "discard"), ("esc", "stay", "cancel"))

    def action_save(self) -> None:
        """Save, then leave."""
        self.answer("save")

    def action_discard(self) -> None:
        """Leave without saving."""
        self.answer("discard")

    def action_discard_nothing(self) -> None:
        """Leave at the second q only where nothing is lost: a key that is held down must not throw work away."""
        if not self._unsaved:
            self.answer("discard")

    def action_cancel(self) -> None:
        """Stay."""
        self.answer("cancel")
