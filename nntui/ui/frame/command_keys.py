"""The keys that work in every pane: they run the commands of the screen."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from nntui.ui.commands.record import SCREEN
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from textual.events import Key

    from nntui.ui.commands.record import Command
    from nntui.ui.widgets.keys import Hold


class CommandKeys(Screen[None]):
    """A screen with commands; a subclass is the ``View`` that shows what they raise."""

    async def on_key(self, event: Key) -> None:
        """Run the command that has this key in every pane."""
        host = host_of(self)
        command = host.keymap.find(SCREEN, event.key)
        begun, host.command_next = host.command_next, False
        if command is not None:
            event.stop()
            event.prevent_default()
            await host.run_command(command)
        elif begun and event.is_printable and event.character:
            self.refuse_key(event.character)

    def refuse_key(self, character: str) -> None:
        """Say that no command has the key behind the prefix."""
        raise NotImplementedError

    def begin_command(self) -> None:
        """Take the next key as a command, also where letters are typed."""
        host_of(self).command_next = True

    def run_command(self, command: Command[Any]) -> None:
        """Run a command of the screen; a coroutine runs in a worker."""
        hold = host_of(self).key_queue.hold() if command.asks else None
        result = command.run(self)
        if isinstance(result, Coroutine):
            self.run_worker(self._done(result, hold), group="commands")
        elif hold is not None:
            hold.release()

    async def _done(self, work: Coroutine[object, object, object], hold: Hold | None) -> None:
        """Await the work and show errors instead of raising them."""
        try:
            await self.show_work(work)
        finally:
            if hold is not None:
                hold.release()

    async def show_work(self, work: Coroutine[object, object, object]) -> None:
        """Await the work; an exception in it is shown."""
        raise NotImplementedError
