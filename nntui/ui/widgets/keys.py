"""Keys handled in the order in which they were typed, also those typed before their target was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.widget import Widget


async def run_pane_binding(pane: Widget, event: Key) -> bool:
    """Do what the key is bound to in ``pane``, here and now; False for one that is none of its own.

    Left to Textual it would be done once it has risen to the app, which a burst of keys may overtake.
    """
    bound = pane.screen.active_bindings.get(event.key)
    if bound is None or bound.node is not pane:
        return False
    return await pane.app.run_action(bound.binding.action, pane)


async def run_screen_binding(widget: Widget, event: Key) -> None:
    """Do, here and now, what the key is bound to in ``widget`` or in what is around it on its screen."""
    bound = widget.screen.active_bindings.get(event.key)
    if bound is not None and bound.node is not widget.app:
        event.stop()
        event.prevent_default()
        await widget.app.run_action(bound.binding.action, bound.node)


def replay_keys(app: App[Any], keys: Iterable[Key]) -> None:
    """Let these keys come once more, to whatever takes keys by now."""
    # Made by the app, as those of the keyboard are: those of a widget do not rise above it.
    app.call_later(_post, app, tuple((key.key, key.character) for key in keys))


def _post(app: App[Any], keys: tuple[tuple[str, str | None], ...]) -> None:
    for key, character in keys:
        app.post_message(Key(key, character))
