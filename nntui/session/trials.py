"""The settings that a search tries: a dozen families of recipes, and then combinations of two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.session.options import Options
from nntui.session.recipes import LEARN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Family:
    """A change of a recipe: ``words`` say what it is, ``aspect`` what it changes; two of one aspect do not combine."""

    words: str
    aspect: str
    settings: Mapping[str, Any]
    scale: str = ""


FAMILIES = (
    Family("no hidden layer", "layers", {"hidden": (), "dropout": 0.0}),
    Family("one narrow layer of 16", "layers", {"hidden": (16,)}),
    Family("one layer of 128", "layers", {"hidden": (128,)}),
    Family("three layers of 64", "layers", {"hidden": (64, 64, 64)}),
    Family("no dropout", "dropout", {"dropout": 0.0}),
    Family("dropout of 0.4", "dropout", {"dropout": 0.4}),
    Family("an L2 penalty of 0.01", "penalty", {"l2": 0.01}),
    Family("no L2 penalty", "penalty", {"l2": 0.0}),
    Family("rate 0.003", "rate", {"rate": 0.003}),
    Family("tanh neurons", "activation", {"activation": "tanh", "init": "xavier"}),
    Family("robust scaling", "scaling", {}, "robust"),
    Family("batches of 128", "batch", {"batch": 128}),
    Family("batches of 8", "batch", {"batch": 8}),
    Family("one layer of 32", "layers", {"hidden": (32,)}),
    Family("two layers of 128", "layers", {"hidden": (128, 128)}),
    Family("decoupled decay of 0.1", "penalty", {"l2": 0.0, "weight_decay": 0.1}),
    Family("rate 0.03", "rate", {"rate": 0.03}),
    Family("no input scale", "input scale", {"input_scale": False}),
)


def trial_settings(seed: int, recipe: str) -> Iterator[tuple[str, Options]]:
    """Words and options of one trial after the other, without end: ``recipe``, ``learn``, each family, pairs of them.

    Which pairs, and in which order, follows from ``seed`` alone.
    """
    yield f"recipe {recipe}", Options(recipe=recipe)
    if recipe != LEARN:
        yield f"recipe {LEARN}", Options(recipe=LEARN)
    for family in FAMILIES:
        yield _combined(recipe, family)
    pairs = [
        (one, other)
        for place, one in enumerate(FAMILIES)
        for other in FAMILIES[place + 1 :]
        if one.aspect != other.aspect
    ]
    order = np.argsort(np.random.PCG64(seed).random_raw(len(pairs)), kind="stable")
    yield from (_combined(recipe, *pairs[number]) for number in order)


def _combined(recipe: str, *families: Family) -> tuple[str, Options]:
    settings: dict[str, Any] = {}
    for family in families:
        settings |= family.settings
    scale = tuple(family.scale for family in families if family.scale)
    return ", ".join(family.words for family in families), Options(recipe=recipe, scale=scale, **settings)
