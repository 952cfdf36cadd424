"""The small pictures in the neurons of the diagram, made in a thread, at the pace of maps while training goes on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.host import host_of
from nntui.ui.map.pace import MapPace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.render.diagram import Pictures
    from nntui.session.predict import Predictor
    from nntui.ui.widgets.lines import LinesView
    from nntui.ui.work.view_models import Moment

SIDE = 12
"""Points across a picture."""
MOST_PARAMETERS = 100_000
"""Parameters of a network from which on there are no pictures."""


class SmallPictures:
    """Keeps ``pictures`` of the neurons of the moment shown in ``pane``.

    ``redraw`` draws them, and returns about how many bytes that sends.
    """

    def __init__(self, pane: LinesView, redraw: Callable[[], int]) -> None:
        self._pane, self._redraw = pane, redraw
        self.pictures: Mapping[int, Pictures] = {}
        self.pace = MapPace()
        self._made_of: tuple[Predictor, Table, NDArray[np.float32]] | None = None
        self._inputs: tuple[Predictor, Table, NDArray[np.float32], int] | None = None
        self._under_way = False

    def look(self, moment: Moment) -> None:
        """Make the pictures of ``moment`` unless they are there, or not due yet."""
        snapshot, predictor = moment.snapshot, moment.predictor
        if self._under_way or snapshot is None or predictor is None:
            return
        network, before = predictor.session.network, self._made_of
        if len(snapshot.weights) != network.parameters or network.parameters > MOST_PARAMETERS:
            self.pictures = {}
            return
        made_of = predictor, moment.table, snapshot.weights
        if before is not None and before[0] is predictor and before[1] is moment.table:
            waiting = snapshot.state == "training" and not self.pace.is_due
            if waiting or before[2] is snapshot.weights:
                return
        self._made_of, self._under_way = made_of, True
        self._pane.run_worker(host_of(self._pane).guarded(self._make), group="pictures")

    async def _make(self) -> None:
        assert self._made_of is not None
        begun = time.monotonic()
        try:
            self.pictures = await asyncio.to_thread(self._pictures, *self._made_of)
        finally:
            self._under_way = False
        size = self._redraw()
        self.pace.made(time.monotonic() - begun, size)

    def _pictures(self, predictor: Predictor, table: Table, weights: NDArray[np.float32]) -> Mapping[int, Pictures]:
        """The pictures by layer; none where no input is a number."""
        from nntui.render.diagram import Pictures
        from nntui.session.maps.neurons import activation_pictures, weight_pictures

        network = predictor.session.network
        layers = range(1, len(network.shapes) + 1)
        try:
            inputs, side = self._encoded(predictor, table)
        except NntuiError:
            return {}
        if side:
            found = weight_pictures(network, weights, side, layers)
        else:
            rows = len(inputs) // SIDE
            found = activation_pictures(network, weights, inputs, (rows, SIDE))[1:] if rows else []
        return {layer: Pictures(each.values, each.pixels) for layer, each in zip(layers, found, strict=False)}

    def _encoded(self, predictor: Predictor, table: Table) -> tuple[NDArray[np.float32], int]:
        """The points of the pictures as inputs of the network, and the side of the picture that the inputs are."""
        import numpy as np

        from nntui.session.maps.axes import encoded_points, grid, map_axes, typical_cells
        from nntui.session.maps.neurons import pixel_side

        known = self._inputs
        if known is not None and known[0] is predictor and known[1] is table:
            return known[2:]
        side, axes = pixel_side(table, predictor.encoder), map_axes(predictor, table)[:2]
        inputs = np.empty((0, predictor.session.network.inputs), np.float32)
        if axes and not side:
            ends = [np.linspace(*axis.range, SIDE) for axis in axes]
            places = dict(zip((axis.column.name for axis in axes), grid(*ends) if len(ends) > 1 else ends, strict=True))
            cells = {name: cell for name, cell in typical_cells(predictor, table).items() if name not in places}
            inputs = encoded_points(predictor, cells, places)
        self._inputs = predictor, table, inputs, side
        return inputs, side
