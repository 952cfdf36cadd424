"""Makes what the map pane shows, in a thread; all that does not depend on the weights is kept from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError
from nntui.session.maps.answers import answers_at, map_outputs
from nntui.session.maps.axes import encoded_points, grid, map_axes, other_cells, typical_cells
from nntui.session.maps.neurons import activation_pictures, pixel_grid, weight_pictures
from nntui.session.maps.rows import rows_on_map
from nntui.ui.map.state import NO_AXIS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.kinds import Cell
    from nntui.data.pixels import PixelGrid
    from nntui.data.table import Table
    from nntui.session.maps.answers import MapAnswers, MapOutput
    from nntui.session.maps.axes import AxisRange, MapAxis
    from nntui.session.maps.neurons import NeuronPictures
    from nntui.session.maps.rows import MapPoints, RowsOnMap
    from nntui.session.predict import Predictor
    from nntui.ui.map.state import MapView, MapWanted

SIDE = 24
"""Points across the picture of a neuron."""


@dataclass(frozen=True, slots=True, eq=False)
class MapSetting:
    """All of a picture that does not depend on the weights: the view and its columns, points, rows and inputs.

    ``views`` are those that the table has, the usual one first. ``cells`` are those of the columns that are no axes.
    ``grid`` is the picture that the inputs are, None for none.
    """

    predictor: Predictor
    table: Table
    wanted: MapWanted
    views: tuple[MapView, ...]
    axes: tuple[MapAxis, ...]
    outputs: tuple[MapOutput, ...]
    grid: PixelGrid | None
    across: MapAxis | None = None
    up: MapAxis | None = None
    cells: dict[str, Cell] | None = None
    xs: NDArray[np.float64] | None = None
    ys: NDArray[np.float64] | None = None
    inputs: NDArray[np.float32] | None = None
    rows: RowsOnMap | None = None
    reason: str = ""

    @property
    def view(self) -> MapView:
        """The view that is shown."""
        return self.wanted.view if self.wanted.view in self.views else self.views[0]

    @property
    def output_number(self) -> int:
        """The number of the output shown: of more than two classes, a curve is that of one."""
        least = int(self.view == "curve" and bool(self.classes) and len(self.outputs) > 1)
        return max(least, min(self.wanted.output, len(self.outputs) - 1))

    @property
    def output(self) -> MapOutput:
        """The part of an answer that is shown."""
        return self.outputs[self.output_number]

    @property
    def place_of_output(self) -> str:
        """Which of several outputs is shown: "class 2 of 3", "target 1 of 2"; "" for all classes at once."""
        if not self.classes:
            return f"target {self.output_number + 1} of {len(self.outputs)}"
        return f"class {self.output_number} of {len(self.outputs) - 1}" if self.output_number else ""

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, none for numbers."""
        return self.predictor.encoder.classes

    @property
    def x_axis(self) -> tuple[MapAxis, NDArray[np.float64]]:
        """The horizontal axis, and the places on it."""
        assert self.across is not None
        assert self.xs is not None
        return self.across, self.xs

    @property
    def y_axis(self) -> tuple[MapAxis, NDArray[np.float64]]:
        """The vertical axis, and the places on it."""
        assert self.up is not None
        assert self.ys is not None
        return self.up, self.ys

    @property
    def shown_axes(self) -> tuple[MapAxis, ...]:
        """The horizontal axis, and the vertical one if there is one."""
        return tuple(axis for axis in (self.across, self.up) if axis is not None)

    @property
    def layer(self) -> int:
        """The layer whose neurons are shown, from 1."""
        return max(1, min(self.wanted.layer, len(self.predictor.session.network.shapes)))


@dataclass(frozen=True, slots=True, eq=False)
class MapMade:
    """A picture made with the weights of one moment."""

    setting: MapSetting
    answers: MapAnswers | None = None
    points: MapPoints | None = None
    pictures: NeuronPictures | None = None

    @property
    def ranges(self) -> tuple[AxisRange, AxisRange]:
        """The ranges shown; ``NO_AXIS`` where there is no vertical one."""
        xs, ys = self.setting.x_axis[1], self.setting.ys
        vertical = NO_AXIS if ys is None or self.setting.up is None else (float(ys[0]), float(ys[-1]))
        return (float(xs[0]), float(xs[-1])), vertical

    @property
    def whole(self) -> tuple[AxisRange, AxisRange]:
        """The ranges of the whole columns."""
        up = self.setting.up
        return self.setting.x_axis[0].range, NO_AXIS if up is None else up.range

    def steps(self, halves: int) -> tuple[float, float]:
        """The distance from one cell to the next, across and up; a cell has this many ``halves``, each a shade."""
        xs, ys = self.setting.x_axis[1], self.setting.ys
        up = 0.0 if ys is None or self.setting.up is None else halves * float(ys[1] - ys[0])
        return float(xs[1] - xs[0]), up


class MapMaker:
    """Makes one picture after the other."""

    def __init__(self) -> None:
        self._setting: MapSetting | None = None
        self._typical: tuple[Predictor, Table, dict[str, Cell]] | None = None

    def make(self, predictor: Predictor, table: Table, weights: NDArray[np.float32], wanted: MapWanted) -> MapMade:
        """The picture that is wanted, of ``table`` and the network with ``weights``."""
        setting = self._setting
        if (
            setting is None
            or setting.predictor is not predictor
            or setting.table is not table
            or setting.wanted != wanted
        ):
            setting = self._setting = self._set_up(predictor, table, wanted)
        if setting.reason:
            return MapMade(setting)
        network = predictor.session.network
        if setting.view == "neurons":
            if setting.grid is not None:
                return MapMade(setting, pictures=weight_pictures(network, weights, setting.grid, [setting.layer])[0])
            assert setting.inputs is not None
            shape = SIDE if setting.up is not None else 1, SIDE
            pictures = activation_pictures(network, weights, setting.inputs, shape)
            return MapMade(setting, pictures=pictures[setting.layer])
        assert setting.inputs is not None
        answers = answers_at(predictor, setting.inputs, weights, setting.output)
        points = None if setting.rows is None else setting.rows.judged(weights)
        return MapMade(setting, answers, points)

    def _set_up(self, predictor: Predictor, table: Table, wanted: MapWanted) -> MapSetting:
        axes, outputs = map_axes(predictor, table), map_outputs(predictor)
        pixels = pixel_grid(table, predictor.encoder)
        views: tuple[MapView, ...] = ("map", "curve", "neurons") if len(axes) > 1 else ("curve", "neurons")
        views = ("neurons", *views[:-1]) if pixels else views
        base = predictor, table, wanted, views, axes, outputs, pixels
        if not axes:
            return MapSetting(*base, reason="no input is a number or a date, as the axis of a map has to be")
        setting = MapSetting(*base)
        if setting.view == "neurons" and pixels:
            return setting
        across = next((axis for axis in axes if axis.column.name == wanted.across), axes[0])
        others = [axis for axis in axes if axis is not across]
        flat = setting.view == "curve" or not others
        up = None if flat else next((axis for axis in others if axis.column.name == wanted.up), others[0])
        typical = self._typical  # the columns that are asked for depend on both
        if typical is None or typical[0] is not predictor or typical[1] is not table:
            typical = self._typical = predictor, table, typical_cells(predictor, table)
        cells = other_cells(table, typical[2], wanted.row)
        whole = setting.view == "neurons"
        xs = _places(across, wanted.x_range, SIDE if whole else wanted.columns)
        ys = np.zeros(1) if up is None else _places(up, wanted.y_range, SIDE if whole else wanted.rows)
        x_places, y_places = grid(xs, ys)
        places = {across.column.name: x_places} | ({} if up is None else {up.column.name: y_places})
        cells = {name: cell for name, cell in cells.items() if name not in places}
        try:
            inputs = encoded_points(predictor, cells, places)
        except DataError as error:
            return MapSetting(*base, across, up, cells, reason=str(error))
        rows = None if whole else rows_on_map(predictor, table, list(places), setting.output)
        return MapSetting(*base, across, up, cells, xs, ys, inputs, rows)


def _places(axis: MapAxis, given: AxisRange | None, count: int) -> NDArray[np.float64]:
    return np.linspace(*(axis.range if given is None else given), max(2, count))
