"""The titles of panes: the key that leads to the pane stands in its name, then what the pane shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from nntui.render.glyphs import clean, fit
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from nntui.ui.host import HostApp

ENDS = 3
"""Cells of the title line that are no title: the frame at either side."""


def entitle(pane: Widget, *notes: str | Sequence[str]) -> None:
    """Set the title of ``pane``; a note with several wordings takes the longest that fits, the last of them at least.

    A title that stays is not set again, as that sends every line of the pane.
    """
    host = host_of(pane)
    name, room = pane.id or "", pane.size.width - ENDS
    key = key_of_pane(host, name)
    parts = [name_with_key(name, key) if key else name]
    between = f" {host.glyphs.between} "
    wordings = [[note] if isinstance(note, str) else list(note) for note in notes if note]
    shortest = [each[-1] for each in wordings]
    for number, each in enumerate(wordings):
        rest = shortest[number + 1 :]
        longest_first = sorted(each, key=cell_len, reverse=True)
        fitting = (
            wording
            for wording in longest_first
            if cell_len(between.join(filter(None, [*parts, wording, *rest]))) <= room
        )
        parts.append(next(fitting, each[-1]))
    text = clean(between.join(part for part in parts if part), host.glyphs)
    if pane.size.width:  # not while it is hidden: its title is not set again when it appears
        text = fit(text, min(cell_len(text), max(room + 1, 0)), glyphs=host.glyphs)
    title = Content(text)
    if pane.border_title != title.markup:
        pane.border_title = title


def key_of_pane(host: HostApp, name: str) -> str:
    """The user's key that leads to the pane with this id; "" where the commands are not loaded yet."""
    return host.key_shown(name) if host.has_keys and name in host.keymap.commands else ""


def name_with_key(name: str, key: str) -> str:
    """The name of a pane with its key in brackets: ``[d]ata``, or ``[f5] data`` for a key that is not in the name."""
    before, found, after = name.partition(key)
    return f"{before}[{key}]{after}" if found and len(key) == 1 else f"[{key}] {name}"
