"""The settings dialog: network and training, checked as one types."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as changed

from nntui.errors import DataError, SpecError
from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.spec import NetworkSpec
from nntui.session.change import NETWORK, TRAINING, Change
from nntui.session.options import Options
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES
from nntui.training.spec import TrainingSpec, check_together
from nntui.ui.dialogs.form import (
    BATCH,
    HIDDEN,
    NUMBER,
    OPTIONAL,
    SHARE,
    SWITCH,
    WHOLE,
    FormField,
    FormSpec,
    Judged,
    read_fields,
)
from nntui.ui.dialogs.form_dialog import FormDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.session.session import Session


def _uses(setting: str, texts: Mapping[str, str]) -> bool:
    """True if the optimiser or the schedule in ``texts`` uses the setting."""
    return setting in OPTIMISERS[texts["optimizer"]].uses or setting in SCHEDULES[texts["schedule"]].uses


def settings_fields() -> tuple[FormField, ...]:
    """What most people change, then the rest under the divider."""
    essential = (
        FormField("hidden", "hidden layers", "as 8,8; empty for none", HIDDEN),
        FormField("activation", "activation", "of the hidden layers", choices=hidden_activations()),
        FormField("rate", "learning rate", "the size of a step", NUMBER),
        FormField("optimizer", "optimiser", "how steps are taken", choices=OPTIMISERS),
        FormField("momentum", "momentum", "kept of the last step", NUMBER, used=partial(_uses, "momentum")),
        FormField("batch", "batch", "rows a step, or full", BATCH),
        FormField("epochs", "epochs", "counted from the start", WHOLE),
        FormField("seed", "seed", "for weights and order", WHOLE),
    )
    more = (
        FormField("validation", "validation", "share of rows, as 20%", SHARE),
        FormField("output_activation", "output", "of the last layer", choices=ACTIVATIONS),
        FormField("bias", "biases", "in every layer", SWITCH, ("on", "off")),
        FormField("init", "first weights", "how they are drawn", choices=INITIALISATIONS),
        FormField("loss", "loss", "what training reduces", choices=LOSSES),
        FormField("stop_loss", "stop at loss", "empty for never", OPTIONAL),
        FormField("l1", "L1 penalty", "pulls weights to 0", NUMBER),
        FormField("l2", "L2 penalty", "keeps weights small", NUMBER),
        FormField("clip", "clip gradient", "its norm; empty: never", OPTIONAL),
        FormField("schedule", "schedule", "how the rate changes", choices=SCHEDULES),
        FormField("decay", "decay", "factor on the rate", NUMBER, used=partial(_uses, "decay")),
        FormField("decay_epochs", "decay every", "number of epochs", WHOLE, used=partial(_uses, "decay_epochs")),
    )
    return (*essential, *(replace(field, more=True) for field in more))


def settings_dialog(session: Session) -> FormDialog[Options]:
    """Asks for the settings of ``session``; answers those that differ."""
    return FormDialog("settings", FormSpec(settings_fields(), texts_of(session), partial(judge, session)))


def texts_of(session: Session) -> dict[str, str]:
    """The settings of ``session`` as texts, by name."""
    return {
        field.name: field.format.write(getattr(_owner(session, field.name), field.name)) for field in settings_fields()
    }


def _owner(session: Session, name: str) -> NetworkSpec | TrainingSpec | Session:
    """The part of ``session`` that has the setting; of the two seeds, which are one here, that of the network."""
    return session.network if name in NETWORK else session.training if name in TRAINING else session


def judge(session: Session, texts: Mapping[str, str]) -> Judged[Options]:
    """The settings in ``texts`` that differ from those of ``session``, and what they do to its training."""

    def read(field: FormField, text: str) -> object:
        value, owner = field.format.read(text), _owner(session, field.name)
        try:
            # Each value is tried by itself, so that the reason belongs to this field.
            if isinstance(owner, NetworkSpec | TrainingSpec):
                changed(owner, **{field.name: value})
        except SpecError as error:
            raise SpecError(_without_label(field, str(error))) from error
        return value

    values, reasons = read_fields(settings_fields(), texts, read)
    if reasons:
        return Judged(reasons=reasons)
    before = texts_of(session)
    asked: dict[str, Any] = {
        name: value
        for name, value in values.items()
        if texts[name] != before[name] and value != getattr(_owner(session, name), name)
    }
    if not asked:
        return Judged()
    options = Options(**asked)
    network = changed(session.network, **options.among(NETWORK))
    try:
        check_together(network, changed(session.training, **options.among(TRAINING)))
        consequence = Change(session, options).consequence
    except SpecError as error:
        return Judged(reasons={"loss": str(error)})
    except DataError as error:  # a column chooses the validation rows already
        return Judged(reasons={"validation": str(error)})
    if consequence.keeps_weights:
        return Judged(options, says="keeps the weights")
    shape = "-".join(map(str, network.sizes))
    says = f"starts again from new first weights: {shape}, {network.parameters:,} parameters"
    return Judged(options, says=says, style="warning")


def _without_label(field: FormField, message: str) -> str:
    """The spec's message without the name of the field that it is shown beside."""
    name, colon, reason = message.partition(": ")
    labels = {field.label.lower(), field.name.replace("_", " ")}
    return reason if colon and name.lower() in labels else message.removeprefix("hidden ")
