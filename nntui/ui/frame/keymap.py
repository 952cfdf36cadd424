"""The user's own keys: ``[keys]`` in the configuration file, a command's id against the key it is to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import platformdirs

from nntui.errors import NntuiError
from nntui.ui.commands import COMMANDS
from nntui.ui.table.keys import BINDINGS

if TYPE_CHECKING:
    from pathlib import Path


def config_path() -> Path:
    """Where the configuration file is looked for."""
    return platformdirs.user_config_path("nntui", appauthor=False) / "config.toml"


def read_keymap(path: Path) -> dict[str, str]:
    """Command id to key; empty without a file. Raises NntuiError with the file and the fault."""
    try:
        with path.open("rb") as file:
            import tomllib  # few have such a file, and the first paint waits for this

            keys = tomllib.load(file).get("keys", {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise NntuiError(f"{path}: cannot be read: {error}; the keys are as they come") from error
    commands = {command.id for command in COMMANDS}
    known = commands | {binding.id for binding in BINDINGS}
    for name, key in keys.items() if isinstance(keys, dict) else [("keys", keys)]:
        if name not in known or not isinstance(key, str):
            choices = ", ".join(sorted(commands))
            raise NntuiError(
                f"{path}: [keys] {name} = {key!r}: name one of {choices}, or of the table's, such as data.fill, "
                "and its key"
            )
    return dict(keys)
