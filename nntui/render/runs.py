"""Runs side by side as lines of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.matrix import window
from nntui.render.text import Line, Span, join_spans, run_style

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLES, MOST = ("name", "at its best", "epochs", "time"), (20, 18, 16, 12)
"""The headings of columns, and the most cells of each."""
LESS_NEEDED, LEAST_DIFFERS = (3, 0, 2), 24
"""Columns that give way, in this order, where the differences have fewer cells than that."""
SHORT_NAME = 8
"""Cells of a name that has given way."""
BETWEEN = "  "


class RunCells(NamedTuple):
    """A run: its number and sign, its name, the texts of its score, epochs and time, and how it differs.

    ``present`` says that it is the one in training.
    """

    number: int
    sign: str
    name: str
    score: str
    epochs: str
    time: str
    differs: str
    present: bool = False


def runs_table(runs: Sequence[RunCells], size: tuple[int, int], chosen: int, glyphs: Glyphs = UNICODE) -> list[Line]:
    """A heading and a line for each of ``runs`` in ``size`` (width, height), scrolled to the ``chosen`` one."""
    width, height = size
    if height < 1 or width < 1:
        return []
    cells = [[clean(text, glyphs) for text in (run.name, run.score, run.epochs, run.time)] for run in runs]
    widths = [
        min(most, max(cell_len(text) for text in (title, *(row[column] for row in cells))))
        for column, (title, most) in enumerate(zip(TITLES, MOST, strict=True))
    ]
    if not any(run.name for run in runs):
        widths[0] = 0
    for column in LESS_NEEDED:
        if width - len("> A ") - sum(each + len(BETWEEN) for each in widths if each) < LEAST_DIFFERS:
            widths[column] = min(widths[column], SHORT_NAME) if not column else 0
    heading = [
        Span("    ", "dim"),
        *_columns(TITLES, widths, glyphs, "dim"),
        Span("differs in", "dim"),
    ]
    lines = [_fitted(heading, width, glyphs)]
    for number in window(len(runs), height - 1, chosen):
        run, style = runs[number], "selected" if number == chosen else ""
        mark = (">" if number == chosen else " ") + ("*" if run.present else " ")
        spans = [Span(mark, style), Span(run.sign, style or run_style(run.number)), Span(" ", style)]
        spans += _columns(cells[number], widths, glyphs, style)
        differs = "the present run" if run.present else clean(run.differs, glyphs)
        lines.append(_fitted([*spans, Span(differs, style or "dim")], width, glyphs))
    return lines


def _columns(texts: Sequence[str], widths: Sequence[int], glyphs: Glyphs, style: str) -> list[Span]:
    aligned = zip(texts, widths, ("left", "left", "right", "right"), strict=True)
    return [
        Span(fit(text, width, glyphs=glyphs, align="right" if side == "right" else "left") + BETWEEN, style)
        for text, width, side in aligned
        if width
    ]


def _fitted(spans: Sequence[Span], width: int, glyphs: Glyphs) -> Line:
    """The spans in exactly ``width`` cells, the last one shortened."""
    used = sum(cell_len(span.text) for span in spans[:-1])
    if used >= width:
        return join_spans([Span(fit("".join(span.text for span in spans), width, glyphs=glyphs), spans[0].style)])
    last = spans[-1]
    return join_spans([*spans[:-1], Span(fit(last.text, width - used, glyphs=glyphs), last.style)])
