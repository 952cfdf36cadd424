"""A map of answers over two columns as SVG: areas in shades, and rows as points."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from nntui.render.plot.axes import span_axis
from nntui.render.svg.document import HUES, TEXT_SIZE, SvgDocument, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.render.plot.axes import Axis
    from nntui.render.svg.document import Point

WIDTH, HEIGHT = 560.0, 600.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 24.0, 84.0, 56.0
MOST_TICKS = 6
POINT = 3.4
LIGHTEST, DARKEST = 0.06, 0.78
"""Shares of a colour in the lowest and the highest shade of numbers."""

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A row at (x, y): its class or, of numbers, 0; ``hollow`` where it was not trained on, ``wrong`` where missed."""

    x: float
    y: float
    group: int
    hollow: bool
    wrong: bool


@dataclass(frozen=True, slots=True, eq=False)
class AnswerMap:
    """The levels [rows, columns] of the answers over two ranges, the first row at the lower end, -1 where unknown.

    ``names`` are those of the levels, in their order: of classes or, where ``numbers``, of ranges of numbers.
    ``labels`` write the numbers at the ticks of the two axes.
    """

    levels: Sequence[Sequence[int]]
    x_range: Range
    y_range: Range
    names: Sequence[str]
    numbers: bool
    across: str
    up: str
    labels: tuple[Callable[[float], str] | None, Callable[[float], str] | None] = (None, None)
    points: Sequence[MapPoint] = ()


def map_svg(answers: AnswerMap, heading: str) -> str:
    """The map with its axes and a legend; areas of classes have their names, so that no colour is needed."""
    document = SvgDocument(WIDTH, HEIGHT, heading)
    document.text((LEFT, 26), heading, size=14)
    _draw_levels(document, answers)
    axes = tuple(
        axis if label is None else axis.labelled(label)
        for axis, label in (
            (span_axis(*answers.x_range, MOST_TICKS), answers.labels[0]),
            (span_axis(*answers.y_range, MOST_TICKS), answers.labels[1]),
        )
    )
    _draw_axes(document, axes[0], axes[1], answers)
    for each in answers.points:
        place = _place(axes[0].share(each.x), axes[1].share(each.y))
        colour = "ink" if answers.numbers else HUES[each.group % len(HUES)]
        document.circle(place, POINT, outline=colour, fill="paper" if each.hollow else colour)
        if each.wrong:
            for sign in (-1, 1):
                document.line((place[0] - 6, place[1] - 6 * sign), (place[0] + 6, place[1] + 6 * sign), "ink")
    if not answers.numbers:
        _name_areas(document, answers)
    _draw_legend(document, answers)
    return document.written()


def _place(across: float, up: float) -> Point:
    return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def _shade(level: int, answers: AnswerMap) -> tuple[str, float]:
    """The colour of a level and its share."""
    if not answers.numbers:
        return HUES[level % len(HUES)], 0.35
    return "plus", LIGHTEST + (DARKEST - LIGHTEST) * level / max(1, len(answers.names) - 1)


def _draw_levels(document: SvgDocument, answers: AnswerMap) -> None:
    """A rectangle for each run of equal levels."""
    rows = len(answers.levels)
    columns = len(answers.levels[0]) if rows else 0
    for row, levels in enumerate(answers.levels):
        start = 0
        for level, run in groupby(levels):
            count = len(list(run))
            if level >= 0:
                left, bottom = _place(start / columns, row / rows)
                right, top = _place((start + count) / columns, (row + 1) / rows)
                colour, share = _shade(level, answers)
                document.rectangle((left, top), (right - left, bottom - top), colour, share=share)
            start += count


def _name_areas(document: SvgDocument, answers: AnswerMap) -> None:
    """The name of each class in the middle of the longest run of its answers."""
    rows = len(answers.levels)
    longest: dict[int, tuple[int, int, int]] = {}
    middle_out = sorted(range(rows), key=lambda row: abs(row - rows / 2))
    for row in middle_out:
        start = 0
        for level, run in groupby(answers.levels[row]):
            count = len(list(run))
            if level >= 0 and count > longest.get(level, (0, 0, 0))[0]:
                longest[level] = count, row, start
            start += count
    for level, (count, row, start) in longest.items():
        place = _place((start + count / 2) / len(answers.levels[0]), (row + 0.5) / rows)
        half = text_width(answers.names[level]) / 2
        inside = min(max(place[0], LEFT + half), WIDTH - RIGHT - half)
        below = (inside, max(place[1], TOP + TEXT_SIZE))
        document.text(below, answers.names[level], anchor="middle", over=True)


def _draw_axes(document: SvgDocument, x_axis: Axis, y_axis: Axis, answers: AnswerMap) -> None:
    for place, label in x_axis.ticks:
        x, y = _place(x_axis.share(place), 0)
        document.line((x, y), (x, y + 5), "faint")
        document.text((x, y + 19), label, "faint", anchor="middle", size=11)
    for place, label in y_axis.ticks:
        x, y = _place(0, y_axis.share(place))
        document.line((x - 5, y), (x, y), "faint")
        document.text((x - 9, y + 4), label, "faint", anchor="end", size=11)
    document.line(_place(0, 0), _place(1, 0), "faint")
    document.line(_place(0, 0), _place(0, 1), "faint")
    document.text(((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14), answers.across, anchor="middle")
    document.text((LEFT, TOP - 12), answers.up)


def _draw_legend(document: SvgDocument, answers: AnswerMap) -> None:
    """A sample and a name for each level, as many as fit above the map."""
    x = LEFT
    for level, name in enumerate(answers.names):
        if x + 22 + text_width(name, 11) > WIDTH - RIGHT:
            document.text((x, 54), "…", "faint")
            return
        colour, share = _shade(level, answers)
        document.rectangle((x, 44), (14, 14), colour, share=share)
        document.text((x + 19, 55), name, size=11)
        x += 30 + text_width(name, 11)
