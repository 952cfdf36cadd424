"""What there is to say about the rows of a file, counted part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.encoding.encoder import UnfamiliarInputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from nntui.data.encoding.encoder import Encoder

MOST_REASONS = 5
"""Rows without an answer whose reasons a line has."""


class RefusedRows:
    """Counts rows with a cell that could not be read, and remembers the first with their reasons."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[str] = []

    def take(self, refused: Mapping[int, str], before: int) -> None:
        """Refused rows of a part, which follows so many rows ``before`` it."""
        self.count += len(refused)
        for row in sorted(refused)[: MOST_REASONS - len(self._first)]:
            self._first.append(f"row {before + row + 1}, {refused[row]}")

    def reasons(self) -> str:
        """The first of these rows with their reasons, and how many more there are."""
        more = self.count - len(self._first)
        return "; ".join(self._first) + (f"; and {more:,} more" if more > 0 else "")


class RowNotes:
    """Counts the rows to be answered: how many have no answer and why, and which are unlike the rows trained on."""

    def __init__(self, encoder: Encoder) -> None:
        self.rows = self.unanswered = 0
        self._refused = RefusedRows()
        self._unfamiliar = UnfamiliarInputs(encoder)

    def take(self, frame: pl.DataFrame, unanswered: Mapping[int, str], refused: Mapping[int, str]) -> None:
        """The next rows, of which these, numbered from 0, are unanswered, and some of them refused."""
        self._refused.take(refused, self.rows)
        self._unfamiliar.take(frame)
        self.unanswered += len(unanswered)
        self.rows += frame.height

    def lines(self) -> tuple[str, ...]:
        """A line on rows that could not be read, one on those with an empty cell, and one for each unusual input."""
        lines = []
        if self._refused.count:
            which = self._refused.reasons()
            lines.append(f"{self._refused.count:,} of {self.rows:,} rows have no answer: {which}")
        lacking = self.unanswered - self._refused.count
        if lacking:
            lines.append(f"{lacking} of {self.rows} rows lack an input and have no answer")
        return (*lines, *self._unfamiliar.warnings())
