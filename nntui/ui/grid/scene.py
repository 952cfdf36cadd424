"""What the data pane shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.ui.grid.entry import Entry


@dataclass(frozen=True, slots=True)
class Scene:
    """A table with a cursor in it; ``table`` is None while there is none yet.

    ``entry`` is what is being typed over the cursor's cell, or over its column's name when ``renaming``; ``refusal``
    says why it cannot be taken. ``incomplete`` counts the rows left out of training for an empty cell. ``note`` is
    something more to say of the table.
    """

    table: Table | None = None
    row: int = 0
    column: int = 0
    entry: Entry | None = None
    renaming: bool = False
    refusal: str = ""
    incomplete: int = 0
    note: str = ""
    focused: bool = False

    def closed(self) -> Scene:
        """The scene with nothing being typed."""
        return replace(self, entry=None, renaming=False, refusal="")

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.table.height if self.table is not None else 0

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.table.width if self.table is not None else 0
