"""The settings form without its looks: its fields, the texts they start with, and what typed texts amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from nntui.errors import SpecError
from nntui.model.spec import ACTIVATIONS, INITS, LOSSES, OPTIMIZERS, OUTPUT_ACTIVATIONS, SCHEDULES, check_together
from nntui.session.settings import SettingsResult
from nntui.ui.screens.values import BATCH, HIDDEN, NUMBER, OPTIONAL, SHARE, SWITCH, WHOLE, WORD, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.session.session import Session

Part = Literal["network", "training", "session"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One field: ``part`` has the attribute ``name``; ``choices`` are the words to choose from, if it is not text.

    ``only`` names a choice and the words under which this setting has a meaning (none: always).
    """

    part: Part
    name: str
    label: str
    hint: str
    way: Way = WORD
    choices: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None

    def used(self, texts: Mapping[str, str]) -> bool:
        """Whether it has a meaning while the form holds these texts."""
        return self.only is None or texts[self.only[0]] in self.only[1]


ESSENTIAL = (
    Setting("network", "hidden", "hidden layers", "as 8,8; empty for none", HIDDEN),
    Setting("network", "activation", "activation", "of the hidden layers", choices=ACTIVATIONS),
    Setting("training", "rate", "learning rate", "the size of a step", NUMBER),
    Setting("training", "optimizer", "optimiser", "how steps are taken", choices=OPTIMIZERS),
    Setting(
        "training",
        "momentum",
        "momentum",
        "kept of the last step",
        NUMBER,
        only=("optimizer", ("momentum", "nesterov")),
    ),
    Setting("training", "batch", "batch", "rows a step, or full", BATCH),
    Setting("training", "epochs", "epochs", "counted from the start", WHOLE),
    Setting("network", "seed", "seed", "for weights and order", WHOLE),
)
"""What most people change."""
MORE = (
    Setting("session", "validation", "validation", "rows held out, as 20%", SHARE),
    Setting("network", "output_activation", "output", "of the last layer", choices=OUTPUT_ACTIVATIONS),
    Setting("network", "bias", "biases", "in every layer", SWITCH, ("on", "off")),
    Setting("network", "init", "first weights", "how they are drawn", choices=INITS),
    Setting("training", "loss", "loss", "what training lessens", choices=LOSSES),
    Setting("training", "stop_loss", "stop at loss", "empty for never", OPTIONAL),
    Setting("training", "l1", "L1 penalty", "pulls weights to 0", NUMBER),
    Setting("training", "l2", "L2 penalty", "keeps weights small", NUMBER),
    Setting("training", "clip", "clip gradient", "its norm; empty: never", OPTIONAL),
    Setting("training", "schedule", "schedule", "how the rate changes", choices=SCHEDULES),
    Setting("training", "decay", "decay", "factor on the rate", NUMBER, only=("schedule", ("step", "exponential"))),
    Setting("training", "decay_epochs", "decay every", "so many epochs", WHOLE, only=("schedule", ("step",))),
)
"""The rest."""
SETTINGS = (*ESSENTIAL, *MORE)


def unused(texts: Mapping[str, str]) -> frozenset[str]:
    """Settings without a meaning while the form holds these texts."""
    return frozenset(setting.name for setting in SETTINGS if not setting.used(texts))


def texts_of(session: Session) -> dict[str, str]:
    """What stands in each field when the form opens, by the setting's name."""
    owners = {"network": session.network, "training": session.training, "session": session}
    return {setting.name: setting.way.write(getattr(owners[setting.part], setting.name)) for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the texts amount to: a ``result``, or a reason for each field that prevents one, by name."""

    result: SettingsResult | None
    reasons: Mapping[str, str]


def judge(session: Session, texts: Mapping[str, str]) -> Judgement:
    """Read the form that was opened on ``session``; a field without a meaning at present keeps the session's value."""
    changes: dict[str, dict[str, Any]] = {"network": {}, "training": {}, "session": {}}
    reasons: dict[str, str] = {}
    for setting in SETTINGS:
        if not setting.used(texts):
            continue
        try:
            change = {setting.name: setting.way.read(texts[setting.name])}
            # Each value is tried alone, so that the spec's reason belongs to this field.
            if setting.part != "session":
                replace(getattr(session, setting.part), **change)
        except SpecError as error:
            reasons[setting.name] = _beside(setting, str(error))
        else:
            changes[setting.part] |= change
    if reasons:
        return Judgement(None, reasons)
    network = replace(session.network, **changes["network"])
    # One seed is asked for; it fixes both the first weights and the order of rows.
    reseeded = {"seed": network.seed} if network.seed != session.network.seed else {}
    training = replace(session.training, **changes["training"], **reseeded)
    try:
        check_together(network, training)
    except SpecError as error:
        return Judgement(None, {"loss": str(error)})
    return Judgement(SettingsResult(network, training, changes["session"]["validation"]), {})


def _beside(setting: Setting, message: str) -> str:
    """The spec's message without the words that already stand beside it."""
    name, colon, reason = message.partition(": ")
    said = {setting.label.lower(), setting.name.replace("_", " ")}
    return reason if colon and name.lower() in said else message.removeprefix("hidden ")
