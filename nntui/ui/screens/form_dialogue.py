"""What the dialogues around a form share: its keys, its scrolling, and that enter takes it only without a fault."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.ui.screens.dialogue import Dialogue, Key, ResultT
from nntui.ui.screens.form_view import FormView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.containers import VerticalScroll


class FormDialogue(Dialogue[ResultT]):
    """Asks in ``form``, which stands on ``page``; a subclass sets both in ``contents``.

    It gives ``look`` and ``action_apply`` as well. ``APPLY`` is the word for what enter does.
    """

    APPLY: ClassVar[str] = "apply"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "apply", "apply", show=False)]
    form: FormView
    page: VerticalScroll

    def keys_shown(self) -> Sequence[Key]:
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
