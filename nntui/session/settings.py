"""The table of settings: the options of the shell and the fields of the settings form are made from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.layout import GROUP_KINDS
from nntui.safe_text import as_choice
from nntui.session.recipes import FEWEST_GOOD, RECIPES
from nntui.session.setting import (
    ACTIVATIONS_BY_LAYER,
    BATCH,
    FROZEN,
    HIDDEN,
    NUMBER,
    OPTIONAL,
    OPTIONAL_WHOLE,
    SHARE,
    SWITCH,
    WHOLE,
    Setting,
)
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS, names_using
from nntui.training.schedules import SCHEDULE_UNITS, SCHEDULES

if TYPE_CHECKING:
    from nntui.session.setting import Texts


def _uses(setting: str, texts: Texts) -> bool:
    """True if the optimiser or the schedule in ``texts`` uses the setting."""
    return setting in OPTIMISERS[texts["optimizer"]].uses or setting in SCHEDULES[texts["schedule"]].uses


def _has_l2(name: str, texts: Texts) -> bool:
    """True if there is an L2 penalty, or another one in the group that setting ``name`` is for."""
    return any(texts[each] not in {"", "0"} for each in ("l2", name))


def _probabilities(texts: Texts) -> bool:
    return LOSSES[texts["loss"]].probabilities


def _changing(texts: Texts) -> bool:
    return SCHEDULES[texts["schedule"]].factor is not None


HIDDEN_ACTIVATIONS = {name: ACTIVATIONS[name] for name in hidden_activations()}
OUTPUT_ONLY = as_choice(name for name in ACTIVATIONS if name not in HIDDEN_ACTIVATIONS)
MOMENTUM, ADAM = " and ".join(names_using(OPTIMISERS, "momentum")), " and ".join(names_using(OPTIMISERS, "beta1"))
DECAY, STEPS = " and ".join(names_using(SCHEDULES, "decay")), " and ".join(names_using(SCHEDULES, "decay_epochs"))

_network, _data = partial(Setting, heading="Network"), partial(Setting, heading="Data")

SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        _network(
            "recipe",
            "recipe",
            "sets all the others",
            "Settings to begin with",
            f"by rows: good from {FEWEST_GOOD}",
            choices=RECIPES,
        ),
        _network(
            "hidden",
            "hidden layers",
            "as 8,8; empty for none",
            'Neurons of each hidden layer; "" for none',
            "16; good: 64,64",
            HIDDEN,
        ),
        _network(
            "activation",
            "activation",
            "of the hidden layers",
            "",
            "relu",
            choices=HIDDEN_ACTIVATIONS,
            used=lambda texts: not texts.get("layer_activations", "").strip(),
        ),
        Setting("rate", "learning rate", "the size of a step", "Learning rate", "0.01", NUMBER, spelling="lr"),
        Setting("optimizer", "optimiser", "how steps are taken", "", "adam", choices=OPTIMISERS),
        Setting(
            "momentum",
            "momentum",
            "kept of the last step",
            f"Share of the last step that {MOMENTUM} keep",
            "0.9",
            NUMBER,
            used=partial(_uses, "momentum"),
        ),
        Setting("batch", "batch", "rows a step, or full", "Rows per update", "32", BATCH),
        Setting(
            "epochs",
            "epochs",
            "counted from the start",
            "Epochs, counted from the first weights",
            "200; good: by rows",
            WHOLE,
        ),
        _data(
            "seed",
            "seed",
            "for weights and order",
            "For first weights, row order, dropout, validation rows",
            "0",
            WHOLE,
        ),
        _data(
            "validation",
            "validation",
            "share of rows, as 20%",
            "Share of validation rows, of every class alike",
            "0.2 from 30 rows on",
            SHARE,
        ),
        _network(
            "output_activation",
            "output",
            "of the last layer",
            f"Those, or {OUTPUT_ONLY}",
            "fits the target",
            choices=ACTIVATIONS,
        ),
        _network(
            "layer_activations",
            "of each layer",
            "as tanh,relu",
            "Activation of each hidden layer, where they differ",
            "none",
            ACTIVATIONS_BY_LAYER,
            used=lambda texts: bool(texts.get("hidden", "").strip()),
        ),
        _network("bias", "biases", "in every layer", "With or without biases", "with", SWITCH),
        _network(
            "init",
            "first weights",
            "how they are drawn",
            "First weights",
            "he; good: he-lecun",
            choices=INITIALISATIONS,
        ),
        _network(
            "input_scale",
            "input scale",
            "a learnt factor each",
            "With or without a learnt factor on each input",
            "without; good: with",
            SWITCH,
        ),
        Setting(
            "input_scale_rate",
            "scale's rate",
            "times the others'",
            "Learning rate of that factor, times the others'",
            "6",
            NUMBER,
            used=lambda texts: texts["input_scale"] == "on",
        ),
        Setting("loss", "loss", "what training reduces", "", "fits the target", choices=LOSSES),
        Setting(
            "label_smoothing",
            "smoothing",
            "of class targets",
            "Share by which class targets move towards equal ones",
            "0",
            SHARE,
            used=_probabilities,
        ),
        Setting(
            "patience",
            "patience",
            "epochs; empty: endless",
            "Stop after N epochs without a lower validation loss",
            "none",
            OPTIONAL_WHOLE,
        ),
        Setting("stop_loss", "stop at loss", "empty for never", "Stop at this training loss", "none", OPTIONAL),
        Setting(
            "dropout",
            "dropout",
            "share of neurons",
            "Share of hidden neurons left out of an update at random",
            "0; good: 0.05 or 0.2",
            SHARE,
        ),
        Setting(
            "l1",
            "L1 penalty",
            "pulls all equally",
            "Penalty on |w|, in the gradient: small weights end near 0",
            "0",
            NUMBER,
        ),
        Setting(
            "l2",
            "L2 penalty",
            "pulls large ones most",
            "Penalty on w^2, in the gradient: keeps large weights down",
            "0; good: by rows",
            NUMBER,
        ),
        Setting(
            "l2_output",
            "L2 of output",
            "empty: as the others",
            "L2 of the output layer's weights, if another",
            "none",
            OPTIONAL,
            used=partial(_has_l2, "l2_output"),
        ),
        Setting(
            "l2_input_scale",
            "L2 of scale",
            "empty: as the others",
            "L2 of the factors on inputs, if another",
            "none",
            OPTIONAL,
            used=partial(_has_l2, "l2_input_scale"),
        ),
        Setting(
            "l2_bias", "L2 of biases", "usually 0", "L2 of the biases", "0", NUMBER, used=partial(_has_l2, "l2_bias")
        ),
        Setting(
            "weight_decay",
            "weight decay",
            "shrinks, by the rate",
            "Weights shrink by rate x F in each update, whatever the gradient",
            "0",
            NUMBER,
        ),
        Setting("clip", "clip gradient", "its norm; empty: never", "Largest norm of the gradient", "none", OPTIONAL),
        Setting(
            "frozen",
            "hold fixed",
            "as biases, or none",
            f"Parameters that do not learn: {as_choice(GROUP_KINDS)}",
            "none",
            FROZEN,
            spelling="freeze",
        ),
        Setting(
            "beta1",
            "beta 1",
            "memory of gradients",
            f"Share of the mean gradient that {ADAM} keep",
            "0.9",
            NUMBER,
            used=partial(_uses, "beta1"),
        ),
        Setting(
            "beta2",
            "beta 2",
            "memory of squares",
            f"Share of the mean squared gradient that {ADAM} keep",
            "0.999",
            NUMBER,
            used=partial(_uses, "beta2"),
        ),
        Setting(
            "schedule", "schedule", "how the rate changes", "Of the rate", "constant; good: cosine", choices=SCHEDULES
        ),
        Setting(
            "schedule_by",
            "counted in",
            "epochs or updates",
            "What it counts",
            "epoch; good: update",
            choices=SCHEDULE_UNITS,
            used=_changing,
        ),
        Setting(
            "decay", "decay", "factor on the rate", f"Factor of {DECAY}", "0.5", NUMBER, used=partial(_uses, "decay")
        ),
        Setting(
            "decay_epochs",
            "decay every",
            "epochs, or updates",
            f"Epochs, or updates, between the steps of {STEPS}",
            "100",
            WHOLE,
            used=partial(_uses, "decay_epochs"),
        ),
    )
}
ESSENTIAL = ("hidden", "activation", "rate", "optimizer", "momentum", "batch", "epochs", "seed", "recipe")
"""The settings that most people change."""
