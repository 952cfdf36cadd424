"""The footer: the keys that matter where the user is, as many as fit in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.text import Span, join_spans
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.ui.host import HostApp


FIRST = "train"
"""The command at the left."""
LAST = ("help", "quit")
"""Commands that are always shown, at the right."""


class Footer(LinesView):
    """Keys, each with its word, as many as fit; help and quit always."""

    DEFAULT_CSS = """
    Footer { height: 1; dock: bottom; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._keys: tuple[tuple[str, str], ...] = ()
        self._kept = 0

    def update(self, keys: Sequence[tuple[str, str]], kept: int) -> None:
        """Show these keys with their words, the last ``kept`` of them at any width."""
        self._keys, self._kept = tuple(keys), kept
        self.draw()

    def draw(self) -> None:
        """Draw what fits in the present width."""
        if self.size.width:
            self.show([_line(self._keys, self._kept, self.size.width)])


def footer_keys(host: HostApp, pane: str) -> tuple[list[tuple[str, str]], int]:
    """The keys worth knowing in ``pane``, each with its word, and how many at the end are always shown."""
    commands = host.keymap.in_footer(pane, FIRST, LAST)
    begun = [(host.key_shown("command"), "then")] if host.command_next else []
    return [*begun, *((host.key_here(command.id), command.label) for command in commands)], len(LAST)


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
