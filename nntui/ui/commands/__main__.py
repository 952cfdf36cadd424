"""Print the Markdown tables of the README: ``python -m nntui.ui.commands [wishes]``, the commands or the wishes."""

from __future__ import annotations

import sys

from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.table import SECTIONS
from nntui.ui.commands.wishes import WISHES
from nntui.ui.host import KEY, HostApp


def _code(key: str) -> str:
    """A key as code in a cell of a Markdown table."""
    return f"`` {key} ``" if "`" in key else f"`{key}`".replace("|", "\\|")


def key_table() -> str:
    """A Markdown table of every command that is explained: key, sentence, name in the configuration."""
    app = HostApp()
    app.keymap = Keymap(SECTIONS)
    lines = ["| | Key | | Name |", "| --- | --- | --- | --- |"]
    for section, commands in SECTIONS.items():
        heading = f"**{section}**"
        for command in commands:
            if command.help:
                keys = " ".join(_code(app.shown(key)) for key in command.keys.split(","))
                lines.append(f"| {heading} | {keys} | {app.explained(command.help)} | `{command.id}` |")
                heading = ""
    return "\n".join(lines)


def wish_table() -> str:
    """A Markdown table of what people know from playgrounds, or ask for there, with the keys that it has here."""
    app = HostApp()
    app.keymap = Keymap(SECTIONS)
    lines = ["| | Here |", "| --- | --- |"]
    for heading, wishes in WISHES.items():
        lines.append(f"| **{heading}** | |")
        for wish in wishes:
            place = KEY.sub(lambda found: _code(app.key_shown(found[1])), wish.place)
            lines.append(f"| {wish.name} | {place} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{wish_table() if 'wishes' in sys.argv[1:] else key_table()}\n")
