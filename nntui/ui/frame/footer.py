"""The footer: the keys that matter where the user is, as many as fit in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from nntui.render.text import Span, join_spans
from nntui.ui.commands import COMMANDS
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App
    from textual.widget import Widget


LAST = ("help", "quit")
"""Commands that always stand at the right."""


class Footer(LinesView):
    """Key and word, key and word; what no longer fits is left out, but for help and quit."""

    DEFAULT_CSS = """
    Footer { height: 1; dock: bottom; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._keys: tuple[tuple[str, str], ...] = ()
        self._kept = 0

    def update(self, keys: Sequence[tuple[str, str]], kept: int) -> None:
        """Show these keys with their words; the last ``kept`` of them are never left out."""
        self._keys, self._kept = tuple(keys), kept
        width = self.size.width
        if width:
            self.show([_line(self._keys, kept, width)])

    def on_resize(self) -> None:
        """Show what fits in the new width."""
        self.update(self._keys, self._kept)


def footer_keys(app: App[None], pane: Widget) -> tuple[list[tuple[str, str]], int]:
    """The keys worth knowing in ``pane``, its own among them, and how many at the end are never left out."""

    def shown(binding: Binding) -> tuple[str, str]:
        return app.get_key_display(binding), binding.description

    commands = [command for command in COMMANDS if pane.id in command.panes]
    mine = [command for command in commands if len(command.panes) == 1]
    last = [command for command in commands if command.id in LAST]
    first, *others = [command for command in commands if command not in mine and command not in last]
    own = [binding for binding in pane.BINDINGS if isinstance(binding, Binding) and binding.show and binding.tooltip]
    keys = [first.binding(), *own, *(command.binding() for command in (*mine, *others, *last))]
    return [shown(binding) for binding in keys], len(last)


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
