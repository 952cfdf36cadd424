"""How the cells of one column of classes are coded: 0 and 1 for yes-no, one input or output a level for a category."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
import numpy as np
import polars as pl

from nntui.data.column import WORDS
from nntui.data.fills import filled
from nntui.data.shown import listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.column import Kind

EMPTY = "(empty)"
"""The name of the level that empty cells are, where they are one of their own."""
UNKNOWN = -1
"""The code of a cell that is none of the classes."""


class YesNo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="yes-no"):
    """A yes-no column as 0 and 1. ``words`` spell False and True; ``fill`` is what an empty cell is taken for."""

    kind: ClassVar[Kind] = "yes-no"

    name: str
    words: tuple[str, str] = WORDS
    fill: bool | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """The network's input that the column is: one, of its name."""
        return (self.name,)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the two classes, in the order of their codes."""
        return self.words

    @property
    def fills(self) -> bool:
        """Whether an empty cell is taken for something."""
        return self.fill is not None

    @property
    def beyond(self) -> str:
        """What would be said of a cell that is ``unfamiliar``."""
        return f"neither {listed(self.words[:1])} nor {listed(self.words[1:])}"

    def unfamiliar(self, cells: pl.Series) -> NDArray[np.bool_]:
        """Boolean [rows]: False, as there is no third value."""
        return np.zeros(cells.len(), dtype=np.bool_)

    def write(self, cells: pl.Series, into: NDArray[np.float32]) -> None:
        """Put 0 or 1 into ``into`` [rows, 1]. Raises DataError for an empty cell that nothing fills."""
        into[:, 0] = filled(cells, self.fill).to_numpy()

    def codes(self, cells: pl.Series) -> NDArray[np.int64]:
        """The class of each cell, int64 [rows]: 0, 1, or -1 where it is empty."""
        return cells.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="levels"):
    """A category as numbers of which that of the cell's level is 1 and the others are 0.

    ``levels`` are sorted; those of a yes-no column (``yes_no``) are its words for False and True. An empty cell is
    taken for ``fill`` or, with ``own``, is one more level, the last. All numbers are 0 for a level that is not known.
    """

    name: str
    levels: tuple[str, ...]
    fill: str | None = None
    own: bool = False
    yes_no: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of the column's cells."""
        return "yes-no" if self.yes_no else "category"

    @property
    def features(self) -> tuple[str, ...]:
        """The network's inputs that the column is: ``origin=usa`` for each level, no two of them the same."""
        empty = EMPTY
        while empty in self.levels:
            empty = f"({empty})"
        return tuple(f"{self.name}={level}" for level in (*self.levels, *([empty] if self.own else [])))

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, in the order of their codes."""
        return self.levels

    @property
    def fills(self) -> bool:
        """Whether an empty cell is taken for something."""
        return self.own or self.fill is not None

    @property
    def beyond(self) -> str:
        """What is said of a level that is ``unfamiliar``."""
        return f"not among the levels trained on ({listed(self.levels)})"

    def unfamiliar(self, cells: pl.Series) -> NDArray[np.bool_]:
        """Boolean [rows]: True where there is a level that is not known."""
        unfamiliar: NDArray[np.bool_] = (self.codes(cells) == UNKNOWN) & cells.is_not_null().to_numpy()
        return unfamiliar

    def write(self, cells: pl.Series, into: NDArray[np.float32]) -> None:
        """Put a 1 for each cell's level into ``into`` [rows, features], and 0 beside it.

        Raises DataError for an empty cell that nothing fills.
        """
        codes = self.codes(cells if self.own else filled(cells, self.fill))
        if self.own and cells.null_count():
            codes = np.where(cells.is_null().to_numpy(), len(self.levels), codes)
        write_one_hot(codes, into)

    def codes(self, cells: pl.Series) -> NDArray[np.int64]:
        """The level of each cell, int64 [rows], counted from 0; -1 where it is empty or not known."""
        codes = cells if self.yes_no else cells.cast(pl.Enum(self.levels), strict=False).to_physical()
        return codes.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()


def write_one_hot(codes: NDArray[np.int64], into: NDArray[np.float32]) -> None:
    """Put a 1 for each of ``codes`` [rows] into ``into`` [rows, classes], and 0 beside it; nothing but 0 for a -1."""
    into[:] = 0
    known = np.flatnonzero(codes != UNKNOWN)
    into[known, codes[known]] = 1
