"""Reads the settings of a lesson: those of the shell, by their names there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from nntui.errors import SpecError
from nntui.safe_text import as_choice, as_list, quoted
from nntui.session.options import Options
from nntui.session.settings.setting import SWITCH
from nntui.session.settings.table import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.session.settings.setting import Setting

    Path = tuple[str | int, ...]
    Refuse = Callable[[Path, str], NoReturn]

COLUMN_OPTIONS = {
    "input": "inputs",
    "target": "targets",
    "ignore": "ignored",
    "kind": "kinds",
    "scale": "scale",
    "missing": "missing",
}
"""Options about columns, by their names in the shell; each is a text or a list of texts."""
BY_NAME = {
    **{each.name: each for each in SETTINGS.values()},
    **{each.spelling: each for each in SETTINGS.values() if each.spelling},
}


def options_of(found: Mapping[str, Any], path: Path, refuse: Refuse, *, columns: bool = True) -> Options:
    """The options that a table of settings asks for; with ``columns`` those about columns too.

    Calls ``refuse`` with the path of the setting and the reason for one that there is not, or a value it cannot have.
    """
    values: dict[str, Any] = {}
    known = {**BY_NAME, **(COLUMN_OPTIONS if columns else {})}
    for key, given in found.items():
        name = key.replace("-", "_")
        place = (*path, key)
        if name in BY_NAME:
            setting = BY_NAME[name]
            values[setting.name] = _value(setting, given, place, refuse)
        elif columns and name in COLUMN_OPTIONS:
            texts = [given] if isinstance(given, str) else given
            if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
                refuse(place, f"{key} is a text, or a list of texts in brackets")
            values[COLUMN_OPTIONS[name]] = tuple(texts)
        else:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {as_list(known)}"
            refuse(place, f"unknown setting {quoted(key)}; {hint}")
    return Options(**values)


def _value(setting: Setting, given: object, place: Path, refuse: Refuse) -> object:
    """The value of a setting, written as a number, a text, true or false, or a list of numbers."""
    if setting.format is SWITCH:
        if not isinstance(given, bool):
            refuse(place, f"{place[-1]} is true or false, without quotes")
        return given
    if isinstance(given, bool) or not isinstance(given, (str, int, float, list)):
        refuse(place, f"{place[-1]} is a number or a text in quotes")
    text = ",".join(map(str, given)) if isinstance(given, list) else str(given)
    if setting.choices is not None and text not in setting.choices:
        near = get_close_matches(text, setting.choices, 1)
        hint = f"did you mean {near[0]}?" if near else f"there is {as_choice(setting.choices)}"
        refuse(place, f"{place[-1]} cannot be {quoted(text)}; {hint}")
    try:
        value: object = setting.format.read(text)
    except SpecError as error:
        refuse(place, f"{place[-1]} = {quoted(text)}: {error}")
    return value
