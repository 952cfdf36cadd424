"""The pictures of the map pane: a map of answers, a curve of them, or the neurons of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.render.diagram.layout import hidden_name
from nntui.render.maps import CLASSES, SEQUENTIAL, SIDED, UPPER_HALF, MapMark, MapPicture, draw_map
from nntui.render.plot.answers import AnswerCurve, CurvePoint, draw_answers
from nntui.render.text import MAP_LEVELS, Span, join_spans, width_of
from nntui.render.tiles import tile_table
from nntui.safe_text import one_line
from nntui.session.maps.answers import is_logarithmic, number_bounds
from nntui.ui.map.marks import QUESTION, curve_points, legend, map_marks
from nntui.ui.map.words import axis_label, axis_words, fitting, heading, output_words, reading, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.maps import Palette
    from nntui.render.text import Line
    from nntui.ui.map.making import MapMade

SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Probabilities at which the next level of a map of two classes, or of one, begins."""
SURE = 0.7
"""The probability from which on a class of several is shown in its stronger shade."""
AROUND = 2
"""Lines around a picture: the heading, and the numbers at the cursor."""

MapPoint = tuple[float, float]
Size = tuple[int, int]


def map_lines(
    made: MapMade, cursor: MapPoint, query: Mapping[str, Cell], size: Size, glyphs: Glyphs, *, shaded: bool
) -> list[Line]:
    """The answers over two columns."""
    setting, answers, (width, height) = made.setting, made.answers, size
    (across, xs), (up, ys) = setting.x_axis, setting.y_axis
    assert answers is not None
    values, bounds, palette = _levels(made)
    column, row = nearest(xs, cursor[0]), nearest(ys, cursor[1])
    marks = map_marks(made.points, setting, glyphs)
    x, y = (query.get(axis.column.name) for axis in (across, up))
    if isinstance(x, int | float) and isinstance(y, int | float):
        marks.append(MapMark(float(x), float(y), QUESTION))
    picture = MapPicture(
        values.reshape(len(ys), len(xs)),
        (float(xs[0]), float(xs[-1])),
        (float(ys[0]), float(ys[-1])),
        bounds,
        marks,
        cursor=(row, column),
        palette=palette,
        legend=None if answers.classes is None else legend(setting, width, glyphs, shaded=shaded),
        x_label=axis_label(across),
    )
    names = f"{axis_words(across)} (across) and {axis_words(up, vertical=True)} (up)"
    words = [f"{output_words(setting)} over {names}", f"{output_words(setting)} over {names.replace(' (across)', '')}"]
    read = reading(made, [(across, xs[column]), (up, ys[row])], row * len(xs) + column)
    drawn = draw_map(picture, (width, height - AROUND), glyphs, shaded=shaded)
    return [heading(setting, words, width, glyphs), *drawn, fitting(read, width, glyphs)]


def _levels(made: MapMade) -> tuple[NDArray[np.float64], Sequence[float], Palette]:
    """The numbers that decide the levels, the bounds between these, and how they look."""
    setting, answers = made.setting, made.answers
    assert answers is not None
    if answers.classes is None:
        return answers.shown, number_bounds(setting.predictor, setting.output, MAP_LEVELS), SEQUENTIAL
    if len(setting.classes) == 2 or setting.output.chosen is not None:
        return answers.shown, SHARES, SIDED
    sure = (answers.shown >= SURE).astype(np.float64)
    values = np.where(answers.classes < 0, np.nan, 2.0 * answers.classes + sure)
    return values, [number + 0.5 for number in range(2 * len(setting.classes) - 1)], CLASSES


def curve_lines(made: MapMade, cursor: MapPoint, query: Mapping[str, Cell], size: Size, glyphs: Glyphs) -> list[Line]:
    """The answer along one column."""
    setting, answers, (width, height) = made.setting, made.answers, size
    across, xs = setting.x_axis
    assert answers is not None
    names, chosen, ends = setting.classes, setting.output.chosen, (0.0, 1.0)
    logarithmic = is_logarithmic(setting.predictor, setting.output)
    words = output_words(setting)
    if len(names) == 2:
        chosen, words = 1, f"probability of {short(names[1])}"
    if not names:
        bounds = number_bounds(setting.predictor, setting.output, MAP_LEVELS)
        ends = (2 * bounds[0] - bounds[1], 2 * bounds[-1] - bounds[-2]) if not logarithmic else (bounds[0], bounds[-1])
    points, place = curve_points(made.points, setting, chosen, glyphs), nearest(xs, cursor[0])
    asked = query.get(across.column.name)
    if isinstance(asked, int | float) and xs[0] <= asked <= xs[-1]:
        points.append(CurvePoint(float(asked), float(answers.shown[nearest(xs, float(asked))]), QUESTION, "bold"))
    curve = AnswerCurve(
        xs.tolist(), answers.shown.tolist(), points, place, ends, bool(names), logarithmic, axis_label(across)
    )
    return [
        heading(setting, [f"{words} along {axis_words(across)}"], width, glyphs),
        *draw_answers(curve, (width, height - AROUND), glyphs),
        fitting(reading(made, [(across, xs[place])], place), width, glyphs),
    ]


def nearest(places: NDArray[np.float64], wanted: float) -> int:
    """The number of the place nearest to the one that is wanted."""
    return int(np.abs(places - wanted).argmin())


def neuron_lines(made: MapMade, chosen: int, size: Size, glyphs: Glyphs, *, shaded: bool) -> tuple[list[Line], int]:
    """The neurons of a layer as pictures; then how many of them stand beside one another."""
    setting, pictures, (width, height) = made.setting, made.pictures, size
    assert pictures is not None
    session, layer, count = setting.predictor.session, setting.layer, len(pictures.values)
    is_last = layer == len(session.network.shapes)
    outputs = () if session.shape is None else session.shape.outputs
    names = [hidden_name(number) for number in range(count)]
    if is_last and len(outputs) == count:
        names = [one_line(name) for name in outputs]
    name = session.network.layer_name(layer)
    where = f"the {name}" if is_last else name
    if pictures.pixels:
        words = [f"weights of the pixels in {where}", f"weights, {where}"]
        if layer > 1:
            words.insert(0, f"weights of the pixels in {where}, through the layers without their functions")
    else:
        axes = " and ".join(axis_words(axis) for axis in (setting.across, setting.up) if axis is not None)
        words = [f"activations of {where} over {axes}", f"activations, {where}"]
    shown = tile_table(
        pictures.values, names, chosen, (width, height - AROUND), glyphs, shaded=shaded, top_first=pictures.pixels
    )
    scale = float(pictures.scales[chosen])
    low, high = f"{pictures.middle - scale:.3g}", f"{pictures.middle + scale:.3g}"
    read = fitting([[(f" {names[chosen]}: ", ""), (f"from {low} to {high}", "bold")]], width, glyphs)
    levels = range(MAP_LEVELS)
    samples = [
        Span(UPPER_HALF, SIDED.style(level, level)) if shaded else Span(SIDED.glyph(level, glyphs)) for level in levels
    ]
    sides = [Span(f"   {low} ", "dim"), *samples, Span(f" {high}", "dim")]
    if pictures.values.ndim > 3 and shaded:
        sides = [Span("   of red, green and blue; grey is 0", "dim")]
    end = join_spans([*read, *sides]) if width_of(read) + width_of(sides) <= width else read
    blank: list[Line] = [()] * (height - AROUND - len(shown.lines))
    return [heading(setting, words, width, glyphs), *shown.lines, *blank, end], shown.across
