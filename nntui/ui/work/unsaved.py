"""The account of unsaved work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.training.records import Checkpoint, Snapshot


class Unsaved:
    """Counts the ``changes`` of session and table, and knows which of them, and which weights, are on disk."""

    def __init__(self) -> None:
        self.changes = 0
        self._saved = (0, 0)

    def saved(self, changes: int, checkpoint: Checkpoint | None) -> None:
        """The disk now has the first ``changes`` and the weights of ``checkpoint``."""
        self._saved = changes, checkpoint.updates if checkpoint is not None else 0

    def beside(self, reached: Snapshot | Checkpoint | None) -> bool:
        """True if leaving with training at ``reached`` would lose work. First weights can always be made again."""
        changes, updates = self._saved
        return self.changes != changes or (reached is not None and reached.updates not in {0, updates})
