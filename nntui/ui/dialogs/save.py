"""Where a file is written: any, or a session's; and what becomes of unsaved work before a session is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from nntui.data.files.formats import usual_suffixes
from nntui.folders import working_folder
from nntui.render.glyphs import clean
from nntui.ui.commands.record import SCREEN
from nntui.ui.dialogs.dialog import Dialog, KeyHint
from nntui.ui.dialogs.path import PathDialog
from nntui.ui.dialogs.places import SESSION_SUFFIX, FilePlace, brief, place_for_table, place_to_save, tilde
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.events import Key

Leaving = Literal["save", "discard", "cancel"]
Purpose = Literal["quit", "open"]


class PlaceScreen(PathDialog["Path", FilePlace]):
    """Asks where to write a file, beginning with ``suggested``; answers an absolute path.

    Another file is replaced only when enter is pressed twice. ``verb`` is what is done: ``saves to``.
    """

    SHORT = True

    def __init__(self, title: str, suggested: Path, verb: str) -> None:
        suggested = working_folder() / suggested
        super().__init__(title, suggested.parent, tilde(suggested))
        self._verb = verb
        self._warned: Path | None = None

    def keys_shown(self) -> Sequence[KeyHint]:
        """Enter and escape."""
        return (("enter", self._verb.partition("s ")[0], "decide"), ("esc", "cancel", "cancel"))

    def found(self, finding: FilePlace) -> None:
        """Say what saving there does."""
        if finding.fault:
            self.say(finding.fault, "warning")
        elif finding.replaces:
            self.say(f"replaces the file {brief(finding.path)}", "warning")
        else:
            self.say(f"{self._verb} {brief(finding.path)}")

    @on(Input.Changed, ".path")
    def warn_again(self) -> None:
        """Any typing asks for the second enter anew."""
        self._warned = None

    def decide(self, finding: FilePlace) -> None:
        """Answer with the path; to replace another file only when asked twice."""
        if finding.fault:
            self.say(finding.fault, "error")
        elif finding.replaces and self._warned != finding.path:
            self._warned = finding.path
            self.say(f"press enter again to replace {brief(finding.path)}", "error")
        else:
            self.answer(finding.path)


class SaveScreen(PlaceScreen):
    """Asks for a session's file, or for one that the table alone is written to, by its suffix.

    ``own`` is the session's present file, replaced without a question. The path ends in .nntui, or as a table's does.
    """

    def __init__(self, suggested: Path, own: Path | None = None, title: str = "save session") -> None:
        super().__init__(title, suggested, "saves to")
        self._own = own

    def examine(self, entered: str) -> FilePlace:
        """Look at the place."""
        return place_to_save(entered, self.base, self._own)

    def found(self, finding: FilePlace) -> None:
        """Say what saving there does, and which suffixes there are."""
        super().found(finding)
        if finding.fault or finding.replaces:
            return
        if finding.path.suffix == SESSION_SUFFIX:
            self.say(f"saves to {brief(finding.path)}; as {usual_suffixes()} the table alone")
        else:
            self.say(f"writes the table alone to {brief(finding.path)}; the session remains a .nntui file")


class AnswersScreen(PlaceScreen):
    """Asks where the rows of ``questions`` are written with their predictions; suggests a name beside that file."""

    def __init__(self, questions: Path) -> None:
        suggested = questions.with_name(f"{questions.stem}-predicted{questions.suffix}")
        super().__init__("write the predictions", suggested, "writes to")
        self._questions = questions

    def examine(self, entered: str) -> FilePlace:
        """Look at the place."""
        return place_for_table(entered, self.base, self._questions)


class LeaveScreen(Dialog[Leaving]):
    """Asks whether to save the session ``name`` before leaving it to ``quit`` or to ``open`` another.

    ``training`` says that training runs, at ``epoch``; ``unsaved`` that leaving would lose changes.
    """

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,enter", "save", "save", show=False),
        Binding("d", "discard", "do not save", show=False),
        Binding("c", "cancel", "stay", show=False),
    ]
    DEFAULT_CSS = """
    LeaveScreen {
        .frame { width: 58; }
        .question { padding: 1 1; height: auto; }
    }
    """

    def __init__(self, name: str, *, training: bool, unsaved: bool, epoch: int = 0, purpose: Purpose = "quit") -> None:
        super().__init__("quit" if purpose == "quit" else "open another session")
        self._name_shown, self._training, self._unsaved, self._epoch = name, training, unsaved, epoch
        self._purpose = purpose

    def contents(self) -> ComposeResult:
        """The consequences of saving, in whole sentences."""
        name = clean(self._name_shown, self.glyphs)
        sentences = []
        if self._training:
            sentences.append(f"Training is at epoch {self._epoch:,} and will be stopped.")
        if self._unsaved:
            sentences.append(f"{name} has unsaved changes.")
        yield Static(Content("\n".join(sentences) or f"Leave {name}?"), classes="question", markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """Save, go on without saving, or stay."""
        stop = "stop and " if self._training else ""
        discard = "lose the changes" if self._unsaved else self._purpose
        return (("s", f"{stop}save", "save"), ("d", discard, "discard"), ("esc", "stay", "cancel"))

    def action_save(self) -> None:
        """Save, then leave."""
        self.answer("save")

    def action_discard(self) -> None:
        """Leave without saving."""
        self.answer("discard")

    def on_key(self, event: Key) -> None:
        """Leave if the key that asked is pressed again and nothing is lost: a held key must not throw work away."""
        command = host_of(self).keymap.find(SCREEN, event.key)
        pressed_again = command is not None and command.id == self._purpose and event.key not in self.active_bindings
        if pressed_again and not self._unsaved:
            self.answer("discard")

    def action_cancel(self) -> None:
        """Stay."""
        self.answer("cancel")
