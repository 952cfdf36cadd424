"""What can be chosen about a computed table, without its looks: the form's fields, and what typed texts amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.data.edits import format_number
from nntui.data.generate import parse
from nntui.data.generators import GENERATORS
from nntui.errors import DataError
from nntui.ui.screens.fields import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.generate import Recipe

SHAPE = "shape"
"""The field that names the generator; the others are called as its parameters are."""

_PARAMETERS = {each.name: each for generator in GENERATORS.values() for each in reversed(generator.parameters)}
_ORDER = ("rows", "noise", "arms", "turns", "seed")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the texts amount to: a ``recipe``, or ``reasons`` by field why there is none."""

    recipe: Recipe | None
    reasons: Mapping[str, str]


def fields_of(recipe: Recipe) -> list[Field]:
    """The form's fields, holding ``recipe``."""
    shape = Field(SHAPE, SHAPE, "which points are computed", recipe.name, tuple(GENERATORS))
    return [shape, *(_field(name, recipe) for name in sorted(_PARAMETERS, key=_ORDER.index))]


def _field(name: str, recipe: Recipe) -> Field:
    value = getattr(recipe, name)
    text = str(value) if isinstance(value, int) else format_number(value)
    return Field(name, name, _PARAMETERS[name].title, text)


def unused(texts: Mapping[str, str]) -> frozenset[str]:
    """Fields without a meaning for the generator that the form names."""
    used = {SHAPE, *(parameter.name for parameter in GENERATORS[texts[SHAPE]].parameters)}
    return frozenset(texts.keys() - used)


def judge(texts: Mapping[str, str]) -> Judgement:
    """What ``texts`` make; each is tried alone, so that the reason belongs to its field."""
    generator = GENERATORS[texts[SHAPE]]
    used = [parameter.name for parameter in generator.parameters]
    reasons: dict[str, str] = {}
    for name in used:
        try:
            parse(f"{generator.name}:{name}={texts[name].replace(',', ';')}")
        except DataError as error:
            reasons[name] = str(error).rpartition(": ")[2]
    if reasons:
        return Judgement(None, reasons)
    settings = ",".join(f"{name}={texts[name]}" for name in used)
    return Judgement(parse(f"{generator.name}:{settings}"), {})
