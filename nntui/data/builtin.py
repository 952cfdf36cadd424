"""The tables that come with nntui: CSV files, each beside a JSON file that says what it is and where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace as changed

from nntui.data.column import Column, parse_scaling
from nntui.data.files import read_table
from nntui.data.shown import listed, quoted
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.table import Table

TABLES = Path(__file__).with_name("tables")
NAMES = ("tutorial", "xor", "cars")


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a built-in table; units and scalings by column name."""

    title: str
    source: str
    licence: str
    notes: str
    units: dict[str, str] = {}
    scaling: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One line of the list of built-in tables; ``inputs`` and ``targets`` are names of columns."""

    name: str
    title: str
    rows: int
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    source: str
    licence: str
    notes: str


def names() -> tuple[str, ...]:
    """What ``load`` takes, the simplest first."""
    return NAMES


def describe() -> list[Dataset]:
    """What there is, in the order of ``names``."""
    return [_described(name) for name in NAMES]


def load(name: str) -> Table:
    """A built-in table, its last column the target. Raises DataError for a name that is not known."""
    about = _about(name)
    table = read_table(TABLES / f"{name}.csv")
    for number, column in enumerate(table.columns):
        table = table.with_column(number, _with_about(column, about))
    return table


def _described(name: str) -> Dataset:
    table, about = load(name), _about(name)
    return Dataset(
        name=name,
        title=about.title,
        rows=table.height,
        inputs=tuple(column.name for column in table.inputs),
        targets=tuple(column.name for column in table.targets),
        source=about.source,
        licence=about.licence,
        notes=about.notes,
    )


def _about(name: str) -> About:
    if name not in NAMES:
        raise DataError(f"no built-in table {quoted(name)}; there are {listed(NAMES)}")
    return msgspec.json.decode((TABLES / f"{name}.json").read_bytes(), type=About)


def _with_about(column: Column, about: About) -> Column:
    scaling = about.scaling.get(column.name)
    return changed(
        column,
        unit=about.units.get(column.name, ""),
        scaling=column.scaling if scaling is None else parse_scaling(scaling),
    )
