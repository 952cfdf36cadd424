"""Checks of the weights that a session has reached: gradients, the loss along a weight and over planes of weights."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import DataError
from nntui.session.check.curve import POINTS, loss_curve
from nntui.session.check.gradient import check_gradients
from nntui.session.check.plane import weight_plane
from nntui.session.check.rows import sample_rows
from nntui.session.check.surface import COLUMNS, ROWS, loss_surface
from nntui.session.encoders import encoder_of
from nntui.session.predict import Predictor
from nntui.training.timeline import kept_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.session.check.curve import LossCurve
    from nntui.session.check.gradient import GradientCheck
    from nntui.session.check.plane import WeightPlane
    from nntui.session.check.rows import RowSample
    from nntui.session.check.surface import LossSurface
    from nntui.session.session import Session
    from nntui.training.landscape import Landscape
    from nntui.training.objective import KinkedUnit, Objective

PASSES = 12
"""Passes through the whole network that the check of a gradient takes, nearly."""


class Checker:
    """Checks the weights of ``session`` on its training rows, all in one batch and without dropout.

    ``encoder`` and ``arrays`` are those of the table; they may be given where they are at hand. ``rows`` are those that
    gradients and curves are calculated on, ``surface_rows`` those of surfaces, both among the training rows. There are
    the fewer of them the more ``checks`` of gradients are made. Raises NntuiError, with the reason, where there is
    nothing to check.
    """

    def __init__(
        self,
        session: Session,
        *,
        encoder: Encoder | None = None,
        arrays: Arrays | None = None,
        checks: float = 1,
    ) -> None:
        self.session = session
        self.encoder = encoder_of(session) if encoder is None else encoder
        network = session.network
        shape = self.encoder.shape
        if (len(shape.features), len(shape.outputs)) != (network.inputs, network.outputs):
            raise DataError("the network was made for other columns; wait until it has followed the table")
        self.arrays = encode(session.table, self.encoder) if arrays is None else arrays
        self.weights: NDArray[np.float64] = Predictor(session, self.encoder).weights.astype(np.float64)
        if not np.isfinite(self.weights).all():
            raise DataError("some weights are not finite numbers; go back to the first weights, or to the best ones")
        from nntui.training.landscape import work_per_row

        each = work_per_row(network)
        self.rows = self._sample(max(checks * PASSES * (network.parameters + each), POINTS * each))
        self.surface_rows = self._sample(COLUMNS * ROWS * each)

    def _sample(self, work: float) -> RowSample:
        network = self.session.network
        return sample_rows(len(self.arrays.inputs), work, max(network.sizes), self.session.training.seed)

    @property
    def epoch(self) -> int:
        """The epoch of the weights."""
        return 0 if self.session.checkpoint is None else self.session.checkpoint.epoch

    @cached_property
    def _objective(self) -> Objective:
        return self._objective_on(self.rows)

    @cached_property
    def _surface_objective(self) -> Objective:
        same = len(self.rows.places) == len(self.surface_rows.places)
        return self._objective if same else self._objective_on(self.surface_rows)

    def _objective_on(self, rows: RowSample) -> Objective:
        from nntui.training.objective import Objective

        inputs, targets = self.arrays.inputs[rows.places], self.arrays.targets[rows.places]
        return Objective(self.session.network, self.session.training, inputs, targets)

    # What is checked

    def gradients(self, places: Sequence[int]) -> list[GradientCheck]:
        """The gradient of each of the parameters at ``places``, three ways."""
        return check_gradients(self._objective, self.weights, places)

    def curve(self, place: int, reach: float) -> LossCurve:
        """The loss within ``reach`` of the parameter at ``place``."""
        along = self._over([place], self._objective)
        return loss_curve(lambda moves: along.all_totals(moves[:, None]), float(self.weights[place]), reach)

    def surface(
        self, places: tuple[int, int], reaches: tuple[float, float], went_on: Callable[[float], bool] = lambda _: True
    ) -> LossSurface | None:
        """The loss over two parameters, the first across, each within its reach; None if ``went_on`` answered False.

        Raises DataError for one parameter twice.
        """
        if places[0] == places[1]:
            raise DataError("a surface is over two different weights; choose another one as the second")
        over = self._over(places, self._surface_objective)
        here = self.weights[list(places)]
        ranges = [(float(at - reach), float(at + reach)) for at, reach in zip(here, reaches, strict=True)]
        return loss_surface(lambda points: over.totals(points - here), ranges[0], ranges[1], went_on=went_on)

    def plane(self) -> WeightPlane:
        """The plane through first, best and present weights, with the kept moments of the training on it.

        Raises NntuiError as ``weight_plane`` does.
        """
        reached = self.session.checkpoint
        if reached is None:
            return weight_plane(self.weights, (0, self.weights), (0, self.weights))
        return weight_plane(
            reached.first, (reached.best_epoch, reached.best), (reached.epoch, self.weights), kept_weights(reached.past)
        )

    def plane_surface(
        self, plane: WeightPlane, margin: float, went_on: Callable[[float], bool] = lambda _: True
    ) -> LossSurface | None:
        """The loss over a plane, as far as its ``box``; None if ``went_on`` answered False."""
        from nntui.training.landscape import Landscape

        over = Landscape(self._surface_objective, plane.origin, plane.axes)
        return loss_surface(over.totals, *plane.box(margin), went_on=went_on)

    def _over(self, places: Sequence[int], objective: Objective) -> Landscape:
        from nntui.training.landscape import Landscape

        directions = np.zeros((len(places), len(self.weights)))
        directions[range(len(places)), list(places)] = 1.0
        return Landscape(objective, self.weights, directions)

    # In words

    def row_number(self, unit: KinkedUnit) -> int:
        """The number in the table, from 1, of the row in which a unit has its kink."""
        return int(self.arrays.rows[self.rows.places[unit.row]]) + 1
