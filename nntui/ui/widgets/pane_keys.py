"""What panes have in common: their keys are those of the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from nntui.ui.host import host_of

if TYPE_CHECKING:
    from textual.events import Key


async def run_pane_command(pane: Widget, event: Key) -> bool:
    """Run the command that the key gives in ``pane``; False where it gives none, and the key goes on to the screen."""
    host = host_of(pane)
    command = host.keymap.find(pane.id or "", event.key)
    if command is None:
        return False
    event.stop()
    event.prevent_default()
    await host.run_command(command, pane)
    return True


class PaneKeys:
    """A mixin for panes without keys beyond their commands."""

    async def on_key(self, event: Key) -> None:
        """Run the pane's command that has this key."""
        assert isinstance(self, Widget)
        await run_pane_command(self, event)
