"""The map of a session's answers over its first two columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.dates import written_date
from nntui.data.numbers import format_digits
from nntui.drawings.network import heading_of, text_of
from nntui.errors import DataError
from nntui.render.glyphs import UNICODE
from nntui.render.maps import SEQUENTIAL, MapPicture, Palette, draw_map, map_size
from nntui.render.svg.answers import AnswerMap, MapPoint, map_svg
from nntui.render.text import MAP_LEVELS, Span
from nntui.session.maps.answers import answers_at, map_outputs, number_bounds
from nntui.session.maps.axes import encoded_points, grid, map_axes, typical_cells
from nntui.session.maps.rows import rows_on_map
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.session.maps.axes import MapAxis
    from nntui.session.maps.rows import MapPoints
    from nntui.session.session import Session

CELLS = 96
"""Cells of the map in each direction, as SVG."""
WIDTH, HEIGHT = 80, 34
"""Cells and lines of the text."""
SIGNS = Palette("class", "·░▓o+x=#%", ".o+x=#%@*")
"""A sign for each class, as text has no colours to tell them apart."""


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The levels int64 [rows, columns] of the answers over two axes, their names, and the rows of the table."""

    across: MapAxis
    up: MapAxis
    levels: NDArray[np.int64]
    names: list[str]
    classes: bool
    points: MapPoints | None
    what: str


def _answers(session: Session, columns: int, rows: int) -> _Answers:
    """The answers over the first two columns of numbers; the other columns have their typical cells.

    Raises DataError where there are no two such columns.
    """
    predictor, table = Predictor(session), session.table
    axes = map_axes(predictor, table)
    if len(axes) < 2:
        raise DataError("a map needs two inputs that are numbers or dates")
    across, up = axes[:2]
    output = map_outputs(predictor)[0]
    x_places, y_places = grid(np.linspace(*across.range, columns), np.linspace(*up.range, rows))
    places = {across.column.name: x_places, up.column.name: y_places}
    cells = {name: cell for name, cell in typical_cells(predictor, table).items() if name not in places}
    found = answers_at(predictor, encoded_points(predictor, cells, places), predictor.weights, output)
    on_map = rows_on_map(predictor, table, list(places), output)
    points = None if on_map is None else on_map.judged(predictor.weights)
    if found.classes is not None:
        names = list(predictor.encoder.classes)
        return _Answers(across, up, found.classes.reshape(rows, columns), names, True, points, output.name)
    bounds = number_bounds(predictor, output, MAP_LEVELS)
    levels = np.where(np.isfinite(found.shown), np.searchsorted(bounds, found.shown, side="right"), -1)
    names = [f"< {format_digits(bounds[0], 3)}", *(f"{format_digits(bound, 3)} +" for bound in bounds)]
    return _Answers(across, up, levels.reshape(rows, columns), names, False, points, output.name)


def map_drawing(session: Session) -> str:
    """The map as SVG. Raises DataError for fewer than two inputs that are numbers."""
    found = _answers(session, CELLS, CELLS)
    points = []
    if found.points is not None:
        columns = (*found.points.places, found.points.truths, found.points.validation, found.points.wrong)
        for x, y, truth, validation, wrong in zip(*(each.tolist() for each in columns), strict=True):
            points.append(MapPoint(x, y, int(truth) if found.classes else 0, validation, wrong))
    picture = AnswerMap(
        found.levels.tolist(),
        found.across.range,
        found.up.range,
        found.names,
        not found.classes,
        _axis_name(found.across),
        _axis_name(found.up),
        (_label_of(found.across), _label_of(found.up)),
        points,
    )
    return map_svg(picture, f"{heading_of(session)}, {found.what}")


def map_text(session: Session) -> str:
    """The map as text. Raises DataError as that does."""
    found = _answers(session, *map_size((WIDTH, HEIGHT), UNICODE, shaded=False))  # a class a cell, none in between
    values = np.where(found.levels < 0, np.nan, found.levels).astype(np.float64)
    bounds = [number + 0.5 for number in range(len(found.names) - 1 if found.classes else MAP_LEVELS - 1)]
    palette = SIGNS if found.classes else SEQUENTIAL
    ranges = found.across.range, found.up.range
    picture = MapPicture(values, *ranges, bounds, palette=palette, legend=(), x_label=_label_of(found.across))
    lines = draw_map(picture, (WIDTH, HEIGHT), shaded=False)
    names = f"{_axis_name(found.across)} (across), {_axis_name(found.up)} (up)"
    glyphs = [palette.ramp[level % len(palette.ramp)] for level in range(len(found.names))]
    legend = "   ".join(f"{glyph or ' '} {name}" for glyph, name in zip(glyphs, found.names, strict=True))
    return text_of(f"{heading_of(session)}, {found.what}: {names}", [*lines, (Span(legend),)])


def _axis_name(axis: MapAxis) -> str:
    return f"{axis.column.name} [{axis.column.unit}]" if axis.column.unit else axis.column.name


def _label_of(axis: MapAxis) -> Callable[[float], str] | None:
    """Writes the numbers on an axis of dates."""
    return partial(written_date, date_format=axis.column.date_format) if axis.column.temporal else None
