"""The lines of the check pane: the gradient three ways with the curve of the loss, or a map with what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.compared import compared_lines
from nntui.render.glyphs import fit
from nntui.render.maps import MapMark, MapPicture, bounds_by_share, draw_map
from nntui.render.plot.tangent import TangentPlot, draw_tangent
from nntui.render.text import Span, join_spans, width_of
from nntui.render.worked import paragraph, plain
from nntui.session.check.parameter import ParameterPlace
from nntui.session.check.words import is_held_fixed, kink_words, minimum_words, objective_notes

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.check.checker import Checker
    from nntui.session.check.curve import LossCurve
    from nntui.session.check.gradient import GradientCheck
    from nntui.session.check.plane import WeightPlane
    from nntui.session.check.surface import LossSurface
    from nntui.ui.check.making import CheckMade

LEAST_PLOT = 6
"""Rows of the curve with its axis, for which the less important notes give way."""
ROOM_FOR_NOTES = 24
"""Height from which on a map has all notes above it."""
ROUNDS_TO_ALL = 0.995
"""From here on a share is given with a decimal, as it is not all."""
NAME_WIDTH = 12
"""Cells of the names of the three ways."""

Cursor = tuple[int, int]


def symbol_of(checker: Checker, place: int) -> str:
    """The short name of the parameter at ``place``."""
    return ParameterPlace.at(checker.session.network, place).symbol()


def weight_lines(made: CheckMade, cursor: int | None, size: tuple[int, int], glyphs: Glyphs) -> list[Line]:
    """The gradient of a weight by formulas, autograd and finite difference, and the loss along it.

    ``cursor`` is the point of the curve that is read, None for the present weight.
    """
    gradient, curve, checker = made.gradient, made.curve, made.checker
    assert gradient is not None
    assert curve is not None
    assert checker is not None
    width, height = size
    lines = [_heading(checker, gradient, width, glyphs), *_three_ways(gradient, width, glyphs)]
    kink = kink_words(checker.session, gradient, checker.row_number)
    if kink:
        lines += paragraph(kink, width, glyphs, "warning")
    end = paragraph(_reading(curve, cursor) or minimum_words(curve, gradient.weight), width, glyphs, "")
    notes = [f"Over {checker.rows.words}.", *objective_notes(checker.session, checker.rows.available)]
    for count in range(len(notes), 0, -1):
        shown = paragraph(" ".join(notes[:count]), width, glyphs)
        if count == 1 or len(lines) + len(shown) + len(end) + LEAST_PLOT <= height:
            lines += shown
            break
    plot = draw_tangent(_plot(gradient, curve, cursor), (width, height - len(lines) - len(end)), glyphs)
    return [*lines, *plot, *end]


def _heading(checker: Checker, gradient: GradientCheck, width: int, glyphs: Glyphs) -> Line:
    session = checker.session
    parameter = ParameterPlace.at(session.network, gradient.place)
    fixed = ", held fixed in training" if is_held_fixed(session, gradient.place) else ""
    text = f" {parameter.symbol()} = {gradient.weight:+.7g}{fixed}   {parameter.name(session.network, session.shape)}"
    return (Span(fit(text, width, glyphs=glyphs).rstrip(), "title"),)


def _three_ways(gradient: GradientCheck, width: int, glyphs: Glyphs) -> list[Line]:
    """The numbers below one another, each with how far it is from that of autograd."""
    ways = [("autograd", gradient.autograd), ("formulas", gradient.formulas), ("difference", gradient.difference)]
    numbers = compared_lines([number for _, number in ways])
    step, loss = f"h = {gradient.step:.2g}", f"{gradient.loss + gradient.penalty_loss:.6g}"
    of_difference = off_by(gradient.difference, gradient.autograd)
    wordings = [
        [f"slope dL/dw; the loss is {loss}", f"the loss is {loss}", "dL/dw"],
        off_by(gradient.formulas, gradient.autograd),
        [*(f"{words}, {step}" for words in of_difference), *of_difference],
    ]
    lines = []
    for (name, _), number, ends in zip(ways, numbers, wordings, strict=True):
        line = join_spans([Span(f" {name:<{NAME_WIDTH}}", "dim"), *number])
        room = max(0, width - width_of(line) - 2)
        end = next((each for each in ends if len(each) <= room), ends[-1])
        lines.append(join_spans([*line, Span("  "), Span(fit(end, room, glyphs=glyphs).rstrip(), "dim")]))
    return lines


def off_by(number: float, exact: float) -> list[str]:
    """How far ``number`` is from ``exact``, and relative to it, in several wordings, the shortest last."""
    error = number - exact
    if error == 0:
        return ["the same"]
    short = f"off by {error:+.1e}"
    return [f"{short}, {abs(error / exact):.0e} of it", short] if exact else [short]


def _reading(curve: LossCurve, cursor: int | None) -> str:
    if cursor is None:
        return ""
    now = curve.totals[curve.here]
    return (
        f"+ at {curve.values[cursor]:.6g} the loss is {curve.totals[cursor]:.6g}, "
        f"{curve.totals[cursor] - now:+.3g} from now."
    )


def _plot(gradient: GradientCheck, curve: LossCurve, cursor: int | None) -> TangentPlot:
    return TangentPlot(
        curve.values,
        curve.totals,
        (gradient.weight, float(curve.totals[curve.here])),
        gradient.autograd,
        None if curve.flat or curve.at_end else curve.lowest,
        None if cursor is None else (float(curve.values[cursor]), float(curve.totals[cursor])),
        "weight",
    )


def map_lines(made: CheckMade, cursor: Cursor, size: tuple[int, int], glyphs: Glyphs, *, shaded: bool) -> list[Line]:
    """The loss over two weights, or over the plane of the path, with the number under the cursor."""
    surface, checker = made.surface, made.checker
    assert surface is not None
    assert checker is not None
    width, height = size
    roomy = height >= ROOM_FOR_NOTES
    heading = _surface_words(made, checker) if made.plane is None else _plane_words(made.plane, roomy=roomy)
    rows = f"Over {checker.surface_rows.words}."
    if roomy:
        notes = " ".join([rows, *objective_notes(checker.session, checker.rows.available)])
        lines = [*paragraph(heading, width, glyphs, ""), *paragraph(notes, width, glyphs)]
    else:
        lines = paragraph(f"{heading} {rows}", width, glyphs, "")
    readings = [f" {plain(each, glyphs)}" for each in _map_readings(made, surface, cursor)]
    reading = next((each for each in readings if cell_len(each) <= width), readings[-1])
    picture = MapPicture(
        surface.totals,
        (float(surface.xs[0]), float(surface.xs[-1])),
        (float(surface.ys[0]), float(surface.ys[-1])),
        bounds_by_share(surface.totals),
        _marks(made, surface, glyphs),
        [] if made.plane is None else [(point.x, point.y) for point in made.plane.path],
        cursor,
    )
    drawn = draw_map(picture, (width, height - len(lines) - 1), glyphs, shaded=shaded)
    return [*lines, *drawn, (Span(fit(reading, width, glyphs=glyphs).rstrip()),)]


def _surface_words(made: CheckMade, checker: Checker) -> str:
    across, up = (symbol_of(checker, place) for place in (made.wanted.place, made.wanted.second))
    return f"The loss over {across} (across) and {up} (up)."


def _plane_words(plane: WeightPlane, *, roomy: bool) -> str:
    share = f"{plane.share:.0%}" if plane.share < ROUNDS_TO_ALL or plane.share == 1 else f"{plane.share:.1%}"
    instead = "" if plane.third == "best" or not roomy else " (the best weights lie on the line of the other two)"
    return (
        f"The plane through first, {plane.third} and present weights{instead} holds {share} of the movement between "
        f"{len(plane.path):,} kept moments."
    )


def _marks(made: CheckMade, surface: LossSurface, glyphs: Glyphs) -> list[MapMark]:
    marks = []
    lowest = surface.lowest
    if lowest is not None:
        glyph = glyphs.nodes[0] if glyphs.braille else "v"
        marks.append(MapMark(float(surface.xs[lowest[1]]), float(surface.ys[lowest[0]]), glyph, "lowest"))
    if made.plane is None:
        row, column = (count // 2 for count in surface.totals.shape)
        return [*marks, MapMark(float(surface.xs[column]), float(surface.ys[row]), glyphs.mark, "now")]
    letters = {"first": "F", "best": "B", "present": "P"}
    points = [point for point in made.plane.path if point.name]
    return [*marks, *(MapMark(point.x, point.y, letters.get(point.name, "E"), point.name) for point in points)]


def _map_readings(made: CheckMade, surface: LossSurface, cursor: Cursor) -> list[str]:
    """The number under the cursor in several wordings, the shortest last."""
    row, column = cursor
    x, y, loss = f"{surface.xs[column]:.4g}", f"{surface.ys[row]:.4g}", f"{surface.totals[row, column]:.6g}"
    lowest = surface.lowest
    least = "" if lowest is None else f"; lowest {surface.totals[lowest]:.6g}"
    if made.plane is not None:
        places = [f"{x} along the way from first to present, {y} across it", f"{x} along, {y} across"]
    else:
        assert made.checker is not None
        names = [symbol_of(made.checker, place) for place in (made.wanted.place, made.wanted.second)]
        places = [f"{names[0]} = {x}, {names[1]} = {y}"]
    return [
        *(f"+ {place}: the loss is {loss}{least}." for place in places),
        f"+ {places[-1]}: loss {loss}",
        f"+ loss {loss}",
    ]
