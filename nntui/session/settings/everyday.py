"""The settings that most people change."""

from __future__ import annotations

from functools import partial

from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.session.recipes import FEWEST_GOOD, RECIPES
from nntui.session.settings.setting import BATCH, HIDDEN, NUMBER, SHARE, WHOLE, Setting
from nntui.session.settings.use import uses
from nntui.training.optimisers import OPTIMISERS, names_using

HIDDEN_ACTIVATIONS = {name: ACTIVATIONS[name] for name in hidden_activations()}
MOMENTUM = " and ".join(names_using(OPTIMISERS, "momentum"))

_network, _data = partial(Setting, heading="Network"), partial(Setting, heading="Data")

EVERYDAY = (
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
        used=partial(uses, "momentum"),
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
)
