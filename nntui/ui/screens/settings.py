"""The settings dialogue: a form over network and training, checked as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from nntui.session.settings import SettingsResult, changes_anything, keeps_weights
from nntui.ui.screens.fields import Field
from nntui.ui.screens.form import ESSENTIAL, MORE, Judgement, judge, texts_of, unused
from nntui.ui.screens.form_dialogue import FormDialogue
from nntui.ui.screens.form_view import FormView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nntui.session.session import Session


class SettingsScreen(FormDialogue[SettingsResult]):
    """Asks for the settings of ``session``; answers None where they are left as they are."""

    AUTO_FOCUS = "Input"
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
        self.form = FormView(first, more, self.glyphs, unused)
        self.page = VerticalScroll(self.form, can_focus=False)
        yield self.page

    def look(self) -> None:
        """Judge the form as it stands, and say what applying it would do."""
        self._check()

    def _check(self) -> Judgement:
        judgement = judge(self._session, self.form.texts)
        self.form.judge(judgement.reasons)
        if judgement.result is None:
            self.say_faults(judgement.reasons)
        else:
            self.say(*self._consequence(judgement.result))
        return judgement

    def _consequence(self, result: SettingsResult) -> tuple[str, str]:
        """What applying would do, and how loudly to say it."""
        if not changes_anything(self._session, result):
            return "nothing changed", "quiet"
        if keeps_weights(self._session, result):
            return "keeps the weights", "quiet"
        shape = "-".join(map(str, result.network.sizes))
        return f"starts again from new first weights: {shape}, {result.network.parameters:,} parameters", "warning"

    def action_apply(self) -> None:
        """Close with the settings, or go to the first field that will not do."""
        judgement = self._check()
        if judgement.result is None:
            self.go_to_fault(judgement.reasons)
        else:
            self.answer(judgement.result if changes_anything(self._session, judgement.result) else None)
