"""The small pictures in the neurons of the diagram, made in a thread, at the pace of maps while training goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.map.paced import PacedMaking, PictureQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.pixels import PixelGrid
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
    """Keeps ``pictures`` of the neurons of the moment shown in ``pane``, which is drawn whenever there are new ones."""

    def __init__(self, pane: LinesView) -> None:
        self._pane = pane
        self.pictures: Mapping[int, Pictures] = {}
        self._making = PacedMaking(pane, self._made, self._take)
        self._inputs: tuple[Predictor, Table, NDArray[np.float32], PixelGrid | None] | None = None

    def follow(self, frames: float) -> None:
        """Keep to the pace of so many ``frames`` a second."""
        self._making.pace.frames = frames

    def look(self, moment: Moment) -> None:
        """Make the pictures of ``moment`` unless they are there, or not due yet."""
        snapshot, predictor = moment.snapshot, moment.predictor
        if snapshot is None or predictor is None:
            return
        network = predictor.session.network
        if len(snapshot.weights) != network.parameters or network.parameters > MOST_PARAMETERS:
            self.pictures = {}
            return
        asked = PictureQuestion(predictor, moment.table, snapshot.weights)
        self._making.ask(asked, training=snapshot.state == "training")

    def _take(self, pictures: Mapping[int, Pictures]) -> None:
        self.pictures = pictures
        self._pane.draw()

    def _made(self, asked: PictureQuestion) -> Mapping[int, Pictures]:
        """The pictures by layer, none where no input is a number; in another thread."""
        from nntui.render.diagram import Pictures
        from nntui.session.maps.neurons import activation_pictures, weight_pictures

        predictor, network, weights = asked.predictor, asked.predictor.session.network, asked.weights
        layers = range(1, len(network.shapes) + 1)
        try:
            inputs, pixels = self._encoded(predictor, asked.table)
        except NntuiError:
            return {}
        if pixels is not None:
            found = weight_pictures(network, weights, pixels, layers)
        else:
            rows = len(inputs) // SIDE
            found = activation_pictures(network, weights, inputs, (rows, SIDE))[1:] if rows else []
        return {layer: Pictures(each.values, each.pixels) for layer, each in zip(layers, found, strict=False)}

    def _encoded(self, predictor: Predictor, table: Table) -> tuple[NDArray[np.float32], PixelGrid | None]:
        """The points of the pictures as inputs of the network, and the picture that the inputs are."""
        import numpy as np

        from nntui.session.maps.axes import encoded_points, grid, map_axes, typical_cells
        from nntui.session.maps.neurons import pixel_grid

        known = self._inputs
        if known is not None and known[0] is predictor and known[1] is table:
            return known[2:]
        pixels, axes = pixel_grid(table, predictor.encoder), map_axes(predictor, table)[:2]
        inputs = np.empty((0, predictor.session.network.inputs), np.float32)
        if axes and pixels is None:
            ends = [np.linspace(*axis.range, SIDE) for axis in axes]
            places = dict(zip((axis.column.name for axis in axes), grid(*ends) if len(ends) > 1 else ends, strict=True))
            cells = {name: cell for name, cell in typical_cells(predictor, table).items() if name not in places}
            inputs = encoded_points(predictor, cells, places)
        self._inputs = predictor, table, inputs, pixels
        return inputs, pixels
