"""A setup in one line, short enough for an e-mail: ``2-8:tanh-4:relu-1 adam 0.01 l2 0.001 seed 3``.

First the neurons of every layer, inputs first, each hidden or output layer with its activation; then the optimiser and
its rate; then any other settings by the names of their options in the shell, each with its value. What the line does
not name has its standard value, so that a line means the same network and training wherever it is read.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from nntui.errors import SpecError
from nntui.model.activations import ACTIVATIONS
from nntui.model.spec import NetworkSpec, check_choice
from nntui.safe_text import quoted
from nntui.session.options import Options
from nntui.session.settings.setting import NUMBER, SWITCH, read_whole
from nntui.session.settings.table import SETTINGS
from nntui.training.optimisers import OPTIMISERS
from nntui.training.spec import TrainingSpec, check_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nntui.session.settings.setting import Setting

LONGEST = 2_000
"""Characters of the longest line that is read."""
SHAPE = ("hidden", "activation", "layer_activations", "output_activation")
"""The settings that the first word tells."""
SETUP_SETTINGS: dict[str, Setting] = {
    setting.option.removeprefix("--"): setting
    for setting in SETTINGS.values()
    if setting.name not in ("recipe", "optimizer", *SHAPE)
}
"""The settings that a line may name, by the words for them."""
_DEFAULTS = {
    **{
        name: getattr(spec, name) for spec in (NetworkSpec(inputs=1), TrainingSpec()) for name in spec.__struct_fields__
    },
    "validation": 0.0,
}


@dataclass(frozen=True, slots=True)
class Setup:
    """A line that was read: the ``settings`` by name, all of them, for a network of ``inputs`` and ``outputs``."""

    inputs: int
    outputs: int
    settings: Mapping[str, Any]


def setup_line(network: NetworkSpec, training: TrainingSpec, validation: float = 0.0) -> str:
    """The line for a network, its training and the share of validation rows: settings, not weights."""
    words = [_shape(network), training.optimizer, NUMBER.write(training.rate)]
    for word, setting in SETUP_SETTINGS.items():
        owner = next((spec for spec in (network, training) if setting.name in spec.__struct_fields__), None)
        value = validation if owner is None else getattr(owner, setting.name)
        if setting.name != "rate" and (value != _DEFAULTS[setting.name] or setting.name == "seed"):
            words += [word, setting.format.write(value).replace(" ", "") or "none"]
    return " ".join(words)


def _shape(network: NetworkSpec) -> str:
    """The first word: ``2-8:tanh-4:relu-1:sigmoid``."""
    layers = [f"{width}:{network.activation_of(layer)}" for layer, width in enumerate(network.sizes[1:])]
    return "-".join([str(network.inputs), *layers]).removesuffix(":linear")


def read_setup(text: str) -> Setup:
    """The setup that a line tells. Raises SpecError, naming the word that is at fault."""
    if len(text) > LONGEST:
        raise SpecError(f"setup: {len(text):,} characters; a setup has at most {LONGEST:,}")
    words = text.split()
    if not words:
        raise SpecError("setup: the line is empty; give it as 2-8:tanh-1 adam 0.01 seed 3")
    inputs, outputs, shape = _read_shape(words[0])
    settings = {**_standard(), **shape, **dict(_read_settings(deque(words[1:])))}
    options = Options(**settings)
    try:
        specs = (
            NetworkSpec(inputs=inputs, outputs=outputs, **options.among(NetworkSpec.__struct_fields__)),
            TrainingSpec(**options.among(TrainingSpec.__struct_fields__)),
        )
        check_together(*specs)
    except SpecError as error:
        raise SpecError(f"setup: {error}") from None
    return Setup(inputs, outputs, settings)


def _standard() -> dict[str, Any]:
    names = (*SHAPE, "optimizer", *(setting.name for setting in SETUP_SETTINGS.values()))
    return {name: _DEFAULTS[name] for name in names}


def _read_shape(word: str) -> tuple[int, int, dict[str, Any]]:
    """Inputs, outputs, and the settings that the first word tells."""
    parts = word.split("-")
    # Some activations have a hyphen in their names.
    layers: list[str] = []
    for part in parts:
        if layers and not part[:1].isdecimal():
            layers[-1] += f"-{part}"
        else:
            layers.append(part)
    widths, names = [], []
    for layer in layers:
        match = re.fullmatch(r"([0-9]+)(?::([a-z0-9-]+))?", layer)
        if match is None:
            raise SpecError(f"setup: {quoted(layer)} is no layer; give layers as in 2-8:tanh-4:relu-1")
        widths.append(read_whole(match[1]))
        names.append(match[2])
    if len(widths) < 2 or names[0] is not None:
        raise SpecError(f"setup: {quoted(word)}: give inputs, layers and outputs, as in 2-8:tanh-4:relu-1")
    hidden = [name or _DEFAULTS["activation"] for name in names[1:-1]]
    for name in (*hidden, names[-1] or "linear"):
        check_choice("setup: activation", name, ACTIVATIONS)
    alike = len(set(hidden)) < 2
    settings = {
        "hidden": tuple(widths[1:-1]),
        "activation": hidden[0] if hidden and alike else _DEFAULTS["activation"],
        "layer_activations": () if alike else tuple(hidden),
        "output_activation": names[-1] or "linear",
    }
    return widths[0], widths[-1], settings


def _read_settings(words: deque[str]) -> Iterator[tuple[str, object]]:
    """The settings that the words after the first one tell."""
    seen: set[str] = set()
    if words and (words[0].lower() in OPTIMISERS or words[0].lower() not in SETUP_SETTINGS):
        _check_optimiser(words[0])
        yield "optimizer", words.popleft().lower()
        if words and words[0].lower() not in SETUP_SETTINGS:
            yield from _once("rate", _value("lr", words.popleft()), seen)
    while words:
        word = words.popleft().lower()
        if word not in SETUP_SETTINGS:
            raise SpecError(f"setup: {quoted(word)} {_advice(word)}")
        if not words:
            raise SpecError(f"setup: {word} has no value after it")
        yield from _once(SETUP_SETTINGS[word].name, _value(word, words.popleft()), seen)


def _check_optimiser(word: str) -> None:
    """Raise SpecError unless ``word``, the first after the layers, is an optimiser."""
    if word.lower() in OPTIMISERS:
        return
    near = get_close_matches(word.lower(), (*OPTIMISERS, *SETUP_SETTINGS), n=1)
    advice = f"did you mean {near[0]}?" if near else f"the optimisers are {', '.join(OPTIMISERS)}"
    raise SpecError(f"setup: {quoted(word)} is no optimiser and no setting; {advice}")


def _advice(word: str) -> str:
    """The end of a message on a later word that is no setting."""
    if word in OPTIMISERS:
        return "stands in the wrong place; the optimiser comes right after the layers"
    near = get_close_matches(word, SETUP_SETTINGS, n=1)
    choices = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(SETUP_SETTINGS)}"
    return f"is not known; {choices}"


def _once(name: str, value: object, seen: set[str]) -> Iterator[tuple[str, object]]:
    if name in seen:
        raise SpecError(f"setup: {SETTINGS[name].label} is given twice; give it once")
    seen.add(name)
    yield name, value


def _value(word: str, text: str) -> object:
    setting = SETUP_SETTINGS[word]
    if setting.format is SWITCH:
        check_choice(f"setup: {word}", text.lower(), ("on", "off"))
    try:
        value: object = setting.format.read(text.lower())
    except SpecError as error:
        raise SpecError(f"setup: {word} {quoted(text)}: {error}") from None
    if setting.choices is not None:
        check_choice(f"setup: {word}", str(value), setting.choices)
    return value
