"""The user's configuration: a file, and environment variables that go before it.

What is given on the command line goes before both, and the defaults come last. Nothing here is loaded that the first
paint would wait for.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nntui.folders import config_folder
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VARIABLE = "NNTUI_"
"""The beginning of the name of every environment variable of ours."""
PLACE = "NNTUI_CONFIG"
"""The variable that names the configuration file; empty for none."""
WITHOUT_SCREEN = "NNTUI_A11Y"
"""The variable that asks for plain mode."""
TRAIN, KEYS = "train", "keys"
"""The sections of the file: defaults for training new tables, and keys of commands."""
LARGEST = 200_000
"""Bytes of the largest file that is read."""
LONGEST_REASON = 200
"""Characters of the reason why it cannot be read."""
SLOWEST, FASTEST = 0.1, 60.0
"""Limits of frames per second."""
ON, OFF = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _switch(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _frames(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if SLOWEST <= value <= FASTEST else None


@dataclass(frozen=True, slots=True)
class ConfigEntry:
    """An entry of the file: ``read`` gives its value, None for one that it cannot have, which ``wanted`` describes."""

    name: str
    help: str
    read: Callable[[object], Any]
    wanted: str

    @property
    def variable(self) -> str:
        """The environment variable that goes before it."""
        return variable_of(self.name)


_YES_NO = "write true or false, without quotes"
ENTRIES: dict[str, ConfigEntry] = {
    entry.name: entry
    for entry in (
        ConfigEntry("theme", "colours of the screen", _word, 'a theme is written in quotes, such as "nord"'),
        ConfigEntry("fast", "train at full speed, not slowly enough to be followed", _switch, _YES_NO),
        ConfigEntry("fps", "frames per second", _frames, f"give a number from {SLOWEST:g} to {FASTEST:g}"),
        ConfigEntry("ascii", "draw with plain characters only", _switch, _YES_NO),
        ConfigEntry("mouse", "use the mouse", _switch, _YES_NO),
        ConfigEntry("die-on-hangup", "end with the terminal; else training goes on without it", _switch, _YES_NO),
    )
}


def variable_of(name: str, section: str = "") -> str:
    """The environment variable of an entry: ``NNTUI_FPS``, ``NNTUI_TRAIN_LR``."""
    return VARIABLE + "_".join(filter(None, (section, name))).replace("-", "_").upper()


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration: ``values`` of ``ENTRIES`` that are given, ``keys`` by the ids of commands, and ``train`` by
    the names of options, neither of which are checked.

    ``problems`` are lines about what cannot be used, each with its place in ``path``.
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    keys: dict[str, object] = field(default_factory=dict)
    train: dict[str, object] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    text: str = ""

    @property
    def theme(self) -> str | None:
        """The name of the theme; None without."""
        found: str | None = self.values.get("theme")
        return found

    def is_on(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.values.get(name) is True

    def place_of(self, name: str, section: str = "") -> str:
        """Where the entry is: the file and its line, or the environment variable that goes before it."""
        if variable_of(name, section) in os.environ:
            return variable_of(name, section)
        line = line_of(self.text, name, section)
        return f"{self.path}, line {line}" if line else str(self.path)


def config_path() -> Path:
    """The place of the file, which ``NNTUI_CONFIG`` may name."""
    named = os.environ.get(PLACE)
    return config_folder() / "config.toml" if named is None else Path(named or os.devnull)


def configuration() -> Config:
    """The configuration of this user: that in the file, and what environment variables replace in it."""
    return with_variables(read_config(config_path()), os.environ)


def read_config(path: Path) -> Config:
    """The configuration in ``path``; an empty one without a file."""
    try:
        text = text_of(path)
        entries = parsed(text)
    except FileNotFoundError:
        missing = f"{path}: there is no such file, which {PLACE} names." if PLACE in os.environ else ""
        return Config(path, problems=(missing,) if missing else ())
    except (OSError, ValueError) as error:
        why = one_line(str(error), LONGEST_REASON)
        return Config(path, problems=(f"{path}: cannot be read: {why}. Default keys and colours are used.",))
    found = Config(path, text=text)
    values, problems = dict[str, Any](), list[str]()
    sections: dict[str, dict[str, object]] = {KEYS: {}, TRAIN: {}}
    for name, value in entries.items():
        if name in sections:
            if isinstance(value, dict):
                sections[name] = value
            else:
                example = 'train = "f5"' if name == KEYS else "validation = 0.2"
                problems.append(
                    f"{found.place_of(name)}: {name} = {_shown(value)}: {name} belong into a section [{name}], "
                    f"such as {example}."
                )
        elif name not in ENTRIES:
            problems.append(f"{found.place_of(name)}: {_unknown(name, [*ENTRIES, *sections])}.")
        elif (read := ENTRIES[name].read(value)) is None:
            problems.append(f"{found.place_of(name)}: {name} = {_shown(value)}: {ENTRIES[name].wanted}.")
        else:
            values[name] = read
    return Config(path, values, sections[KEYS], sections[TRAIN], tuple(problems), text)


def with_variables(config: Config, variables: Mapping[str, str]) -> Config:
    """The configuration with the entries that environment ``variables`` give, and problems with those."""
    values, train, problems = dict(config.values), dict(config.train), list(config.problems)
    known = {entry.variable: entry for entry in ENTRIES.values()}
    beginning = variable_of("", TRAIN) + "_"
    for name, text in variables.items():
        if name in known:
            read = known[name].read(_value(text, known[name]))
            if read is None:
                problems.append(f"{name}={one_line(text)}: {known[name].wanted}.")
            else:
                values[known[name].name] = read
        elif name.startswith(beginning):
            train[name.removeprefix(beginning).replace("_", "-").lower()] = text
        elif name.startswith(VARIABLE) and name not in {PLACE, WITHOUT_SCREEN}:
            near = get_close_matches(name, [*known, PLACE, WITHOUT_SCREEN], n=1, cutoff=0.8)
            problems += [f"{name}: no such variable is known; did you mean {near[0]}?"] if near else []
    return Config(config.path, values, config.keys, train, tuple(problems), config.text)


def line_of(text: str, name: str, section: str = "") -> int | None:
    """The number of the line of TOML on which an entry stands, or a section if ``name`` is one; None if not found."""
    heading = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r"\s*\[+\s*([^]]+?)\s*\]", line):
            heading = found[1].strip("\"'")
            if not section and heading == name:
                return number
        key = re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*[.=]""", line)
        if heading == section and key and name in key.groups():
            return number
    return None


def parsed(text: str) -> dict[str, Any]:
    """The entries in TOML. Raises ValueError, which names line and column."""
    # Few have such a file, and the first paint waits for these.
    import tomllib

    from nntui.data.files.toml import crowded_line

    if (line := crowded_line(text)) is not None:
        raise ValueError(f"line {line}: a key with too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its lists are nested too deeply") from None


def text_of(path: Path) -> str:
    """The text of the file. Raises OSError and ValueError."""
    if path.exists() and not path.is_file() and str(path) != os.devnull:  # to open a pipe would wait for its writer
        raise ValueError("it is no ordinary file")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} bytes")
    return content.decode()


def _value(text: str, entry: ConfigEntry) -> object:
    """The value that the text of a variable stands for."""
    if entry.read is _switch:
        word = text.strip().lower()
        return word in ON if word in (*ON, *OFF) else text
    if entry.read is _frames:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _shown(value: object) -> str:
    return one_line(repr(value).lower() if isinstance(value, bool) else repr(value))


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name.lower().replace("_", "-"), known, n=1)
    return f"{one_line(name)}: no such entry is known; " + (
        f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    )
