"""The rows of a table as points of a map: where they lie, what they should be, and whether the answer is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.errors import DataError
from nntui.session.maps.answers import answers_at, is_wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.maps.answers import MapOutput
    from nntui.session.predict import Predictor

MOST_ROWS = 1_000
"""Rows that are shown; of more, this many, evenly spread."""


@dataclass(frozen=True, slots=True, eq=False)
class MapPoints:
    """Rows of the table, each array [points]: their ``rows``, the places on each axis, and whether they are validation.

    ``truths`` are numbers in their unit or the numbers of classes. ``wrong`` says which answers are another class, or
    too far off.
    """

    rows: NDArray[np.int64]
    places: tuple[NDArray[np.float64], ...]
    truths: NDArray[np.float64]
    validation: NDArray[np.bool_]
    wrong: NDArray[np.bool_]


class RowsOnMap:
    """Rows of ``table`` that have a place on all axes and a known answer, encoded once for any weights."""

    def __init__(self, predictor: Predictor, table: Table, axes: Sequence[str], output: MapOutput) -> None:
        self._predictor, self._output = predictor, output
        count = min(table.height, MOST_ROWS)
        rows = np.unique(np.linspace(0, table.height - 1, count).astype(np.int64)) if count else np.empty(0, np.int64)
        part = replace(table, frame=table.frame[rows], validation=table.validation[rows])
        encoder = predictor.encoder
        frame = predictor.as_trained(part, [coder.name for coder in encoder.targets])
        places = [part.frame.get_column(name).cast(pl.Float64).to_numpy() for name in axes]
        codes = encoder.codes(frame).astype(np.float64) if encoder.classes else None
        truths = encoder.numbers(frame)[:, output.target] if codes is None else np.where(codes < 0, np.nan, codes)
        known = encoder.usable(frame) & np.isfinite([*places, truths]).all(axis=0)
        self._rows, self._truths = rows[known], truths[known]
        self._places = tuple(each[known] for each in places)
        self._validation = part.validation.to_numpy()[known]
        self._inputs = encoder.encode_inputs(frame.filter(known))

    def judged(self, weights: NDArray[np.float32]) -> MapPoints:
        """The points, judged by the answers of the network with ``weights``."""
        answers = answers_at(self._predictor, self._inputs, weights, self._output)
        wrong = is_wrong(self._predictor, self._output, answers, self._truths)
        return MapPoints(self._rows, self._places, self._truths, self._validation, wrong)


def rows_on_map(predictor: Predictor, table: Table, axes: Sequence[str], output: MapOutput) -> RowsOnMap | None:
    """The same; None for a table whose rows cannot be answered, or have no such target."""
    try:
        return RowsOnMap(predictor, table, axes, output)
    except DataError:
        return None
