"""A table with undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.data.table import Table

MOST_STEPS = 1_000
"""Edits that can be undone; older ones are forgotten, so that editing all day takes bounded memory."""


class Edits:
    """A table, with the tables before and after it that undo and redo return to."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._before: list[tuple[str, Table]] = []
        self._after: list[tuple[str, Table]] = []

    @property
    def table(self) -> Table:
        """The present table."""
        return self._table

    def apply(self, name: str, table: Table) -> None:
        """Make ``table`` the present one, by the edit ``name`` ("edit weight"); undone edits are forgotten."""
        self._before.append((name, self._table))
        del self._before[:-MOST_STEPS]
        self._after.clear()
        self._table = table

    def knows(self, table: Table) -> bool:
        """True if ``table`` is the current one, or undo or redo can restore it."""
        return table is self._table or any(table is each for _, each in (*self._before, *self._after))

    def undo(self) -> str | None:
        """Undo the last edit and return its name; None if there is none."""
        if not self._before:
            return None
        name, table = self._before.pop()
        self._after.append((name, self._table))
        self._table = table
        return name

    def redo(self) -> str | None:
        """Redo the last undone edit and return its name; None if there is none."""
        if not self._after:
            return None
        name, table = self._after.pop()
        self._before.append((name, self._table))
        self._table = table
        return name
