"""The trials of a search as lines of a table, best first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.matrix import window
from nntui.render.text import Line, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURE = 9
"""Cells of a figure."""


class TrialCells(NamedTuple):
    """A trial: the mean of its scores, the standard error of that, how many there are, its settings, and any fault."""

    mean: float
    error: float
    trainings: int
    words: str
    fault: str = ""


def trials_table(
    trials: Sequence[TrialCells], metric: str, size: tuple[int, int], chosen: int, glyphs: Glyphs = UNICODE
) -> list[Line]:
    """A heading and a line for each of ``trials`` in ``size`` (width, height), scrolled to the ``chosen`` one."""
    width, height = size
    if height < 1 or width < 1:
        return []
    heading = f"  {metric:>{FIGURE}} {'+-':>{FIGURE}} {'trained':>7}  settings"
    lines: list[Line] = [(Span(fit(heading, width, glyphs=glyphs), "dim"),)]
    shown = window(len(trials), height - 1, chosen)
    return lines + [_line(trials[number], number == chosen, width, glyphs) for number in shown]


def _line(trial: TrialCells, chosen: bool, width: int, glyphs: Glyphs) -> Line:
    mark = "> " if chosen else "  "
    words = trial.words + (f": {trial.fault}" if trial.fault else "")
    figures = f"{_figure(trial.mean)} {_figure(trial.error, 2)} {trial.trainings:>7}  "
    text = fit(clean(mark + figures + words, glyphs), width, glyphs=glyphs)
    style = "selected" if chosen else "dim" if trial.fault else ""
    return join_spans([Span(text, style)])


def _figure(value: float, digits: int = 4) -> str:
    return f"{value:>{FIGURE}.{digits}g}" if math.isfinite(value) else " " * FIGURE
