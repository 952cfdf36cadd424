"""The network's predictions and errors beside the rows of the table that are in sight."""

from __future__ import annotations

import asyncio
import math
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from nntui.errors import NntuiError
from nntui.ui.host import host_of
from nntui.ui.table.scene import Extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.encoding.coders import Coder
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.table import Table
    from nntui.session.predict import Predictor
    from nntui.session.table_answers import Comparison
    from nntui.ui.table.pane import DataPane
    from nntui.ui.work.controller import Controller

INTERVAL, FRAMES = 0.25, 2
"""Least seconds, and frames of the screen, from one prediction to the next while training runs."""


class RowQuestion(NamedTuple):
    """The rows of a table to predict, and the network with its weights."""

    table: Table
    rows: tuple[int, ...]
    predictor: Predictor
    weights: NDArray[np.float32]

    def same(self, other: RowQuestion | None) -> bool:
        """True if ``other`` asks the same, so that its answers still hold."""
        return (
            other is not None
            and (self.table is other.table and self.rows == other.rows)
            and (self.predictor is other.predictor and self.weights is other.weights)
        )


class RowAnswers:
    """Shows the latest predictions beside the table in ``pane`` while they are ``shown``.

    They are computed in a thread, one set at a time, for the rows in sight. While the weights move, that is at most
    every second of the ``frames`` a second, and at most four times a second.
    """

    def __init__(self, controller: Controller, pane: DataPane, frames: float) -> None:
        self._controller, self._pane = controller, pane
        self._interval = max(INTERVAL, FRAMES / frames)
        self.shown = False
        self._asked: RowQuestion | None = None
        self._asked_at = -math.inf
        self._under_way = False

    def show(self, *, shown: bool) -> None:
        """Show or hide the columns."""
        self.shown, self._asked = shown, None
        if shown:
            self.look()
        else:
            self._pane.set_extras(())

    def look(self) -> None:
        """Predict the rows in sight again if anything changed and enough time has passed; to be called often."""
        snapshot, table, predictor = self._controller.snapshot, self._controller.table, self._controller.predictor
        if not self.shown or self._under_way or snapshot is None or table is None or predictor is None:
            return
        asked = RowQuestion(table, tuple(self._pane.visible_rows), predictor, snapshot.weights)
        if asked.same(self._asked):
            return
        moved_on = self._asked is not None and self._asked.table is table and self._asked.predictor is predictor
        if moved_on and time.monotonic() - self._asked_at < self._interval:
            return
        self._asked, self._asked_at, self._under_way = asked, time.monotonic(), True
        self._pane.run_worker(host_of(self._pane).guarded(partial(self._answer, asked)), group="row answers")

    async def _answer(self, asked: RowQuestion) -> None:
        try:
            rows = [row for row in asked.rows if row < asked.table.height]
            columns = await asyncio.to_thread(answer_columns, asked.predictor, asked.table, rows, asked.weights)
        finally:
            self._under_way = False
        if self.shown and self._controller.table is asked.table:
            self._pane.set_extras(columns)


DIGITS, MOST_DECIMALS, WIDEST = 4, 6, 10
"""Digits that distinguish numbers within the trained range; most decimals, and characters, of a number."""
SAME_SHARE = 1e-6
"""Difference up to which two probabilities are the same: rounding."""


def answer_columns(
    predictor: Predictor, table: Table, rows: Sequence[int], weights: NDArray[np.float32]
) -> tuple[Extra, ...]:
    """For each target the predictions of ``rows`` of ``table`` and their errors.

    The columns are empty while the network cannot answer the table.
    """
    from nntui.session.table_answers import compare_rows

    try:
        found = compare_rows(predictor, table, rows, weights)
    except NntuiError:
        return columns_beside(predictor.encoder, [], None)
    return columns_beside(predictor.encoder, rows, found)


def columns_beside(encoder: Encoder, rows: Sequence[int], found: Comparison | None) -> tuple[Extra, ...]:
    """The columns of predictions ``found`` for ``rows`` (None: none) and of their errors."""
    headings: list[tuple[str, str, str, str]] = []
    several = len(encoder.targets) > 1
    for target in encoder.targets:
        unit = getattr(target, "unit", "")
        headings.append((target.name, " =", unit, "answer"))
        if encoder.classes:
            headings.append(("true class", "", "probability", ""))
        else:
            headings.append((target.name, " off", unit, "") if several else ("error", "", unit, ""))
    texts: list[list[str]] = [[]] * len(headings)
    if found is not None:
        texts = _classes(found) if found.replies.classes else _numbers(encoder, found)
    return tuple(
        Extra(name, note, {row: text for row, text in zip(rows, column, strict=False) if text}, style, ending)
        for (name, ending, note, style), column in zip(headings, texts, strict=True)
    )


def _classes(found: Comparison) -> list[list[str]]:
    """The most probable class with its probability, and the probability of the row's own class: "wrong 0.02" if another
    is more probable."""
    assert found.replies.probabilities is not None
    certain = found.replies.probabilities.max(axis=1).tolist()
    named = found.replies.values[0].to_list()
    answers = ["" if name is None else f"{name} {share:.2f}" for name, share in zip(named, certain, strict=True)]
    own = (1 - found.errors[:, 0]).tolist()
    verdicts = [
        "" if math.isnan(share) else f"{'wrong ' if most - share > SAME_SHARE else ''}{share:.2f}"
        for share, most in zip(own, certain, strict=True)
    ]
    return [answers, verdicts]


def _numbers(encoder: Encoder, found: Comparison) -> list[list[str]]:
    texts = []
    for number, (target, answers) in enumerate(zip(encoder.targets, found.replies.values, strict=True)):
        decimals = _decimals(target)
        texts.append([_number(value, decimals) for value in answers.to_list()])
        texts.append([_number(value, decimals, "+") for value in found.errors[:, number].tolist()])
    return texts


def _decimals(target: Coder) -> int:
    """The number of decimals that distinguishes numbers in the trained range."""
    low, high = getattr(target, "minimum", 0.0), getattr(target, "maximum", 1.0)
    spread = (high - low) or abs(high) or 1.0
    if not math.isfinite(spread):  # beyond the largest float
        return 0
    return max(DIGITS - 1 - math.floor(math.log10(spread)), 0)


def _number(value: float | None, decimals: int, sign: str = "") -> str:
    if value is None or math.isnan(value):
        return ""
    text = f"{value:{sign}.{decimals}f}"
    return text if decimals <= MOST_DECIMALS and len(text) <= WIDEST else f"{value:{sign}.3g}"
