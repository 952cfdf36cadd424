"""Codes one column's cells as numbers and back: scaled numbers, 0 and 1, or one input per level."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import msgspec
import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.cells import checked_series
from nntui.data.column import Column
from nntui.data.encoding.scaling import Scale, fill_cells
from nntui.data.kinds import CATEGORY, YES_NO
from nntui.data.policies import EMPTY
from nntui.data.words import WORDS
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.kinds import Kind

MOST_LEVELS = 1_000
"""Levels that a category may have; one with more names its rows rather than groups them."""


def coder_of(column: Column, cells: pl.Series) -> Coder:
    """The coder of ``column``, fitted to ``cells``, those of the rows to train on, at least one.

    Raises DataError if all of them are empty, unless that is a level of its own, for numbers too large to scale,
    and as ``class_coder_of`` does.
    """
    own = has_own_class(column, cells)
    if not own:
        check_some(column, cells)
    unused = column.policy.where_empty and not cells.null_count()
    fill = None if unused or column.policy.fill is None else column.policy.fill(cells)
    if column.numeric:
        numbers = cells.drop_nulls().cast(pl.Float64).to_numpy()
        return Scale.fit(column, numbers, None if fill is None else float(fill))
    return replace(class_coder_of(column, cells), fill=fill)


def has_own_class(column: Column, cells: pl.Series) -> bool:
    """Whether being empty is a class of its own, given the ``cells`` of the rows to train on."""
    return column.policy.own_class and not (column.policy.where_empty and not cells.null_count())


def class_coder_of(column: Column, cells: pl.Series) -> YesNo | Levels:
    """The same for a column of classes, except that nothing is filled in yet.

    Raises DataError for a category without a level, unless empty cells are one, or with more than ``MOST_LEVELS``, and
    for a target of a single level.
    """
    own = has_own_class(column, cells)
    if column.boolean:
        return Levels(column.name, column.words, own=True, yes_no=True) if own else YesNo(column.name, column.words)
    return Levels(column.name, _levels(column, cells), own=own)


def encode_columns(coders: Sequence[Coder], frame: pl.DataFrame) -> NDArray[np.float32]:
    """The columns of ``frame`` coded, side by side: [rows, features of all]."""
    into = np.empty((frame.height, sum(len(coder.features) for coder in coders)), dtype=np.float32)
    for coder, columns in zip(coders, feature_slices(coders), strict=True):
        coder.write(cells_for(frame, coder), into[:, columns])
    return into


def feature_slices(coders: Sequence[Coder]) -> list[slice]:
    """The columns of each of ``coders`` among the features of all."""
    ends = np.cumsum([0, *(len(coder.features) for coder in coders)]).tolist()
    return [slice(start, stop) for start, stop in pairwise(ends)]


def cells_for(frame: pl.DataFrame, coder: Coder) -> pl.Series:
    """The column of ``frame`` that ``coder`` codes, in its type. Raises DataError if there is none."""
    # Not frame.select, which takes a name such as "*" for a pattern.
    cells = frame.get_column(coder.name, default=None)
    if cells is None:
        raise DataError(f"no column {quoted(coder.name)}; there are {as_list(frame.columns)}")
    column = Column(coder.name, kind=coder.kind)
    return cells if cells.dtype == column.dtype else checked_series(column, cells)


def check_some(column: Column, cells: pl.Series) -> None:
    """Raise DataError where all of ``cells``, those of the rows to train on, are empty."""
    if cells.null_count() == cells.len():
        advice = "fill it in, or choose another target" if column.is_target else "fill it in, or ignore it"
        raise DataError(f"{one_line(column.name)}: is empty in every row to train on; {advice}")


def _levels(column: Column, cells: pl.Series) -> tuple[str, ...]:
    found = cells.drop_nulls().unique().sort()
    if not column.policy.own_class:
        check_some(column, found)
    if found.len() > MOST_LEVELS:
        many = f"has {found.len():,} levels, more than the {MOST_LEVELS:,} that can be coded"
        raise DataError(f"{one_line(column.name)}: {many}; ignore it")
    if column.is_target and found.len() == 1:
        single = f"is {quoted(found[0])} in every row to train on"
        raise DataError(f"{one_line(column.name)}: {single}; a target of classes needs two of them")
    return tuple(found.to_list())


FEW = 100
"""Levels among which words are compared without their case."""
UNKNOWN = -1
"""The code of a cell that is none of the classes."""


_WHOLE = re.compile(r"\s*\+?(-?(?:0|[1-9]\d*))(?:\.0*|,00?)?\s*", re.ASCII)


def _whole_number(text: str) -> str:
    """The whole number that ``text`` spells, without a fraction of zeros; "" for other texts, codes such as 01 too.

    A comma before one or two zeros begins a fraction: before three it may group digits.
    """
    found = _WHOLE.fullmatch(text)
    return "" if found is None else found[1]


class YesNo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="yes-no"):
    """A yes-no column as 0 and 1. ``words`` spell False and True; ``fill`` stands in for an empty cell."""

    kind: ClassVar[str] = YES_NO

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
        """True if an empty cell can be coded."""
        return self.fill is not None

    @property
    def beyond(self) -> str:
        """The warning about an ``unfamiliar`` cell."""
        return f"neither {as_list(self.words[:1])} nor {as_list(self.words[1:])}"

    def unfamiliar(self, cells: pl.Series) -> NDArray[np.bool_]:
        """Boolean [rows]: False, as there is no third value."""
        return np.zeros(cells.len(), dtype=np.bool_)

    def write(self, cells: pl.Series, into: NDArray[np.float32]) -> None:
        """Put 0 or 1 into ``into`` [rows, 1]. Raises DataError for an empty cell that nothing fills."""
        into[:, 0] = fill_cells(cells, self.fill).to_numpy()

    def codes(self, cells: pl.Series) -> NDArray[np.int64]:
        """The class of each cell, int64 [rows]: 0, 1, or -1 where it is empty."""
        return cells.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="levels"):
    """A category as numbers of which that of the cell's level is 1 and the others are 0.

    ``levels`` are sorted; those of a yes-no column (``yes_no``) are its words for False and True. An empty cell is
    coded as ``fill`` or, with ``own``, is one more level, the last. All numbers are 0 for an unknown level.
    """

    name: str
    levels: tuple[str, ...]
    fill: str | None = None
    own: bool = False
    yes_no: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of the column's cells."""
        return YES_NO if self.yes_no else CATEGORY

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
        """True if an empty cell can be coded."""
        return self.own or self.fill is not None

    @property
    def beyond(self) -> str:
        """The warning about an ``unfamiliar`` level."""
        return f"not among the levels trained on ({as_list(self.levels)})"

    def unfamiliar(self, cells: pl.Series) -> NDArray[np.bool_]:
        """Boolean [rows]: True where there is a level that is not known."""
        unfamiliar: NDArray[np.bool_] = (self.codes(cells) == UNKNOWN) & cells.is_not_null().to_numpy()
        return unfamiliar

    def write(self, cells: pl.Series, into: NDArray[np.float32]) -> None:
        """Put a 1 for each cell's level into ``into`` [rows, features], and 0 beside it.

        Raises DataError for an empty cell that nothing fills.
        """
        codes = self.codes(cells if self.own else fill_cells(cells, self.fill))
        if self.own and cells.null_count():
            codes = np.where(cells.is_null().to_numpy(), len(self.levels), codes)
        write_one_hot(codes, into)

    def codes(self, cells: pl.Series) -> NDArray[np.int64]:
        """The level of each cell, int64 [rows], counted from 0; -1 where it is empty or not known.

        A whole number is the same level however it is written: 1.0 is level 1. Case and blanks around a word do not
        matter where no two levels differ in these alone.
        """
        if self.yes_no:
            return cells.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()
        codes = cells.cast(pl.Enum(self.levels), strict=False).to_physical().cast(pl.Int64)
        unknown = codes.is_null() & cells.is_not_null()
        if unknown.any():
            by_number = {number: code for code, level in enumerate(self.levels) if (number := _whole_number(level))}
            by_word = _unique_words(self.levels)
            found = {
                text: by_number.get(_whole_number(text), by_word.get(text.strip().casefold()))
                for text in cells.filter(unknown).unique().to_list()
            }
            others = cells.replace_strict(list(found), list(found.values()), default=None, return_dtype=pl.Int64)
            codes = codes.fill_null(others)
        return codes.fill_null(UNKNOWN).to_numpy()


def _unique_words(levels: Sequence[str]) -> dict[str, int]:
    """The numbers of the levels that no other differs from in case and blanks alone, by the word in lower case."""
    words = [level.strip().casefold() for level in levels]
    return {word: code for code, word in enumerate(words) if words.count(word) == 1} if len(words) <= FEW else {}


Coder = Scale | YesNo | Levels


def write_one_hot(codes: NDArray[np.int64], into: NDArray[np.float32]) -> None:
    """Put a 1 for each of ``codes`` [rows] into ``into`` [rows, classes], and 0 beside it; nothing but 0 for a -1."""
    into[:] = 0
    known = np.flatnonzero(codes != UNKNOWN)
    into[known, codes[known]] = 1
