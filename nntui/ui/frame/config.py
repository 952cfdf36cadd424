"""The user's configuration file: keys of commands, speed, and the theme, which is remembered there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nntui.errors import NntuiError
from nntui.folders import config_folder
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 200_000
"""Bytes of the largest file that is read."""
LONGEST_REASON = 200
"""Characters of the reason why it cannot be read."""
TOP = re.compile(r"^\s*\[", re.MULTILINE)
"""The beginning of the first section: the entries before it belong to none."""
SWITCHES = ("fast", "die-on-hangup")
"""Entries that are true or false."""
THEME = re.compile(r"""^(\s*theme\s*=\s*)(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Config:
    """The contents of the file: ``theme``, and ``keys`` by the ids of commands, neither of them checked.

    ``fast``: training is not slowed down to be followed. ``die_on_hangup``: it does not go on without a terminal.
    ``problems`` are lines about what cannot be used.
    """

    theme: str | None = None
    fast: bool = False
    die_on_hangup: bool = False
    keys: dict[str, object] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """The file's place."""
    return config_folder() / "config.toml"


def read_config(path: Path) -> Config:
    """The configuration in ``path``; an empty one without a file."""
    try:
        entries = _parsed(_text_of(path))
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError) as error:
        why = one_line(str(error), LONGEST_REASON)
        return Config(problems=(f"{path}: cannot be read: {why}. Default keys and colours are used.",))
    theme, keys = entries.get("theme"), entries.get("keys", {})
    switches = {name: entries.get(name, False) for name in SWITCHES}
    problems = []
    if theme is not None and not isinstance(theme, str):
        problems.append(f'{path}: theme = {one_line(repr(theme))}: a theme is written in quotes, such as "nord".')
    if not isinstance(keys, dict):
        problems.append(
            f'{path}: keys = {one_line(repr(keys))}: keys belong into a section [keys], such as train = "f5".'
        )
    for name, value in switches.items():
        if not isinstance(value, bool):
            problems.append(f"{path}: {name} = {one_line(repr(value))}: write true or false, without quotes.")
    return Config(
        theme if isinstance(theme, str) else None,
        switches["fast"] is True,
        switches["die-on-hangup"] is True,
        keys if isinstance(keys, dict) else {},
        tuple(problems),
    )


def write_theme(path: Path, theme: str) -> None:
    """Put ``theme`` into the file; all else in it stays as it is. Raises NntuiError where that cannot be done."""
    from nntui.data.files.atomic import replacing, why_kept

    try:
        text = _text_of(path) if path.exists() else ""
        entries = _parsed(text)
        found = TOP.search(text)
        end = found.start() if found else len(text)
        top, count = THEME.subn(rf'\g<1>"{theme}"', text[:end], count=1)
        text = (top if count else f'theme = "{theme}"\n{top}') + text[end:]
        if _parsed(text) != entries | {"theme": theme}:
            raise ValueError("it is written in a way that cannot be changed safely")
        if reason := why_kept(path):
            raise ValueError(reason)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(text.encode())
    except (OSError, ValueError, NntuiError) as error:
        raise NntuiError(f"{path}: the theme {theme} could not be saved: {error}") from error


def _text_of(path: Path) -> str:
    """The text of the file. Raises OSError and ValueError."""
    if path.exists() and not path.is_file():  # to open a pipe would wait for its writer
        raise ValueError("it is no ordinary file")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} bytes")
    return content.decode()


def _parsed(text: str) -> dict[str, Any]:
    """The entries in ``text``. Raises ValueError."""
    # Few have such a file, and the first paint waits for these.
    import tomllib

    from nntui.data.files.toml import crowded_line

    if (line := crowded_line(text)) is not None:
        raise ValueError(f"line {line}: a key with too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its lists are nested too deeply") from None
