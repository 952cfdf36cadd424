"""The words of the map pane: the heading over a picture, and the numbers at the cursor in their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.cells import cell_len

from nntui.data.cells import format_cell
from nntui.data.dates import EARLIEST, LATEST
from nntui.data.numbers import format_digits
from nntui.render.glyphs import clean, fit
from nntui.render.text import Span, join_spans, width_of
from nntui.safe_text import one_line
from nntui.session.maps.answers import wrong_from

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.data.column import Column
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.maps.axes import MapAxis
    from nntui.ui.map.making import MapMade, MapSetting

NAME = 16
"""Characters of a name in a line, at most."""

Wording = list[tuple[str, str]]
"""Texts with their styles."""


def short(name: str) -> str:
    """A name in a line."""
    return one_line(name, NAME)


def axis_words(axis: MapAxis, *, vertical: bool = False) -> str:
    """The name of an axis; of a vertical one of dates, for which there is no room, also what its ticks count."""
    return short(axis.column.name) + (" in days since 1970" if vertical and axis.column.temporal else "")


def axis_label(axis: MapAxis) -> Callable[[float], str] | None:
    """Writes a place on the axis where that is a date."""
    return (lambda place: _date(place, axis.column)) if axis.column.temporal else None


def _date(place: float, column: Column) -> str:
    return format_cell(place, column) if EARLIEST <= place <= LATEST else ""


def output_words(setting: MapSetting) -> str:
    """The part of an answer that is shown, in words."""
    output, names = setting.output, setting.classes
    return short(output.name) if output.chosen is None else f"probability of {short(names[output.chosen])}"


def heading(setting: MapSetting, words: Sequence[str], width: int, glyphs: Glyphs) -> Line:
    """The output shown and the values of the other inputs, in the longest wording that fits."""
    row, ways = setting.wanted.row, [""]
    if setting.cells:
        words_only = any(isinstance(cell, str | bool) for cell in setting.cells.values())
        place = "at their median or commonest" if words_only else "at their medians"
        ways = [f"; other inputs {place}", f"; others {place}", "; others typical", ""]
        if row is not None:
            ways = [f"; other inputs as in row {row + 1:,}", f"; others of row {row + 1:,}", f"; row {row + 1:,}", ""]
    tried = [f" {clean(word, glyphs)}{way}" for word in words for way in ways]
    found = next((each for each in tried if cell_len(each) <= width), tried[-1])
    return (Span(fit(found, width, glyphs=glyphs).rstrip(), "title"),)


def reading(made: MapMade, places: Sequence[tuple[MapAxis, float]], at: int) -> list[Wording]:
    """The numbers at the cursor with the answer there, in several wordings, the shortest last."""
    setting, answers = made.setting, made.answers
    assert answers is not None
    names, shown = setting.classes, float(answers.shown[at])
    where = "  ".join(f"{short(axis.column.name)} {written(axis, place)}" for axis, place in places)
    if answers.classes is None:
        target = setting.predictor.targets[setting.output.target]
        answer = f"{short(target.name)} {with_unit(target, shown)}"
    elif answers.classes[at] < 0:
        answer = "no finite answer"
    elif setting.output.chosen is not None:
        answer = f"{short(names[setting.output.chosen])} {shown:.1%}"
    else:
        best = int(answers.classes[at])
        answer = f"{short(names[best])} {shown if len(names) > 2 or best == 1 else 1 - shown:.1%}"
    return [
        [(f" + {where}: ", ""), (answer, "bold"), (wrong_words(made), "dim")],
        [(f" + {where}: ", ""), (answer, "bold")],
        [(" + ", ""), (answer, "bold")],
    ]


def wrong_words(made: MapMade) -> str:
    """The number of wrong rows among those shown, and for numbers the limit of the error."""
    points, setting = made.points, made.setting
    if points is None or not len(points.rows):
        return ""
    wrong = f"   {int(points.wrong.sum()):,} of {len(points.rows):,} rows "
    if setting.classes:
        return f"{wrong}wrong"
    target = setting.predictor.targets[setting.output.target]
    most = wrong_from(setting.predictor, setting.output)
    return f"{wrong}far off" if most is None else f"{wrong}off by more than {with_unit(target, most, span=True)}"


def fitting(wordings: Sequence[Wording], width: int, glyphs: Glyphs) -> Line:
    """The first wording that fits, or the last one cut."""
    lines = [[Span(clean(text, glyphs), style) for text, style in wording] for wording in wordings]
    found = next((line for line in lines if width_of(line) <= width), None)
    if found is not None:
        return join_spans(found)
    return (Span(fit("".join(span.text for span in lines[-1]), width, glyphs=glyphs).rstrip()),)


def written(axis: MapAxis, place: float) -> str:
    """A place on an axis with its unit, to about a thousandth of its range."""
    return with_unit(axis.column, rounded(axis.column, place, axis.high - axis.low))


def rounded(column: Column, place: float, extent: float) -> float:
    """The nearest cell that ``column`` can have, to about a thousandth of ``extent``."""
    if column.whole:
        return float(round(place))
    digits = 3 - int(np.floor(np.log10(extent))) if extent > 0 else 6
    return round(place, max(-300, min(digits, 300))) + 0.0


def with_unit(column: Column, value: float, *, span: bool = False) -> str:
    """A number of ``column`` with its unit, or the date that it is; a ``span`` of dates is in days."""
    if not np.isfinite(value):
        return "not finite"
    if column.temporal:
        return f"{value:.3g} days" if span else _date(value, column) or "no date"
    return f"{format_digits(value, 3 if span else 4)} {one_line(column.unit)}".rstrip()
