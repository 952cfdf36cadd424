"""What a column's summary looks like: its numbers, and a histogram or its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import DOTS_ACROSS, Canvas
from nntui.render.glyphs import clean, fit
from nntui.render.histogram import histogram
from nntui.render.parts import Part, fitted
from nntui.render.text import Line, Span, merged

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.summary import Summary
    from nntui.render.glyphs import Glyphs

HEIGHT = 4
"""Rows of the histogram."""
WIDEST_HISTOGRAM = 64
"""Cells that it takes at most."""
MOST_LEVELS = 12
"""Levels that are listed; how many more there are is said."""
NAMES, COUNTS, BARS = 20, 9, 24
"""Cells for a level, at most, for how often it occurs, and for the bar beside that."""


def drawn(summary: Summary, column: Column, target: str | None, width: int, glyphs: Glyphs) -> list[Line]:
    """The summary of ``column`` in ``width`` cells; ``target`` names what the correlation is with."""
    lines = [_counts(summary, width, glyphs)]
    if summary.minimum is not None:
        lines += _numbers(summary, column, width, glyphs)
    if summary.correlation is not None and target is not None:
        parts = [Part("correlation with ", f"{clean(target, glyphs)} ", 1), Part("", f"{summary.correlation:+.3f}", 0)]
        lines.append(fitted([parts], width, glyphs, ""))
    if summary.histogram:
        lines += [(), *_histogram(summary, width, glyphs)]
    if summary.levels:
        lines += [(), *_levels(summary, width, glyphs)]
    return lines


def _counts(summary: Summary, width: int, glyphs: Glyphs) -> Line:
    missing = Part("empty ", f"{summary.missing:,}", 1, "warning" if summary.missing else "")
    parts = [Part("cells ", f"{summary.count:,}", 0), missing, Part("different ", f"{summary.distinct:,}", 2)]
    return fitted([parts], width, glyphs)


def _numbers(summary: Summary, column: Column, width: int, glyphs: Glyphs) -> list[Line]:
    """From minimum to maximum on one line, or on two where that is too long."""
    unit = f" {clean(column.unit, glyphs)}".rstrip()
    values = {
        "minimum": summary.minimum,
        "mean": summary.mean,
        "deviation": summary.deviation,
        "maximum": summary.maximum,
    }
    parts = [Part(f"{name} ", f"{value:.6g}{unit}", rank) for rank, (name, value) in enumerate(values.items())]
    room = sum(part.cells + 2 for part in parts) - 2
    halves = [parts] if room <= width else [parts[:2], parts[2:]]
    return [fitted([half], width, glyphs) for half in halves]


def _histogram(summary: Summary, width: int, glyphs: Glyphs) -> list[Line]:
    """A bar for each bin, and the ends of the range below."""
    room = min(width, WIDEST_HISTOGRAM)
    low, high = f"{summary.minimum:.6g}", f"{summary.maximum:.6g}"
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
    return merged((Span(fit(level, names, glyphs=glyphs)), Span(f"{count:>{COUNTS},} ", "dim"), *canvas.rows()[0]))
