"""Print the commands with their keys, as a Markdown table for the README: ``python -m nntui.ui.commands``."""

from __future__ import annotations

import sys

from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.table import SECTIONS
from nntui.ui.host import HostApp


def key_table() -> str:
    """A Markdown table of every command that is explained: key, sentence, name in the configuration."""
    app = HostApp()
    app.keymap = Keymap(SECTIONS)
    lines = ["| | Key | | Name |", "| --- | --- | --- | --- |"]
    for section, commands in SECTIONS.items():
        heading = f"**{section}**"
        for command in commands:
            if command.help:
                keys = " ".join(f"`{app.shown(key)}`" for key in command.keys.split(","))
                lines.append(f"| {heading} | {keys} | {app.explained(command.help)} | `{command.id}` |")
                heading = ""
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{key_table()}\n")
