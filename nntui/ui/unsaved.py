"""What leaving would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.training.records import Checkpoint, Snapshot


class Unsaved:
    """Counts the ``changes`` of session and table, and knows which of them, and which weights, the disk has."""

    def __init__(self) -> None:
        self.changes = 0
        self._kept = (0, 0)

    def keep(self, changes: int, reached: Checkpoint | None) -> None:
        """Opening anew would bring back so many of the changes, and what training had ``reached``."""
        self._kept = changes, reached.updates if reached is not None else 0

    def beside(self, reached: Snapshot | Checkpoint | None) -> bool:
        """Whether work would be lost, with training where it has ``reached``. First weights can always be had again."""
        changes, updates = self._kept
        return self.changes != changes or (reached is not None and reached.updates not in {0, updates})
