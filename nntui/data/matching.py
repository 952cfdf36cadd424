"""Which cells have some text in them, as they are shown and whatever the case of its letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.cells import spelled
from nntui.data.edits import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.column import Column

TINY = 1e-4
"""Numbers below are written with a power of ten."""

_MAY_BE_IN_A_NUMBER = re.compile(r"[-+.e\d]+", re.ASCII)


def matches(cells: pl.Series, column: Column, texts: Sequence[str]) -> list[NDArray[np.bool_]]:
    """For each of ``texts`` Boolean [rows]: True where the cell has it in it. An empty cell has nothing in it."""
    # Half a character, which no cell can hold, cannot be looked for either.
    wanted = [text.lower().encode(errors="replace").decode() for text in texts]
    if column.kind == "yes-no":
        no, yes = (word.lower() for word in column.words)
        return [_mask((cells & (text in yes)) | (cells.not_() & (text in no))) for text in wanted]
    if not column.numeric:
        return _containing(cells.str.to_lowercase(), wanted)
    possible = [text for text in wanted if _MAY_BE_IN_A_NUMBER.fullmatch(text)]
    masks = dict(zip(possible, _containing(_spelt(cells), possible) if possible else (), strict=True))
    return [masks[text] if text in masks else np.zeros(cells.len(), dtype=np.bool_) for text in wanted]


def _containing(cells: pl.Series, texts: Sequence[str]) -> list[NDArray[np.bool_]]:
    return [_mask(cells.str.contains(text, literal=True)) for text in texts]


def _spelt(cells: pl.Series) -> pl.Series:
    """Numbers as ``format_number`` has them."""
    spelt = spelled(cells)
    if cells.dtype == pl.Int64:
        return spelt
    # Only those next to 0 have more than one customary spelling: 1e-05 and 0.00001.
    tiny = ((cells.abs() < TINY) & (cells != 0.0)).arg_true()
    return spelt.scatter(tiny, [format_number(value) for value in cells.gather(tiny)]) if tiny.len() else spelt


def _mask(found: pl.Series) -> NDArray[np.bool_]:
    return found.fill_null(value=False).to_numpy()
