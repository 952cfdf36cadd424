"""What the controller asks of the screen that it works for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.training.run import Event
    from nntui.ui.work.loader import Loading


class View(Protocol):
    """What the controller needs of a screen."""

    def preview(self, table: Table, note: str) -> None:
        """Show these first rows of what is being read, unless there is a session to show; ``note`` says so."""

    def session_opened(self) -> None:
        """Another session, or the same with another network: draw everything anew."""

    def table_changed(self) -> None:
        """The table, or the ranges it is trained on, changed."""

    def tell(self, text: str, style: str = "dim") -> None:
        """Put a line into the log."""

    def warn(self, text: str) -> None:
        """Say it so that it is not missed."""

    def post_run_event(self, event: Event | Loading) -> None:
        """Bring the event to ``Controller.handle`` on the screen's thread; called from the training thread."""
