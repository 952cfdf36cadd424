"""The settings dialogue: a form over network and training, checked as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from nntui.session.settings import SettingsResult, changes_anything, keeps_weights
from nntui.ui.screens.dialogue import Dialogue, Key
from nntui.ui.screens.fields import ChoiceField, Field, TextField
from nntui.ui.screens.form import ESSENTIAL, MORE, SETTINGS, Judgement, Setting, judge, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.session.session import Session


class SettingsScreen(Dialogue[SettingsResult]):
    """Asks for the settings of ``session``; answers None where they are left as they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", "apply", show=False),
    ]
    DEFAULT_CSS = """
    SettingsScreen {
        .fields, .columns { height: auto; }
        .more { text-style: dim; text-wrap: nowrap; text-overflow: clip; }
        &.-wide {
            .frame { width: 124; }
            .columns { layout: horizontal; }
            .fields { width: 1fr; }
            .more { display: none; }
        }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__("settings")
        self._session = session
        self._fields: dict[str, Field] = {}

    def contents(self) -> ComposeResult:
        """What most people change, a divider, the rest."""
        texts = texts_of(self._session)
        self._fields = {setting.name: self._field(setting, texts[setting.name]) for setting in SETTINGS}

        def column(settings: Sequence[Setting]) -> Vertical:
            return Vertical(*(self._fields[setting.name] for setting in settings), classes="fields")

        with VerticalScroll(can_focus=False), Vertical(classes="columns"):
            yield column(ESSENTIAL)
            yield Static(f"  {self.glyphs.flat * 3} more {self.glyphs.flat * 60}", classes="more", markup=False)
            yield column(MORE)

    def _field(self, setting: Setting, text: str) -> Field:
        said = {"label": setting.label, "hint": setting.hint}
        if setting.choices:
            return ChoiceField(setting.name, text, **said, glyphs=self.glyphs, choices=setting.choices)
        return TextField(setting.name, text, **said, glyphs=self.glyphs)

    def keys_shown(self) -> Sequence[Key]:
        """How to go about the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (("enter", "apply", "apply"), ("esc", "cancel", "cancel"), ("tab", "next", ""), (arrows, "choose", ""))

    def on_mount(self) -> None:
        """Say what applying would do, from the start."""
        self._check()

    @on(Field.Changed)
    def read_again(self) -> None:
        """Judge the form as it stands."""
        self._check()

    def _check(self) -> Judgement:
        texts = {name: field.value for name, field in self._fields.items()}
        judgement = judge(self._session, texts)
        for setting in SETTINGS:
            field = self._fields[setting.name]
            field.display = setting.used(texts)
            field.reason = judgement.reasons.get(setting.name, "")
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
            next(field for name, field in self._fields.items() if name in judgement.reasons).enter()
        else:
            self.answer(judgement.result if changes_anything(self._session, judgement.result) else None)
