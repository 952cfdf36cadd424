"""The settings dialogue: a form over network and training, checked as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from nntui.session.settings import SettingsResult, changes_anything, keeps_weights
from nntui.ui.screens.dialogue import Dialogue, Key
from nntui.ui.screens.fields import Field
from nntui.ui.screens.form import ESSENTIAL, MORE, SETTINGS, Judgement, judge, texts_of
from nntui.ui.screens.form_view import FormView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.session.session import Session


class SettingsScreen(Dialogue[SettingsResult]):
    """Asks for the settings of ``session``; answers None where they are left as they are."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "apply", "apply", show=False)]
    DEFAULT_CSS = """
    SettingsScreen.-wide .frame { width: 124; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__("settings")
        self._session = session

    def contents(self) -> ComposeResult:
        """What most people change, a divider, the rest."""
        texts = texts_of(self._session)
        first, more = (
            [Field(each.name, each.label, each.hint, texts[each.name], each.choices) for each in settings]
            for settings in (ESSENTIAL, MORE)
        )
        self._form = FormView(first, more, self.glyphs)
        self._page = VerticalScroll(self._form, can_focus=False)
        yield self._page

    def keys_shown(self) -> Sequence[Key]:
        """How to go about the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (("enter", "apply", "apply"), ("esc", "cancel", "cancel"), ("tab", "next", ""), (arrows, "choose", ""))

    def on_mount(self) -> None:
        """Say what applying would do, from the start."""
        self._check()

    @on(FormView.Changed)
    def read_again(self) -> None:
        """Judge the form as it stands."""
        self._check()

    @on(FormView.Moved)
    def keep_in_sight(self, event: FormView.Moved) -> None:
        """Scroll to the field that the keys go to."""
        self._page.scroll_to_region(event.region, force=True, animate=False)

    def _check(self) -> Judgement:
        texts = self._form.texts
        judgement = judge(self._session, texts)
        self._form.judge(judgement.reasons, {setting.name for setting in SETTINGS if not setting.used(texts)})
        self.say(*self._consequence(judgement))
        return judgement

    def _consequence(self, judgement: Judgement) -> tuple[str, str]:
        """What applying would do, and how loudly to say it."""
        result, faults = judgement.result, len(judgement.reasons)
        if result is None:
            return f"{faults} field{'s' if faults > 1 else ''} to mend first", "error"
        if not changes_anything(self._session, result):
            return "nothing changed", "quiet"
        if keeps_weights(self._session, result):
            return "keeps the weights", "quiet"
        shape = "-".join(map(str, result.network.sizes))
        return f"starts again from new first weights: {shape}, {result.network.parameters:,} parameters", "warning"

    @on(Input.Submitted)
    def action_apply(self) -> None:
        """Close with the settings, or go to the first field that will not do."""
        judgement = self._check()
        if judgement.result is None:
            self._form.go_to(next(name for name in self._form.texts if name in judgement.reasons))
        else:
            self.answer(judgement.result if changes_anything(self._session, judgement.result) else None)
