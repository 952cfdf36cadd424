"""The built-in tables: CSV files, each with a JSON file about its columns and its origin, and a text of notes."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import polars as pl

from nntui.data.column import Column, parse_scaling
from nntui.data.encoding.shape import Task, shape_of
from nntui.data.kinds import INPUT, NUMBER, TARGET, Kind, Role
from nntui.data.scalings import STANDARD
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import as_list, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

ValueT = TypeVar("ValueT")

TABLES = Path(__file__).with_name("tables")
NAMES = ("tutorial", "xor", "cars", "iris", "wine", "breast-cancer", "diabetes", "digits")
OTHERS = "*"
"""In a table's JSON file: every column that is not named and not the target."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The description of a built-in table; units, scalings, kinds and roles by column name, or by ``OTHERS``.

    A column without a kind holds numbers. The last column is the target, and the others are inputs, without a role.
    """

    title: str
    source: str
    licence: str
    units: dict[str, str] = {}
    scaling: dict[str, str] = {}
    kinds: dict[str, Kind] = {}
    roles: dict[str, Role] = {}


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
    task: Task


def names() -> tuple[str, ...]:
    """The names of the tables, the simplest first."""
    return NAMES


def titles() -> list[tuple[str, str]]:
    """The name and the title of each table, in the order of ``names``; reads none of the tables."""
    return [(name, _about(name).title) for name in NAMES]


def describe() -> list[Dataset]:
    """The tables, in the order of ``names``."""
    return [_described(name) for name in NAMES]


def load(name: str) -> Table:
    """A built-in table, its last column the target. Raises DataError for a name that is not known."""
    about = _about(name)
    text = _text(name)
    header = text[: text.index(b"\n")].decode().split(",")
    columns = [_column(each, about, target=each == header[-1]) for each in header]
    dtypes = {column.name: column.dtype for column in columns}
    return Table.of(columns, pl.read_csv(text, schema=dtypes))


def notes(name: str) -> str:
    """The notes of a built-in table, in paragraphs: its columns, its origin, a good score, what to try."""
    _about(name)
    return notes_in(TABLES / f"{name}.txt")


def notes_in(file: Path) -> str:
    """The paragraphs of a file of notes, each one line; they are separated by empty lines in the file."""
    paragraphs = file.read_text(encoding="utf-8").split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs if each.strip())


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
        notes=notes(name),
        task=shape_of(table).task,
    )


def _about(name: str) -> About:
    if name not in NAMES:
        raise DataError(f"no built-in table {quoted(name)}; there are {as_list(NAMES)}")
    return msgspec.json.decode((TABLES / f"{name}.json").read_bytes(), type=About)


def _text(name: str) -> bytes:
    """The table's CSV file; a large one is compressed."""
    plain = TABLES / f"{name}.csv"
    return plain.read_bytes() if plain.exists() else gzip.decompress((TABLES / f"{name}.csv.gz").read_bytes())


def _column(name: str, about: About, *, target: bool) -> Column:
    def described(of: Mapping[str, ValueT], otherwise: ValueT) -> ValueT:
        return of.get(name, otherwise if target else of.get(OTHERS, otherwise))

    return Column(
        name,
        kind=described(about.kinds, NUMBER),
        role=described(about.roles, TARGET if target else INPUT),
        scaling=parse_scaling(described(about.scaling, STANDARD)),
        unit=described(about.units, ""),
    )
