"""The screen, as the controller and the runner see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
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
        """Draw everything anew: another session, or the same with another network."""

    def table_changed(self) -> None:
        """Draw the table anew, and what depends on its columns and their ranges."""

    def tell(self, text: str, style: str = "dim") -> None:
        """Add a line to the log."""

    def warn(self, text: str) -> None:
        """Add a line to the log, and show it over the screen for a while."""

    def post_run_event(self, event: Event | NowLoading) -> None:
        """Pass ``event`` to ``Runner.handle`` on the screen's thread; called in the training thread."""
