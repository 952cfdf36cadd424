"""Policies for empty cells: one record each. A record added to ``POLICIES`` is known everywhere at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from nntui.data.kinds import Cell, KindRecord

Missing = str
"""The name of a policy for empty cells: a key of ``POLICIES``."""
EMPTY = "(empty)"
"""The level of empty cells if being empty is a class of its own."""


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """A policy for the empty cells of a column: ``meaning`` explains it to whoever chooses, ``label`` is short.

    ``fill`` gives the cell that stands in for an empty one, from the training rows' cells, at least one of them not
    empty. Without it a row with an empty cell is not used, training is refused (``refuses``) or being empty is a class
    of its own (``own_class``).
    """

    name: str
    meaning: str
    label: str = ""
    fill: Callable[[pl.Series], Cell] | None = None
    refuses: bool = False
    own_class: bool = False
    suits: Callable[[KindRecord], bool] = lambda _: True
    for_targets: bool = False
    """True if targets may have it: what a network is to learn must not be made up."""
    where_empty: bool = False
    """True if it applies only where a training row has an empty cell: elsewhere nothing stands in for one."""

    @property
    def leaves_out(self) -> bool:
        """True if a row with an empty cell is not used."""
        return self.fill is None and not self.own_class


def _mean(cells: pl.Series) -> Cell:
    return _average(cells, "mean")


def _median(cells: pl.Series) -> Cell:
    return _average(cells, "median")


def _average(cells: pl.Series, name: str) -> Cell:
    import numpy as np
    import polars as pl

    numbers = cells.drop_nulls().cast(pl.Float64).to_numpy()
    with np.errstate(over="ignore", invalid="ignore"):  # numbers so large are refused by their scaling
        return float(getattr(np, name)(numbers))


def _most_frequent(cells: pl.Series) -> Cell:
    """Of several equally frequent values the smallest, or the first by name."""
    import polars as pl

    counts = cells.drop_nulls().alias("value").value_counts(name="count")
    commonest: Cell = counts.filter(pl.col("count") == pl.col("count").max()).get_column("value").sort()[0]
    return commonest


DROP, REFUSE, MEAN, MEDIAN, FREQUENT, OWN, FILL = "drop", "refuse", "mean", "median", "frequent", "own", "fill"

POLICIES: dict[Missing, PolicyRecord] = {
    record.name: record
    for record in (
        PolicyRecord(DROP, "a row with an empty cell is not used", for_targets=True),
        PolicyRecord(REFUSE, "no training while a cell is empty", refuses=True, for_targets=True),
        PolicyRecord(MEAN, "filled with the mean of the training rows", "mean", _mean, suits=lambda kind: kind.numeric),
        PolicyRecord(
            MEDIAN, "filled with the median of the training rows", "median", _median, suits=lambda kind: kind.numeric
        ),
        PolicyRecord(
            FREQUENT, "filled with the most frequent value of the training rows", "most frequent", _most_frequent
        ),
        PolicyRecord(OWN, "being empty is a category of its own", own_class=True, suits=lambda kind: kind.classes),
        PolicyRecord(FILL, "numbers: the median; words: a category of its own; target: no use", for_targets=True),
    )
}

FILLED_CLASSES = PolicyRecord(FILL, "being empty is a category of its own", own_class=True, where_empty=True)
FILLED_NUMBERS = PolicyRecord(FILL, "filled with the median of the training rows", "median", _median, where_empty=True)
"""What ``FILL`` means for classes and for numbers."""


def policy_for(missing: Missing, kind: KindRecord, *, is_target: bool) -> PolicyRecord:
    """The record of the policy ``missing`` for a column of this kind; ``FILL`` means another one for each."""
    if missing != FILL:
        return POLICIES[missing]
    return POLICIES[DROP] if is_target else FILLED_CLASSES if kind.classes else FILLED_NUMBERS
