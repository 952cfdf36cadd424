"""The rows on a map: their characters by class, training or validation, and wrong; and a legend of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.maps import CLASSES, SIDED, MapMark
from nntui.render.plot.answers import CurvePoint
from nntui.render.text import Span, join_spans, width_of
from nntui.ui.map.words import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.maps.rows import MapPoints
    from nntui.ui.map.making import MapSetting

TRAINING, VALIDATION = "●■▲▼", "○□△▽"
"""Rows of the first classes; further ones are letters."""
WRONG, WRONG_VALIDATION = "x", "X"
QUESTION = "?"
LETTERS = "abcdefghijklmnopqrstuvwyz"
"""All but that of the wrong rows."""
MOST_CLASSES = 8
"""Classes that the legend names."""


def row_glyph(number: float | None, glyphs: Glyphs, *, validation: bool, wrong: bool) -> str:
    """The character of a row: that of its class, or a dot (None), in an outline or small for a validation row."""
    if wrong:
        return WRONG_VALIDATION if validation else WRONG
    place = 0 if number is None else int(number)
    if glyphs.braille and place < len(TRAINING):
        return (VALIDATION if validation else TRAINING)[place]
    letter = "o" if number is None else LETTERS[place % len(LETTERS)]
    return letter if validation else letter.upper()


def map_marks(points: MapPoints | None, setting: MapSetting, glyphs: Glyphs) -> list[MapMark]:
    """The rows, those that are seldom or wrong last, so that they are seen where several share a cell."""
    marks = []
    for (x, y), truth, validation, wrong in _rows(points):
        glyph = row_glyph(truth if setting.classes else None, glyphs, validation=validation, wrong=wrong)
        marks.append((2 * wrong + validation, MapMark(x, y, glyph)))
    return [mark for _, mark in sorted(marks, key=lambda each: each[0])]


def curve_points(points: MapPoints | None, setting: MapSetting, chosen: int | None, glyphs: Glyphs) -> list[CurvePoint]:
    """The rows beside a curve: at their number, or at 1 if they are of the class ``chosen`` and at 0 if not."""
    found = []
    for (x, *_), truth, validation, wrong in _rows(points):
        y = truth if chosen is None else float(truth == chosen)
        glyph = row_glyph(truth if setting.classes else None, glyphs, validation=validation, wrong=wrong)
        found.append(CurvePoint(x, y, glyph, "error" if wrong else "validation" if validation else ""))
    return sorted(found, key=lambda each: each.style)


def _rows(points: MapPoints | None) -> list[tuple[tuple[float, ...], float, bool, bool]]:
    if points is None:
        return []
    places = zip(*(each.tolist() for each in points.places), strict=True)
    others = points.truths.tolist(), points.validation.tolist(), points.wrong.tolist()
    return list(zip(places, *others, strict=True))


def legend(setting: MapSetting, width: int, glyphs: Glyphs, *, shaded: bool) -> Line:
    """The classes with their shades and rows, how many there is no room for, and what the other marks are."""
    names, chosen = setting.classes, setting.output.chosen
    classes: list[list[Span]] = []
    for number, name in enumerate(names[:MOST_CLASSES]):
        if len(names) == 2 or chosen is not None:
            sample, palette = 5 if number == (1 if chosen is None else chosen) else 0, SIDED
        else:
            sample, palette = 2 * number + 1, CLASSES
        shown = row_glyph(number, glyphs, validation=False, wrong=False)
        shade = Span(f" {shown} ", palette.style(sample)) if shaded else Span(f"{palette.glyph(sample, glyphs)}{shown}")
        classes.append([shade, Span(f" {short(name)}  ", "dim")])
    marks: list[list[Span]] = []
    if setting.rows is not None:
        outline = row_glyph(0, glyphs, validation=True, wrong=False)
        marks.append([Span(f"{outline} validation  ", "dim")])
        marks.append([Span(f"{WRONG} {WRONG_VALIDATION} wrong  ", "dim")])
    marks.append([Span(f"{QUESTION} question", "dim")])
    named = len(classes)
    while width_of(spans := _named(classes[:named], len(names) - named)) > width and named:
        named -= 1
    for part in marks:
        if width_of([*spans, *part]) <= width:
            spans += part
    return join_spans(spans)


def _named(classes: Sequence[Sequence[Span]], others: int) -> list[Span]:
    """The spans of these classes, and how many more there are."""
    more = [Span(f"+{others}  ", "dim")] if others else []
    return [span for part in (*classes, more) for span in part]
