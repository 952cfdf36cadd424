"""Further inputs calculated from the first two inputs of numbers: squares, their product, and sines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.data.column import Column
from nntui.data.formula.functions import is_reserved
from nntui.data.formula.tokens import in_backquotes, is_plain
from nntui.data.kinds import INPUT
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from nntui.data.table import Table


@dataclass(frozen=True, slots=True)
class FeatureRecord:
    """A calculated input: its ``name`` and ``formula`` with ``{a}`` and ``{b}`` for the inputs that it is made of."""

    name: str
    formula: str
    meaning: str

    @property
    def takes_two(self) -> bool:
        """Whether it needs the second input."""
        return "{b}" in self.formula


FEATURES: dict[str, FeatureRecord] = {
    record.name: record
    for record in (
        FeatureRecord("{a}^2", "{a} ** 2", "the square of the first input"),
        FeatureRecord("{b}^2", "{b} ** 2", "the square of the second input"),
        FeatureRecord("{a}*{b}", "{a} * {b}", "the product of both"),
        FeatureRecord("sin {a}", "sin({a})", "the sine of the first input"),
        FeatureRecord("sin {b}", "sin({b})", "the sine of the second input"),
    )
}
"""In the order of the digits that choose them."""


def feature_sources(table: Table) -> tuple[Column, ...]:
    """The first two inputs that are numbers and not calculated, or as many as there are."""
    found = [each for each in table.inputs if each.numeric and not each.temporal and not each.formula]
    return tuple(found[:2])


def possible_features(table: Table) -> dict[str, tuple[FeatureRecord, Column | None]]:
    """The calculated inputs that ``table`` can have, by name, and the column that each is now, None if it is none."""
    names = [column.name for column in feature_sources(table)]
    found: dict[str, tuple[FeatureRecord, Column | None]] = {}
    for record in FEATURES.values():
        if len(names) > record.takes_two:
            column = _column(record, names)
            same = (each for each in table.columns if each.formula == column.formula and each.learnt)
            found[column.name] = record, next(same, None)
    return found


def with_feature(table: Table, name: str) -> tuple[str, Table]:
    """The name of the edit, and ``table`` with the calculated input of this ``name``; without it where it has it.

    Raises DataError for a name that the table cannot have, or that another column has, and for one that is calculated
    from.
    """
    known = possible_features(table)
    if name not in known:
        raise DataError(f"there is no calculated input {one_line(name)}")
    record, present = known[name]
    if present is not None:
        return f"column {one_line(present.name)} deleted", table.without_column(table.index(present.name))
    sources = feature_sources(table)
    column = _column(record, [each.name for each in sources], like=sources[0])
    at = 1 + max(number for number, each in enumerate(table.columns) if each.is_input)
    return f"column {one_line(name)} inserted", table.with_new_column(at, column)


def _column(record: FeatureRecord, names: list[str], like: Column | None = None) -> Column:
    spelt = [name if is_plain(name) and not is_reserved(name) else in_backquotes(name) for name in names]
    plain, written = ({"a": each[0], "b": each[-1]} for each in (names, spelt))
    column = Column(record.name.format(**plain), role=INPUT, formula=record.formula.format(**written))
    return column if like is None else Column(column.name, role=INPUT, formula=column.formula, scaling=like.scaling)
