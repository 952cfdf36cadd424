"""The details of a column: the form that changes it, and a summary of its cells."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.dates import written_date
from nntui.data.numbers import format_digits
from nntui.render.bars import histogram
from nntui.render.canvas import DOTS_ACROSS, Canvas
from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, LinePart, Span, fit_parts, join_spans
from nntui.ui.dialogs.form_dialog import FormDialog
from nntui.ui.host import host_of
from nntui.ui.table.column_form import TableEdit, column_form
from nntui.ui.widgets.lines import DrawnLines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.data.column import Column
    from nntui.data.summary import Summary
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs

HEIGHT = 4
"""Rows of the histogram."""
WIDEST_HISTOGRAM = 64
"""Cells across the histogram, at most."""
MOST_LEVELS = 12
"""Levels that are listed; the others are counted."""
NAMES, COUNTS, BARS = 20, 9, 24
"""Cells for a level, at most, for its count, and for the bar beside it."""


class ColumnScreen(FormDialog[TableEdit]):
    """Shows column ``at`` of ``table`` beside the form that changes it."""

    def __init__(self, table: Table, at: int) -> None:
        super().__init__(f"column {table.columns[at].name}", column_form(table, at))
        self._table, self._at = table, at
        self._summary_view = DrawnLines(classes="aside")

    def aside(self) -> Iterable[DrawnLines]:
        """The summary of the cells."""
        yield self._summary_view

    def on_mount(self) -> None:
        """Work out the summary, which takes a moment for a large table."""
        self._summary_view.show_drawn(lambda _: [(Span("counting ...", "dim"),)])
        self.run_worker(host_of(self).guarded(self._summarise))

    async def _summarise(self) -> None:
        from nntui.data.summary import summary

        found = await asyncio.to_thread(summary, self._table, self._at)
        column = self._table.columns[self._at]
        target = self._table.targets[0].name if self._table.targets else None
        self._summary_view.show_drawn(lambda width: summary_lines(found, column, target, width, self.glyphs))


def summary_lines(summary: Summary, column: Column, target: str | None, width: int, glyphs: Glyphs) -> list[Line]:
    """The summary of ``column`` in ``width`` cells; ``target`` names what the correlation is with."""
    lines = [_counts(summary, width, glyphs)]
    if summary.minimum is not None:
        lines += _numbers(summary, column, width, glyphs)
    if summary.correlation is not None and target is not None:
        parts = [
            LinePart("correlation with ", f"{clean(target, glyphs)} ", 1),
            LinePart("", f"{summary.correlation:+.3f}", 0),
        ]
        lines.append(fit_parts([parts], width, glyphs, ""))
    if summary.histogram:
        lines += [(), *_histogram(summary, column, width, glyphs)]
    if summary.levels:
        lines += [(), *_levels(summary, width, glyphs)]
    return lines


def _counts(summary: Summary, width: int, glyphs: Glyphs) -> Line:
    missing = LinePart("empty ", f"{summary.missing:,}", 1, "warning" if summary.missing else "")
    parts = [LinePart("cells ", f"{summary.count:,}", 0), missing, LinePart("different ", f"{summary.distinct:,}", 2)]
    return fit_parts([parts], width, glyphs)


def _numbers(summary: Summary, column: Column, width: int, glyphs: Glyphs) -> list[Line]:
    """Minimum, mean, deviation and maximum on one line, or on two if that is too long."""
    unit = f" {clean(column.unit, glyphs)}".rstrip()
    deviation = f"{summary.deviation:.6g}{' days' if column.temporal else unit}"
    values = {
        "minimum": _value(summary.minimum, column) + unit,
        "mean": _value(summary.mean, column) + unit,
        "deviation": deviation,
        "maximum": _value(summary.maximum, column) + unit,
    }
    parts = [LinePart(f"{name} ", value, rank) for rank, (name, value) in enumerate(values.items())]
    room = sum(part.cells + 2 for part in parts) - 2
    halves = [parts] if room <= width else [parts[:2], parts[2:]]
    return [fit_parts([half], width, glyphs) for half in halves]


def _value(value: float | None, column: Column) -> str:
    if value is None:
        return ""
    return written_date(value, column.date_format) if column.temporal else format_digits(value)


def _histogram(summary: Summary, column: Column, width: int, glyphs: Glyphs) -> list[Line]:
    """A bar for each bin, and the ends of the range below."""
    room = min(width, WIDEST_HISTOGRAM)
    low, high = _value(summary.minimum, column), _value(summary.maximum, column)
    between = max(1, room - cell_len(low) - cell_len(high))
    bars = histogram(summary.histogram, room, HEIGHT, glyphs)
    return [*bars, (Span(fit(low + " " * between + high, room, glyphs=glyphs), "dim"),)]


def _levels(summary: Summary, width: int, glyphs: Glyphs) -> list[Line]:
    """The most frequent levels, each with a bar."""
    shown = summary.levels[:MOST_LEVELS]
    most = shown[0][1]
    names = min(NAMES, max(cell_len(clean(level, glyphs)) for level, _ in shown))
    bars = max(0, min(BARS, width - names - COUNTS - 1))
    lines = [_level(level, count, names, bars * count / most, glyphs) for level, count in shown]
    if summary.distinct > len(shown):
        lines.append((Span(f"and {summary.distinct - len(shown):,} more", "dim"),))
    return lines


def _level(level: str, count: int, names: int, bar: float, glyphs: Glyphs) -> Line:
    canvas = Canvas(BARS, 1, glyphs)
    if bar:
        canvas.line(0, 1, max(0, round(bar * DOTS_ACROSS) - 1), 1, "train")
        canvas.line(0, 2, max(0, round(bar * DOTS_ACROSS) - 1), 2, "train")
    return join_spans((Span(fit(level, names, glyphs=glyphs)), Span(f"{count:>{COUNTS},} ", "dim"), *canvas.rows()[0]))
