"""The titles of panes: the key that leads to the pane stands in its name, then what the pane shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from nntui.render.glyphs import clean
from nntui.ui.host import host_of
from nntui.ui.panes import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

ENDS = 3
"""Cells of the title line that are no title: the frame at either side."""


def entitle(pane: Widget, *notes: str | Sequence[str]) -> None:
    """Set the title of ``pane``; a note with several wordings takes the longest that fits, the last of them at least.

    A title that stays is not set again, as that sends every line of the pane.
    """
    host = host_of(pane)
    record = record_of(pane.id or "")
    room = pane.size.width - ENDS
    has_key = host.has_keys and record.id in host.keymap.commands
    parts = [name_with_key(record.title, host.key_shown(record.id) if has_key else record.key)]
    between = f" {host.glyphs.between} "
    wordings = [[note] if isinstance(note, str) else list(note) for note in notes if note]
    shortest = [each[-1] for each in wordings]
    for number, each in enumerate(wordings):
        rest = shortest[number + 1 :]
        longest_first = sorted(each, key=cell_len, reverse=True)
        fitting = (wording for wording in longest_first if cell_len(between.join([*parts, wording, *rest])) <= room)
        parts.append(next(fitting, each[-1]))
    title = Content(clean(between.join(part for part in parts if part), host.glyphs))
    if pane.border_title != title:
        pane.border_title = title


def name_with_key(name: str, key: str) -> str:
    """The name of a pane with its key in brackets: ``[d]ata``, or ``[f5] data`` for a key that is not in the name."""
    before, found, after = name.partition(key)
    return f"{before}[{key}]{after}" if found and len(key) == 1 else f"[{key}] {name}"
