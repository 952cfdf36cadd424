"""The user's own defaults for training, from the configuration."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.errors import SpecError
from nntui.model.spec import NetworkSpec
from nntui.safe_text import one_line
from nntui.session.settings.setting import SWITCH
from nntui.session.settings.table import SETTINGS
from nntui.training.engines.protocol import ENGINES
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.session.settings.setting import Setting

OTHERS: dict[str, Mapping[str, object]] = {"engine": ENGINES, "device": {}}
"""Entries that are options but no settings, with the words that they take; none where any may do."""


def default_settings(entries: Mapping[str, object]) -> dict[str, Any]:
    """The values of settings by the names of their fields, from entries by the names of options.

    Raises DefaultError for an entry that is not known or has no such value.
    """
    by_option = {setting.option.removeprefix("--"): setting for setting in SETTINGS.values()}
    found: dict[str, Any] = {}
    for name, given in entries.items():
        if name in by_option:
            setting = by_option[name]
            found[setting.name] = _value(name, setting, given)
        elif name in OTHERS:
            found[name] = _checked(name, _text(given), OTHERS[name])
        else:
            near = get_close_matches(name.replace("_", "-"), [*by_option, *OTHERS], n=1)
            advice = f"; did you mean {near[0]}?" if near else ""
            raise DefaultError(name, f"nntui train has no such option for a setting{advice}")
    return found


class DefaultError(SpecError):
    """An entry ``name`` that cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{one_line(name)}: {reason}")
        self.name = name


def _value(name: str, setting: Setting, given: object) -> object:
    if setting.format is SWITCH and isinstance(given, bool):
        return given
    text = _text(given)
    try:
        value = setting.format.read(text)
        if setting.choices is not None and isinstance(value, str):
            _checked(name, value, setting.choices)
        for spec in (TrainingSpec(), NetworkSpec(inputs=1)):
            if setting.name in spec.__struct_fields__:
                replace(spec, **{setting.name: value})
    except DefaultError:
        raise
    except SpecError as error:
        raise DefaultError(name, f"{one_line(text)!r}: {str(error).removeprefix(f'{setting.name}: ')}") from None
    return value


def _checked(name: str, word: str, choices: Mapping[str, object]) -> str:
    if choices and word not in choices:
        near = get_close_matches(word, choices, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(choices)}"
        raise DefaultError(name, f"{one_line(word)!r} is not known; {advice}")
    return word


def _text(given: object) -> str:
    """The text that the shell would have in place of a value of TOML."""
    if isinstance(given, bool):
        return "on" if given else "off"
    if isinstance(given, list):
        return ",".join(map(_text, given))
    return str(given)
