"""The footer: the keys that matter where the user is, as many as fit in one line."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import fit
from nntui.render.text import Span, join_spans
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from nntui.render.text import Line
    from nntui.ui.host import HostApp
    from nntui.ui.widgets.pane_base import NamedKeys


SECONDS_OF_MESSAGE = 8.0
MOST_LINES = 3
"""Most lines of a message."""
FIRST = "train"
"""The command at the left."""
LAST = ("help", "quit")
"""Commands that are always shown, at the right."""


class Footer(LinesView):
    """Keys, each with its word, as many as fit; help and quit always. A message stands above them for a while."""

    DEFAULT_CSS = """
    Footer { height: 1; dock: bottom; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._keys: tuple[tuple[str, str], ...] = ()
        self._kept = 0
        self._message: Span | None = None
        self._timer: Timer | None = None

    def show_message(self, text: str, style: str, seconds: float = SECONDS_OF_MESSAGE) -> None:
        """Show a message above the keys, in place of the one before, for some seconds."""
        self._message = Span(text, style)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._end_message)
        self.draw()

    def _end_message(self) -> None:
        self._message = self._timer = None
        self.draw()

    def update(self, keys: Sequence[tuple[str, str]], kept: int) -> None:
        """Show these keys with their words, the last ``kept`` of them at any width."""
        self._keys, self._kept = tuple(keys), kept
        self.draw()

    def draw(self) -> None:
        """Draw what fits in the present width."""
        if self.size.width:
            message = _message_lines(self._message, self.size.width) if self._message is not None else []
            self.styles.height = len(message) + 1
            self.show([*message, _line(self._keys, self._kept, self.size.width)])


def footer_keys(host: HostApp, pane: str, chosen: NamedKeys = ()) -> tuple[list[tuple[str, str]], int]:
    """The keys worth knowing in ``pane``, each with its word, and how many at the end are always shown.

    Those for what is ``chosen`` in it come before its others.
    """
    named = {command for commands, _ in chosen for command in commands}
    first, *others = host.keymap.in_footer(pane, FIRST, LAST)
    keys = [(host.key_shown("command"), "then")] if host.command_next else []
    keys.append((host.key_here(first.id), first.label))
    keys += [(" ".join(map(host.key_here, commands)), word) for commands, word in chosen]
    keys += [(host.key_here(each.id), each.label) for each in others if each.id not in named]
    return keys, len(LAST)


def _message_lines(message: Span, width: int) -> list[Line]:
    """The message on at most a few lines; the log has the rest."""
    lines = textwrap.wrap(message.text, max(1, width - 2))
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])[: width - 2]]
    return [(Span(f" {fit(line, min(cell_len(line), width - 2))}", message.style),) for line in lines]


def _line(keys: tuple[tuple[str, str], ...], kept: int, width: int) -> tuple[Span, ...]:
    room = width - sum(_room(pair) for pair in keys[len(keys) - kept :])
    chosen: list[tuple[str, str]] = []
    for pair in keys[: len(keys) - kept]:
        if _room(pair) > room:
            break
        room -= _room(pair)
        chosen.append(pair)
    spans: list[Span] = []
    for key, word in [*chosen, *keys[len(keys) - kept :]]:
        spans += [Span(f" {key}", "title"), Span(f" {word} ")]
    return join_spans(spans)


def _room(pair: tuple[str, str]) -> int:
    return len(pair[0]) + len(pair[1]) + 3
