"""What a network is asked beside the rows of its table, and what is said of values unlike those trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.cells import DTYPES, checked_cell
from nntui.data.coders import cells_for
from nntui.data.column import Column
from nntui.data.edits import format_number
from nntui.data.fills import filled
from nntui.data.scale import Scale, largest
from nntui.data.shown import listed, quoted, shown
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.data.cells import Cell
    from nntui.data.coders import Coder


def asked(coders: Sequence[Coder], values: Mapping[str, Cell]) -> pl.DataFrame:
    """One row with a cell for each of ``coders``, empty where ``values`` have none.

    Raises DataError for an empty cell that nothing fills, a name that is no coder's, and a value that is not of its
    coder's kind.
    """
    names = [coder.name for coder in coders]
    for name in values:
        if name not in names:
            raise DataError(f"no input {quoted(name)}; there are {listed(names)}")
    kinds = {coder.name: Column(coder.name, kind=coder.kind) for coder in coders}
    cells = {name: checked_cell(values.get(name), column) for name, column in kinds.items()}
    missing = [coder.name for coder in coders if cells[coder.name] is None and not coder.fills]
    if missing:
        raise DataError(f"a value is missing for {listed(missing)}")
    return pl.DataFrame([pl.Series(name, [cells[name]], dtype=DTYPES[kinds[name].kind]) for name in names])


def value_beyond(coder: Coder, cells: pl.Series) -> str:
    """What is to be said of the only one of ``cells``, where it is unlike those trained on, else ""."""
    if not coder.unfamiliar(cells)[0]:
        return ""
    value = format_number(cells[0]) if isinstance(coder, Scale) else quoted(cells[0])
    return f"{shown(coder.name)}: {value} is {coder.beyond}"


def rows_beyond(coder: Coder, cells: pl.Series) -> str:
    """What is to be said of ``cells``, where some are unlike those trained on, else ""."""
    beyond = int(coder.unfamiliar(cells).sum())
    return f"{shown(coder.name)}: {beyond} of {cells.len()} rows are {coder.beyond}" if beyond else ""


def in_own_maximum(coders: Sequence[Coder], frame: pl.DataFrame) -> list[Coder]:
    """The same coders, but that each number of the only row of ``frame`` is divided by the largest of them."""
    numbers = [filled(cells_for(frame, coder), coder.fill)[0] for coder in coders if isinstance(coder, Scale)]
    divisor = largest(np.array(numbers or [1.0], dtype=np.float64))
    return [replace(coder, offset=0.0, divisor=divisor) if isinstance(coder, Scale) else coder for coder in coders]
