"""The state of the check pane: its view, weight and range, and the places of its cursors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nntui.ui.check.making import LEAST_ZOOM, MOST_ZOOM, VIEWS, CheckWanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.session.check.curve import LossCurve
    from nntui.ui.check.making import CheckMade, CheckView

CURVE_STRIDE = 4
"""Points that the cursor of a curve goes on by."""
PAGE = 8
"""Rows of a map that page up and page down go on by."""


@dataclass(slots=True)
class CheckState:
    """A ``view`` of the parameter at ``place`` among ``count``; ``second`` is the other one of a surface, -1 for none.

    The cursor of the curve is a point of it, that of the map a row and a column; None: at the present weights.
    """

    count: int = 0
    view: CheckView = "weight"
    place: int = 0
    second: int = -1
    zooms: dict[CheckView, int] = field(default_factory=dict)
    curve_cursor: int | None = None
    map_cursor: tuple[int, int] | None = None

    @property
    def wanted(self) -> CheckWanted:
        """The view to calculate."""
        zoom = self.zooms.get(self.view, 0)
        if self.view == "plane":
            return CheckWanted("plane", -1, -1, zoom)
        return CheckWanted(self.view, self.place, self.second_place if self.view == "surface" else -1, zoom)

    @property
    def second_place(self) -> int:
        """The second weight of a surface: the one that was taken, or the one beside the first."""
        if 0 <= self.second != self.place:
            return self.second
        return self.place + 1 if self.place + 1 < self.count else self.place - 1

    def begin(self, count: int) -> None:
        """Begin with the first weight of another network."""
        self.count, self.place, self.second, self.curve_cursor, self.map_cursor = count, 0, -1, None, None

    def choose(self, place: int) -> None:
        """Choose the parameter at ``place``, or the nearest one that there is."""
        place = max(0, min(place, self.count - 1))
        if place != self.place:
            self.place, self.curve_cursor = place, None

    def next_view(self) -> None:
        """Go on to the next view."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]

    def take_second(self) -> None:
        """Make the weight the second one of a surface with the one beside it; in a surface, exchange both."""
        if self.view == "surface":
            self.place, self.second = self.second_place, self.place
            return
        self.second, self.view = self.place, "surface"
        self.choose(self.place + 1 if self.place + 1 < self.count else self.place - 1)

    def zoom(self, by: int) -> None:
        """Double (or halve) the range of the present view ``by`` times."""
        self.zooms[self.view] = max(LEAST_ZOOM, min(self.zooms.get(self.view, 0) + by, MOST_ZOOM))
        self.curve_cursor = self.map_cursor = None

    def page(self, by: int, starts: Sequence[int]) -> None:
        """Go to the next of the places where a kind of parameters begins, or to the one before."""
        beyond = [start for start in starts if (start > self.place if by > 0 else start < self.place)]
        if beyond:
            self.choose(beyond[0] if by > 0 else beyond[-1])

    def move_on_curve(self, curve: LossCurve, by: int) -> None:
        """Move the cursor of the curve."""
        at = curve.here if self.curve_cursor is None else self.curve_cursor
        self.curve_cursor = max(0, min(at + by * CURVE_STRIDE, len(curve.values) - 1))

    def move_on_map(self, made: CheckMade, across: int, down: int) -> None:
        """Move the cursor of the map."""
        assert made.surface is not None
        rows, columns = made.surface.totals.shape
        row, column = self.cursor_on(made)
        self.map_cursor = max(0, min(row - down, rows - 1)), max(0, min(column + across, columns - 1))

    def cursor_on(self, made: CheckMade) -> tuple[int, int]:
        """The row and the column under the cursor, at first those of the present weights."""
        surface = made.surface
        assert surface is not None
        if self.map_cursor is not None:
            return self.map_cursor
        if made.plane is None:
            rows, columns = surface.totals.shape
            return rows // 2, columns // 2
        return int(abs(surface.ys).argmin()), int(abs(surface.xs).argmin())
