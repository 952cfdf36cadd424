"""Worked sums: every term where there are few of them, else the largest, and the others counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nntui.session.walk.figures import ANY, LISTED, line, shown
from nntui.session.walk.place import Calculation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a sum, of which there may be a million: each the product of a row of ``factors`` [terms, factors].

    ``symbols`` gives those of a term by its number. ``added`` are further terms of one number each, with their symbols.
    """

    factors: NDArray[np.float64]
    symbols: Callable[[int], str]
    added: Sequence[tuple[str, float]] = ()

    @classmethod
    def of(
        cls, factors: Sequence[ArrayLike], symbols: Callable[[int], str], added: Sequence[tuple[str, float]] = ()
    ) -> Terms:
        """The terms whose factors are these columns."""
        return cls(np.stack([np.asarray(each, np.float64) for each in factors], axis=1), symbols, added)

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self.factors) + len(self.added)

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """Each term [terms]."""
        added = np.array([value for _, value in self.added], np.float64)
        with np.errstate(all="ignore"):
            return np.concatenate([self.factors.prod(axis=1), added])

    @property
    def total(self) -> float:
        """Their sum."""
        return _total(self.values)

    def term(self, number: int) -> tuple[str, list[float]]:
        """The symbols of a term, and its factors."""
        if number < len(self.factors):
            return self.symbols(number), self.factors[number].tolist()
        symbols, value = self.added[number - len(self.factors)]
        return symbols, [value]

    def listed(self) -> list[int]:
        """The numbers of the terms that are written out, in their order: all, or the largest of many."""
        if len(self) <= LISTED + 1:
            return list(range(len(self)))
        sizes = np.nan_to_num(np.abs(self.values), nan=math.inf)
        least = np.partition(sizes, -LISTED)[-LISTED]
        larger = np.flatnonzero(sizes > least)
        return sorted([*larger.tolist(), *np.flatnonzero(sizes == least)[: LISTED - len(larger)].tolist()])


def _total(values: NDArray[np.float64]) -> float:
    with np.errstate(all="ignore"):  # a diverging network has infinite terms
        return float(values.sum())


def sum_line(
    name: str,
    terms: Terms,
    *,
    result: float,
    lesson: str = "",
    words: str = "",
    symbols: str = "",
    within: tuple[float, float] = ANY,
    slips: Sequence[float] = (),
) -> tuple[Calculation, list[int]]:
    """A worked sum of ``terms``, and the numbers of those that are listed."""
    listed = terms.listed()
    pieces: list[str] = []
    values: list[float] = []
    written: list[str] = []
    lengths: list[int] = []
    for number in listed:
        term, factors = terms.term(number)
        pieces.append(" · ".join(f"{{{len(values) + place}}}" for place in range(len(factors))))
        values += factors
        written.append(term)
        lengths.append(len(factors))
    if rest := len(terms) - len(listed):
        others = np.ones(len(terms), bool)
        others[listed] = False
        pieces.append(f"{{{len(values)}}} (the {rest:,} others)")
        values.append(_total(terms.values[others]))
        written.append(f"{rest:,} more")
        lengths.append(1)

    def total(*numbers: float) -> float:
        start, parts = 0, []
        for length in lengths:
            parts.append(math.prod(numbers[start : start + length]))
            start += length
        return math.fsum(parts)

    if len(values) == 1 and written == [symbols or written[0]]:
        made = Calculation(name, written[0], "", shown(result), result, "=", lesson, words, within, tuple(slips))
        return made, listed
    made = line(
        name,
        symbols or " + ".join(written),
        " + ".join(pieces),
        values,
        total,
        result=result,
        lesson=lesson,
        words=words,
        within=within,
        slips=slips,
    )
    return made, listed
