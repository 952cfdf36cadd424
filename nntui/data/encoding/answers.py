"""Questions to a network from outside its table, and its outputs decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.cells import checked_cell
from nntui.data.column import Column
from nntui.data.encoding.coders import cells_for
from nntui.data.encoding.scaling import Scale, fill_cells
from nntui.data.scalings import largest
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.data.encoding.coders import Coder
    from nntui.data.kinds import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.encoding.coders import Levels, YesNo

    Outputs = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A network's outputs decoded: a series for each target, of its name.

    ``values`` are Float64 in the target's unit or, of classes, the name of the most probable (String).
    ``probabilities`` [rows, classes] belong to ``classes``, which are two where the network has one output. If outputs
    are not finite, the class is null and its probabilities are NaN. For targets that are numbers there are no classes
    and no probabilities.
    """

    values: tuple[pl.Series, ...]
    probabilities: NDArray[np.float64] | None
    classes: tuple[str, ...]


def decode_numbers(scales: Sequence[Scale], outputs: Outputs) -> Decoded:
    """``outputs`` [rows, targets] in the targets' units."""
    columns = (pl.Series(scale.name, scale.decode(outputs[:, each])) for each, scale in enumerate(scales))
    return Decoded(tuple(columns), None, ())


def decode_classes(coder: YesNo | Levels, outputs: Outputs) -> Decoded:
    """The classes that ``outputs`` [rows, 1] (the second of two classes) or [rows, classes] mean."""
    lost: NDArray[np.bool_] = np.logical_not(np.isfinite(outputs).all(axis=1))
    probabilities = _probabilities(np.where(lost[:, None], 0, outputs).astype(np.float64))
    values = pl.Series(coder.classes, dtype=pl.String).gather(probabilities.argmax(axis=1)).set(pl.Series(lost), None)
    probabilities[lost] = np.nan
    return Decoded((values.alias(coder.name),), probabilities, coder.classes)


def _probabilities(outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Outputs as numbers from 0 to 1 that sum to 1 in each row, float64 [rows, classes].

    Those of a sigmoid or softmax layer are already. Of other output layers what is below 0 counts as 0 (and of one
    output what is above 1 as 1), and the rest is divided by its sum; where nothing is above 0, the largest is certain.
    """
    if outputs.shape[1] == 1:
        second = np.clip(outputs, 0, 1)
        return np.hstack([1 - second, second])
    shares = np.maximum(outputs, 0)
    nothing = np.flatnonzero(shares.max(axis=1) == 0)
    shares[nothing, outputs[nothing].argmax(axis=1)] = 1
    probabilities: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
    return probabilities


def query_frame(coders: Sequence[Coder], values: Mapping[str, Cell]) -> pl.DataFrame:
    """One row with a cell for each of ``coders``, empty where ``values`` have none.

    Raises DataError for an empty cell that nothing fills, a name that is no coder's, and a value that is not of its
    coder's kind.
    """
    names = [coder.name for coder in coders]
    for name in values:
        if name not in names:
            raise DataError(f"no input {quoted(name)}; there are {as_list(names)}")
    kinds = {coder.name: Column(coder.name, kind=coder.kind) for coder in coders}
    cells = {name: checked_cell(values.get(name), column) for name, column in kinds.items()}
    missing = [coder.name for coder in coders if cells[coder.name] is None and not coder.fills]
    if missing:
        raise DataError(f"a value is missing for {as_list(missing)}")
    return pl.DataFrame([pl.Series(name, [cells[name]], dtype=kinds[name].dtype) for name in names])


def value_warning(coder: Coder, cells: pl.Series) -> str:
    """A warning about the only one of ``cells`` if it is unlike those trained on, else ""."""
    if not coder.unfamiliar(cells)[0]:
        return ""
    value = coder.spelled(float(cells[0])) if isinstance(coder, Scale) else quoted(cells[0])
    distance = coder.distance(float(cells[0])) if isinstance(coder, Scale) else ""
    return f"{one_line(coder.name)}: {value} is {coder.beyond}{distance}"


class UnfamiliarRows:
    """Counts the cells of an input that are unlike those trained on, part by part, and remembers the farthest."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder
        self._rows = self._count = 0
        self._farthest: tuple[float, float, int] | None = None
        """The scaled size of a number, the number, and its row."""

    def take(self, cells: pl.Series) -> None:
        """The cells of the next rows."""
        unfamiliar = self._coder.unfamiliar(cells)
        if unfamiliar.any() and isinstance(self._coder, Scale):
            numbers = cells.to_numpy().astype(np.float64)
            with np.errstate(over="ignore"):
                sizes = np.where(unfamiliar, np.abs(self._coder.scaled(numbers)), np.nan)
            row = int(np.nanargmax(sizes))
            if self._farthest is None or sizes[row] > self._farthest[0]:
                self._farthest = float(sizes[row]), float(numbers[row]), self._rows + row
        self._count += int(unfamiliar.sum())
        self._rows += cells.len()

    def warning(self) -> str:
        """A warning about these rows; "" if there are none."""
        if not self._count:
            return ""
        line = f"{one_line(self._coder.name)}: {self._count} of {self._rows} rows are {self._coder.beyond}"
        if self._farthest is None or not isinstance(self._coder, Scale):
            return line
        _, number, row = self._farthest
        distance = self._coder.distance(number)
        return f"{line}{distance} (row {row + 1})" if distance else line


def scaled_by_own_maximum(coders: Sequence[Coder], frame: pl.DataFrame) -> list[Coder]:
    """The same coders, but that each number of the only row of ``frame`` is divided by the largest of them."""
    numbers = [fill_cells(cells_for(frame, coder), coder.fill)[0] for coder in coders if isinstance(coder, Scale)]
    divisor = largest(np.array(numbers or [1.0], dtype=np.float64))
    own = {"offset": 0.0, "divisor": divisor, "limit": None, "log_unit": None}
    return [replace(coder, **own) if isinstance(coder, Scale) else coder for coder in coders]
