"""The screen, as the controller and the runner see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nntui.errors import NntuiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nntui.data.table import Table
    from nntui.training.messages import Event


@dataclass(frozen=True, slots=True)
class NowLoading:
    """An event on the way to a trainer: ``what`` is being waited for."""

    what: str


class View(Protocol):
    """Shows what the controller holds."""

    def preview(self, table: Table, note: str) -> None:
        """Show the first rows of a table that is being read, unless a session is open; ``note`` says so."""

    def session_opened(self) -> None:
        """Draw everything anew: another session was opened."""

    def network_replaced(self) -> None:
        """Draw everything anew that depends on training: the session is the same, its training another."""

    def table_changed(self) -> None:
        """Draw the table anew, and what depends on its columns and their ranges."""

    def moment_changed(self) -> None:
        """Draw what depends on weights and losses: another moment of training is shown."""

    def tell(self, text: str, style: str = "dim") -> None:
        """Add a line to the log."""

    def confirm(self, text: str) -> None:
        """Add a line on what a key did to the log, and show it in the status line of the table or the screen."""

    def warn(self, text: str) -> None:
        """Add a line to the log, and show it in the status line of the screen for a while."""

    def show_fault(self, fault: Exception) -> None:
        """Show an exception that nobody expected."""

    def post_run_event(self, event: Event | NowLoading) -> None:
        """Pass ``event`` to ``Runner.handle`` on the screen's thread; called in the training thread."""


async def shown(view: View, work: Callable[[], Awaitable[object]]) -> None:
    """Await the work; an exception in it is shown, not raised."""
    try:
        await work()
    except NntuiError as error:
        view.warn(str(error))
    except Exception as fault:
        view.show_fault(fault)
