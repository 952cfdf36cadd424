"""The settings dialog: network and training, checked as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace
from textual.containers import VerticalScroll

from nntui.errors import DataError, SpecError
from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.spec import NetworkSpec
from nntui.session.change import Change
from nntui.session.options import Options
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS, SCHEDULES, names_using
from nntui.training.spec import TrainingSpec, check_together
from nntui.ui.dialogs.form import FormDialog, FormView
from nntui.ui.dialogs.form_fields import (
    BATCH,
    HIDDEN,
    NUMBER,
    OPTIONAL,
    SHARE,
    SWITCH,
    WHOLE,
    WORD,
    FieldFormat,
    FormField,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from nntui.session.session import Session


class SettingsScreen(FormDialog[Options]):
    """Asks for the settings of ``session``; answers those that differ, or None where all are left as they are."""

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
            [FormField(each.name, each.label, each.hint, texts[each.name], each.choices) for each in settings]
            for settings in (ESSENTIAL, MORE)
        )
        self.form = FormView(first, more, self.glyphs, unused)
        self.page = VerticalScroll(self.form, can_focus=False)
        yield self.page

    def look(self) -> None:
        """Judge the form as it stands, and say what applying it would do."""
        self._check()

    def _check(self) -> SettingsJudgement:
        judgement = judge(self._session, self.form.texts)
        self.form.judge(judgement.reasons)
        if judgement.result is None:
            self.say_faults(judgement.reasons)
        else:
            self.say(*self._consequence(judgement.result, judgement.keeps_weights))
        return judgement

    def _consequence(self, options: Options, keeps_weights: bool) -> tuple[str, str]:
        """What applying would do, and how loudly to say it."""
        if options == Options():
            return "nothing changed", "quiet"
        if keeps_weights:
            return "keeps the weights", "quiet"
        network = replace(self._session.network, **options.among(NetworkSpec.__struct_fields__))
        shape = "-".join(map(str, network.sizes))
        return f"starts again from new first weights: {shape}, {network.parameters:,} parameters", "warning"

    def action_apply(self) -> None:
        """Close with the settings, or go to the first field that will not do."""
        judgement = self._check()
        if judgement.result is None:
            self.go_to_fault(judgement.reasons)
        else:
            self.answer(None if judgement.result == Options() else judgement.result)


SettingPart = Literal["network", "training", "session"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One field: ``part`` has the attribute ``name``; ``choices`` are the words to choose from, if it is not text.

    ``only`` names a choice and the words under which this setting has a meaning (none: always).
    """

    part: SettingPart
    name: str
    label: str
    hint: str
    way: FieldFormat = WORD
    choices: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None

    def used(self, texts: Mapping[str, str]) -> bool:
        """Whether it has a meaning while the form holds these texts."""
        return self.only is None or texts[self.only[0]] in self.only[1]


MOMENTUM = "optimizer", names_using(OPTIMISERS, "momentum")
DECAY = "schedule", names_using(SCHEDULES, "decay")
DECAY_EPOCHS = "schedule", names_using(SCHEDULES, "decay_epochs")
ESSENTIAL = (
    Setting("network", "hidden", "hidden layers", "as 8,8; empty for none", HIDDEN),
    Setting("network", "activation", "activation", "of the hidden layers", choices=hidden_activations()),
    Setting("training", "rate", "learning rate", "the size of a step", NUMBER),
    Setting("training", "optimizer", "optimiser", "how steps are taken", choices=tuple(OPTIMISERS)),
    Setting(
        "training",
        "momentum",
        "momentum",
        "kept of the last step",
        NUMBER,
        only=MOMENTUM,
    ),
    Setting("training", "batch", "batch", "rows a step, or full", BATCH),
    Setting("training", "epochs", "epochs", "counted from the start", WHOLE),
    Setting("network", "seed", "seed", "for weights and order", WHOLE),
)
"""What most people change."""
MORE = (
    Setting("session", "validation", "validation", "rows held out, as 20%", SHARE),
    Setting("network", "output_activation", "output", "of the last layer", choices=tuple(ACTIVATIONS)),
    Setting("network", "bias", "biases", "in every layer", SWITCH, ("on", "off")),
    Setting("network", "init", "first weights", "how they are drawn", choices=tuple(INITIALISATIONS)),
    Setting("training", "loss", "loss", "what training lessens", choices=tuple(LOSSES)),
    Setting("training", "stop_loss", "stop at loss", "empty for never", OPTIONAL),
    Setting("training", "l1", "L1 penalty", "pulls weights to 0", NUMBER),
    Setting("training", "l2", "L2 penalty", "keeps weights small", NUMBER),
    Setting("training", "clip", "clip gradient", "its norm; empty: never", OPTIONAL),
    Setting("training", "schedule", "schedule", "how the rate changes", choices=tuple(SCHEDULES)),
    Setting("training", "decay", "decay", "factor on the rate", NUMBER, only=DECAY),
    Setting(
        "training",
        "decay_epochs",
        "decay every",
        "so many epochs",
        WHOLE,
        only=DECAY_EPOCHS,
    ),
)
"""The rest."""
SETTINGS = (*ESSENTIAL, *MORE)


def unused(texts: Mapping[str, str]) -> frozenset[str]:
    """Settings without a meaning while the form holds these texts."""
    return frozenset(setting.name for setting in SETTINGS if not setting.used(texts))


def texts_of(session: Session) -> dict[str, str]:
    """What stands in each field when the form opens, by the setting's name."""
    owners = _owners(session)
    return {setting.name: setting.way.write(getattr(owners[setting.part], setting.name)) for setting in SETTINGS}


def _owners(session: Session) -> dict[SettingPart, NetworkSpec | TrainingSpec | Session]:
    return {"network": session.network, "training": session.training, "session": session}


@dataclass(frozen=True, slots=True)
class SettingsJudgement:
    """What the texts amount to: a ``result``, or a reason for each field that prevents one, by name.

    ``keeps_weights``: training would go on from its weights.
    """

    result: Options | None
    reasons: Mapping[str, str]
    keeps_weights: bool = True


def judge(session: Session, texts: Mapping[str, str]) -> SettingsJudgement:
    """Read the form that was opened on ``session``; a field without a meaning at present keeps the session's value."""
    owners, before = _owners(session), texts_of(session)
    asked: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for setting in SETTINGS:
        if not setting.used(texts):
            continue
        owner = owners[setting.part]
        try:
            value = setting.way.read(texts[setting.name])
            # Each value is tried alone, so that the spec's reason belongs to this field.
            if isinstance(owner, NetworkSpec | TrainingSpec):
                replace(owner, **{setting.name: value})
        except SpecError as error:
            reasons[setting.name] = _beside(setting, str(error))
        else:
            if texts[setting.name] != before[setting.name] and value != getattr(owner, setting.name):
                asked[setting.name] = value
    if reasons:
        return SettingsJudgement(None, reasons)
    options = Options(**asked)
    try:
        check_together(
            replace(session.network, **options.among(NetworkSpec.__struct_fields__)),
            replace(session.training, **options.among(TrainingSpec.__struct_fields__)),
        )
        keeps_weights = Change(session, options).consequence.keeps_weights
    except SpecError as error:
        return SettingsJudgement(None, {"loss": str(error)})
    except DataError as error:  # a column chooses the validation rows already
        return SettingsJudgement(None, {"validation": str(error)})
    return SettingsJudgement(options, {}, keeps_weights)


def _beside(setting: Setting, message: str) -> str:
    """The spec's message without the words that already stand beside it."""
    name, colon, reason = message.partition(": ")
    said = {setting.label.lower(), setting.name.replace("_", " ")}
    return reason if colon and name.lower() in said else message.removeprefix("hidden ")
