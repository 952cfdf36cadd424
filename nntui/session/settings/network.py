"""The other settings of the network and its first weights."""

from __future__ import annotations

from functools import partial

from nntui.model.activations import ACTIVATIONS
from nntui.model.initialisation import INITIALISATIONS
from nntui.safe_text import as_choice
from nntui.session.settings.everyday import HIDDEN_ACTIVATIONS
from nntui.session.settings.setting import ACTIVATIONS_BY_LAYER, NUMBER, SWITCH, SWITCHES_BY_LAYER, Setting

OUTPUT_ONLY = as_choice(name for name in ACTIVATIONS if name not in HIDDEN_ACTIVATIONS)

_network = partial(Setting, heading="Network")

NETWORK = (
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
    _network(
        "bias",
        "biases",
        "in every layer",
        "With or without biases",
        "with",
        SWITCH,
        used=lambda texts: not texts.get("layer_biases", "").strip(),
    ),
    _network(
        "layer_biases",
        "layer biases",
        "on,off: outputs last",
        "Biases, on or off, of each hidden layer and of the outputs, where they differ",
        "none",
        SWITCHES_BY_LAYER,
        used=lambda texts: bool(texts.get("hidden", "").strip()),
    ),
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
)
