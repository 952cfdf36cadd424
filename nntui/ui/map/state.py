"""The state of the map pane: its view, axes and ranges, what is shown, and the places of its cursors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from nntui.session.maps.axes import AxisRange

    Ranges = tuple[AxisRange, AxisRange]

NO_AXIS = (0.0, 1.0)
"""The vertical range of a curve, which is over one axis."""
EDGE = 1e-6
"""A place beyond the end of a range by a smaller share of it counts as being there."""
MapView = Literal["map", "curve", "neurons"]
ZOOM = 0.5
"""By how much a range shrinks with each step."""
STRIDE = 8
"""Steps that page up and page down go on by."""
LEAST_SHARE, MOST_SHARE = 1e-4, 64.0
"""The narrowest and the widest range, as a share of that of the whole column."""


@dataclass(frozen=True, slots=True)
class MapWanted:
    """The picture that is wanted: of a ``view`` over the columns ``across`` and ``up`` ("": the usual ones).

    ``output`` is the number of what is shown. The other inputs are those of ``row``; None: the typical ones. Ranges
    are those of the whole column where they are None; ``columns`` and ``rows`` are the shades that there is room for.
    """

    view: MapView | None = None
    across: str = ""
    up: str = ""
    output: int = 0
    row: int | None = None
    x_range: AxisRange | None = None
    y_range: AxisRange | None = None
    columns: int = 0
    rows: int = 0
    layer: int = 1


@dataclass(slots=True)
class MapState:
    """The picture ``wanted``, but for row and room; ``cursor`` is the place on each axis, None in the middle.

    ``by_row`` takes the other inputs from the table's row. ``neuron`` is the one chosen among pictures. ``answer`` is
    the class of the last row that was added, counted from 0.
    """

    wanted: MapWanted = MapWanted()
    by_row: bool = False
    cursor: tuple[float | None, float | None] = (None, None)
    neuron: int = 0
    answer: int = 0

    def begin(self) -> None:
        """Begin with the usual columns of another table or network."""
        self.wanted, self.cursor, self.neuron, self.answer = MapWanted(), (None, None), 0, 0

    def show(self, view: MapView) -> None:
        """Go on with another view."""
        self.wanted = replace(self.wanted, view=view)

    def choose(self, across: str, up: str) -> None:
        """Take these columns as axes, in their whole range."""
        self.wanted = replace(self.wanted, across=across, up=up, x_range=None, y_range=None)
        self.cursor = None, None

    def cursor_in(self, ranges: Ranges) -> tuple[float, float]:
        """The place of the cursor within these ranges, in the middle at first."""
        middle = [(low + high) / 2 for low, high in ranges]
        places = [at if one is None else one for one, at in zip(self.cursor, middle, strict=True)]
        x, y = (min(max(at, low), high) for at, (low, high) in zip(places, ranges, strict=True))
        return x, y

    def move(self, ranges: Ranges, steps: tuple[float, float], by: tuple[int, int]) -> None:
        """Move the cursor so many steps across and up, and the ranges with it where it leaves them."""
        x, y = self.cursor_in(ranges)
        self.go_to(ranges, (x + by[0] * steps[0], y + by[1] * steps[1]))

    def go_to(self, ranges: Ranges, place: tuple[float, float]) -> None:
        """Move the cursor to a place, and the ranges as far as needed to show it."""
        moved: list[AxisRange] = []
        for (low, high), at in zip(ranges, place, strict=True):
            beyond = min(0.0, at - low) + max(0.0, at - high)
            moved.append((low + beyond, high + beyond) if abs(beyond) > EDGE * (high - low) else (low, high))
        self._take(place, ranges, moved)

    def zoom(self, ranges: Ranges, whole: Ranges, *, closer: bool) -> None:
        """Show half, or twice, of these ranges, with the cursor the same share of both."""
        factor, at = ZOOM if closer else 1 / ZOOM, self.cursor_in(ranges)
        zoomed: list[AxisRange] = []
        for (low, high), (least, most), place in zip(ranges, whole, at, strict=True):
            if not LEAST_SHARE <= factor * (high - low) / (most - least) <= MOST_SHARE:
                return
            zoomed.append((place - (place - low) * factor, place + (high - place) * factor))
        self._take(at, ranges, zoomed)

    def _take(self, place: tuple[float, float], before: Ranges, after: list[AxisRange]) -> None:
        """Take a place of the cursor and ranges; a curve, over ``NO_AXIS``, leaves the vertical one as it was."""
        flat = before[1] is NO_AXIS
        self.cursor = place[0], self.cursor[1] if flat else place[1]
        if tuple(after) != before:
            self.wanted = replace(self.wanted, x_range=after[0], y_range=self.wanted.y_range if flat else after[1])

    def show_whole(self) -> None:
        """Show the whole ranges again, with the cursor in the middle."""
        self.wanted, self.cursor = replace(self.wanted, x_range=None, y_range=None), (None, None)

    def next_output(self, shown: int, count: int) -> None:
        """Show the one after that ``shown`` of ``count`` targets or classes."""
        self.wanted = replace(self.wanted, output=(shown + 1) % max(1, count))

    def go_to_layer(self, by: int, layers: int) -> None:
        """Show the neurons of the next layer, or of the one before; there are ``layers`` of weights."""
        layer = max(1, min(self.wanted.layer + by, layers))
        if layer != self.wanted.layer:
            self.wanted, self.neuron = replace(self.wanted, layer=layer), 0
