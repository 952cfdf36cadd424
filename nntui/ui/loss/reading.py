"""The line below the plot: everything that is known about the epoch at the value cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.render.glyphs import clean
from nntui.render.text import LinePart, fit_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

DIGITS = (6, 4, 3)
"""Significant digits of a loss, the most that fit."""


class EpochReading(NamedTuple):
    """An epoch with its losses, its ``score`` in words ("" where it was not calculated), and what was changed there.

    ``hint`` says which key shows the epoch on every pane.
    """

    epoch: int
    train: float
    validation: float | None
    score: str
    changes: Sequence[str]
    hint: str


def reading_line(reading: EpochReading, width: int, glyphs: Glyphs) -> Line:
    """The reading in ``width`` cells; where room is short the hint goes first, then digits, the score, the changes."""
    wordings = []
    for digits in DIGITS:
        parts = [
            LinePart("", f"#{reading.epoch:,}", 0, "bold"),
            LinePart("train ", f"{reading.train:.{digits}g}", 1, "train"),
        ]
        if reading.validation is not None:
            parts.append(LinePart("validation ", f"{reading.validation:.{digits}g}", 2, "validation"))
        if reading.score:
            parts.append(LinePart("", clean(reading.score, glyphs), 4))
        parts += [LinePart("", f"{glyphs.change} {clean(name, glyphs)}", 3, "warning") for name in reading.changes]
        wordings += [[*parts, LinePart(f"{clean(reading.hint, glyphs)}", "", 5)], parts]
        short = [part._replace(heading="val. ") if part.heading == "validation " else part for part in parts]
        wordings.append(short)
    return fit_parts(wordings, width, glyphs)
