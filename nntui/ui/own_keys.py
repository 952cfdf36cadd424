"""Keys that are done where they come, in the order in which they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.events import Key
    from textual.widget import Widget


async def done_by(pane: Widget, event: Key) -> bool:
    """Do what the key is bound to in ``pane``, here and now; False for one that is none of its own.

    Left to Textual it would be done once it has risen to the app, which a burst of keys may overtake.
    """
    bound = pane.screen.active_bindings.get(event.key)
    if bound is None or bound.node is not pane:
        return False
    return await pane.app.run_action(bound.binding.action, pane)


async def done_around(widget: Widget, event: Key) -> None:
    """Do, here and now, what the key is bound to in ``widget`` or in what is around it on its screen."""
    bound = widget.screen.active_bindings.get(event.key)
    if bound is not None and bound.node is not widget.app:
        event.stop()
        event.prevent_default()
        await widget.app.run_action(bound.binding.action, bound.node)
