"""The columns beside the table that tell what the network answers to its rows, in texts that keep their width."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.grid.scene import Extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.coders import Coder
    from nntui.data.encode import Encoder
    from nntui.data.table import Table
    from nntui.session.compare import Comparison
    from nntui.session.predict import Predictor

DIGITS, MOST_DECIMALS, WIDEST = 4, 6, 10
"""Digits that tell numbers within the range trained on apart; decimals, and characters, that a number has at most."""


def columns(predictor: Predictor, table: Table, rows: Sequence[int], weights: NDArray[np.float32]) -> tuple[Extra, ...]:
    """For each target what is answered to these ``rows`` of ``table``, and how far off that is.

    The columns are empty where the table is not, for the moment, one that the network can answer.
    """
    from nntui.session.compare import compared

    try:
        found = compared(predictor, table, rows, weights)
    except NntuiError:
        return beside(predictor.encoder, [], None)
    return beside(predictor.encoder, rows, found)


def beside(encoder: Encoder, rows: Sequence[int], found: Comparison | None) -> tuple[Extra, ...]:
    """The columns that say what was ``found`` of these ``rows``; None leaves them empty."""
    headings: list[tuple[str, str, str]] = []
    for target in encoder.targets:
        unit, of = getattr(target, "unit", ""), f"of {target.name}" if len(encoder.targets) > 1 else ""
        headings += [(f"{target.name} =", unit, "answer"), ("error", of or unit, "")]
    texts: list[list[str]] = [[]] * len(headings)
    if found is not None:
        texts = _classes(found) if found.replies.classes else _numbers(encoder, found)
    return tuple(
        Extra(name, note, {row: text for row, text in zip(rows, column, strict=False) if text}, style)
        for (name, note, style), column in zip(headings, texts, strict=True)
    )


def _classes(found: Comparison) -> list[list[str]]:
    """The class that is most probable with its probability, and how much the row's own class lacks of certainty."""
    assert found.replies.probabilities is not None
    certain = found.replies.probabilities.max(axis=1).tolist()
    named = found.replies.values[0].to_list()
    answers = ["" if name is None else f"{name} {share:.2f}" for name, share in zip(named, certain, strict=True)]
    return [answers, ["" if math.isnan(error) else f"{error:.2f}" for error in found.errors[:, 0].tolist()]]


def _numbers(encoder: Encoder, found: Comparison) -> list[list[str]]:
    texts = []
    for number, (target, answers) in enumerate(zip(encoder.targets, found.replies.values, strict=True)):
        decimals = _decimals(target)
        texts.append([_number(value, decimals) for value in answers.to_list()])
        texts.append([_number(value, decimals, "+") for value in found.errors[:, number].tolist()])
    return texts


def _decimals(target: Coder) -> int:
    """Decimals by which numbers of the range that was trained on can be told apart."""
    low, high = getattr(target, "minimum", 0.0), getattr(target, "maximum", 1.0)
    spread = (high - low) or abs(high) or 1.0
    return min(max(DIGITS - 1 - math.floor(math.log10(spread)), 0), MOST_DECIMALS)


def _number(value: float | None, decimals: int, sign: str = "") -> str:
    if value is None or math.isnan(value):
        return ""
    text = f"{value:{sign}.{decimals}f}"
    return text if len(text) <= WIDEST else f"{value:{sign}.3g}"
