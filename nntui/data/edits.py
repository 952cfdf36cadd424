"""A table with undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.data.table import Table

MOST_STEPS = 1_000
"""Edits that can be taken back; older ones are forgotten, so that editing all day takes bounded memory."""


class Edits:
    """A table as it stands, with the tables before it and after it that undo and redo go through."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._before: list[tuple[str, Table]] = []
        self._after: list[tuple[str, Table]] = []

    @property
    def table(self) -> Table:
        """The table as it stands."""
        return self._table

    @property
    def can_undo(self) -> str | None:
        """The name of the edit that ``undo`` would take back, None when there is none."""
        return self._before[-1][0] if self._before else None

    @property
    def can_redo(self) -> str | None:
        """The name of the edit that ``redo`` would make again, None when there is none."""
        return self._after[-1][0] if self._after else None

    def apply(self, name: str, table: Table) -> None:
        """Let ``table`` stand, made by the edit ``name`` ("edit weight"); edits that were taken back are forgotten."""
        self._before.append((name, self._table))
        del self._before[:-MOST_STEPS]
        self._after.clear()
        self._table = table

    def undo(self) -> str | None:
        """Take back the last edit and return its name; None when there is none."""
        if not self._before:
            return None
        name, table = self._before.pop()
        self._after.append((name, self._table))
        self._table = table
        return name

    def redo(self) -> str | None:
        """Make again the edit taken back last and return its name; None when there is none."""
        if not self._after:
            return None
        name, table = self._after.pop()
        self._before.append((name, self._table))
        self._table = table
        return name
