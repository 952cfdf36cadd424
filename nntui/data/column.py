"""Columns: what is said about one, and which of a table's columns are inputs and targets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
from msgspec.structs import replace

from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

Kind = Literal["number", "whole", "yes-no", "category", "text"]
Role = Literal["input", "target", "ignored", "split"]
Method = Literal["none", "max", "min-max", "standard", "fixed"]
Missing = Literal["drop", "refuse", "mean", "median", "frequent", "own"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)
METHODS: tuple[Method, ...] = get_args(Method)
POLICIES: tuple[Missing, ...] = get_args(Missing)

NUMERIC: frozenset[Kind] = frozenset({"number", "whole"})
CLASSES: frozenset[Kind] = frozenset({"yes-no", "category"})
WORDS = ("no", "yes")


class Scaling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column's values become numbers of the size a network likes.

    ``none`` leaves them; ``max`` divides by the largest; ``min-max`` maps the range to 0..1; ``standard`` subtracts the
    mean and divides by the deviation; ``fixed`` divides by ``divisor``. Raises DataError for a fixed scaling without a
    usable divisor.
    """

    method: Method = "standard"
    divisor: float | None = None

    def __post_init__(self) -> None:
        """Refuse a scaling that cannot be undone."""
        if self.method not in METHODS:
            raise DataError(f"scaling: {self.method!r} is not known; choose one of {', '.join(METHODS)}")
        if (self.method == "fixed") != (self.divisor is not None):
            raise DataError("scaling: fixed, and only fixed, takes a divisor, as in fixed:100")
        if self.divisor is not None and (self.divisor == 0 or not math.isfinite(self.divisor)):
            raise DataError(f"scaling: cannot divide by {self.divisor:g}")

    def __str__(self) -> str:
        """Read back by ``parse_scaling``."""
        return self.method if self.divisor is None else f"fixed:{self.divisor:g}"


def parse_scaling(text: str) -> Scaling:
    """The scaling that ``text`` names: ``standard``, ``max``, ``fixed:100``, ... Raises DataError."""
    method, _, divisor = text.strip().partition(":")
    try:
        return msgspec.convert({"method": method, "divisor": float(divisor) if divisor else None}, Scaling)
    except (msgspec.ValidationError, ValueError) as error:
        raise DataError(
            f"scaling: {text!r} is not known; choose one of {', '.join(METHODS)} (fixed as fixed:100)"
        ) from error


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a table.

    ``unit`` is what its numbers count ("kg"), shown to people and never calculated with. ``missing`` says what becomes
    of a row whose cell is empty: it is left out (drop), or refused, or the cell is filled with the training rows' mean,
    median or most frequent value, or being empty is a category of its own. ``words`` spell False and True in a yes-no
    column. ``formula``, where there is one, calculates the cells from those of other columns. A column in the role
    ``split`` says which rows are held out. Raises DataError for a kind, role or policy that is not known, and for words
    that cannot be told apart.
    """

    name: str
    kind: Kind = "number"
    role: Role = "input"
    scaling: Scaling = Scaling()
    unit: str = ""
    missing: Missing = "drop"
    words: tuple[str, str] = WORDS
    formula: str = ""

    def __post_init__(self) -> None:
        """Refuse what no column can be."""
        for what, value, known in (("kind", self.kind, KINDS), ("role", self.role, ROLES)):
            if value not in known:
                raise DataError(
                    f"{one_line(self.name)}: {what} {value!r} is not known; choose one of {', '.join(known)}"
                )
        if self.missing not in POLICIES:
            raise DataError(f"{one_line(self.name)}: empty cells: choose one of {', '.join(POLICIES)}")
        no, yes = (word.strip().casefold() for word in self.words)
        if not no or not yes or no == yes:
            raise DataError(
                f"{one_line(self.name)}: {quoted(self.words[0])} and {quoted(self.words[1])} must be two words"
            )

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMERIC

    @property
    def classes(self) -> bool:
        """Whether its cells name one of a few classes."""
        return self.kind in CLASSES

    def allows(self, missing: Missing) -> bool:
        """Whether empty cells of this kind and in this role can be taken so."""
        if missing in {"drop", "refuse"}:
            return True
        if self.role == "target":
            return False
        return self.numeric if missing in {"mean", "median"} else self.classes or missing == "frequent"

    def settled(self) -> Column:
        """The column, with rows left out for an empty cell where its kind or role cannot take one as it is to."""
        return self if self.allows(self.missing) else replace(self, missing="drop")


PAIRS = (
    ("no", "yes"),
    ("false", "true"),
    ("n", "y"),
    ("f", "t"),
    ("off", "on"),
    ("nein", "ja"),
    ("non", "oui"),
    ("0", "1"),
)
"""Words that say no and yes, in small letters."""


def pair_of(levels: list[str]) -> tuple[str, str] | None:
    """The words for no and yes as ``levels``, the different words of a column, spell them; None if they are no such."""
    by_word = {level.strip().casefold(): level for level in levels}
    for no, yes in PAIRS:
        if set(by_word) == {no, yes} and len(levels) == len(by_word):
            return by_word[no], by_word[yes]
    return None


def words_of(cells: pl.Series) -> tuple[str, str]:
    """The words for no and yes of a column that has two different cells at most.

    Of two words that are no such pair the first in the alphabet means no. Raises DataError for more than two.
    """
    import polars as pl  # the first paint waits for this room, and not for polars

    if cells.dtype != pl.String:
        return WORDS
    levels: list[str] = sorted(cells.drop_nulls().unique().to_list())
    if len(levels) > 2:
        raise DataError(f"{one_line(cells.name)}: it has {len(levels):,} different values; yes or no are two")
    if len(levels) < 2:
        return WORDS
    return pair_of(levels) or (levels[0], levels[1])


def chosen_roles(
    columns: Sequence[Column], inputs: Sequence[str] | None = None, targets: Sequence[str] | None = None
) -> tuple[Column, ...]:
    """The columns with their roles chosen by name.

    Without ``targets`` the last column that is not among ``inputs`` is the target, if possible one that is not text or
    ignored; without ``inputs`` all but the targets are inputs, text and ignored columns again left out. What is left is
    ignored; a column that says which rows are held out goes on doing so unless it is named. Raises DataError for a name
    that is not there, one that is both, and when no column is left for the target.
    """
    names = [column.name for column in columns]
    for name in (*(inputs or ()), *(targets or ())):
        if name not in names:
            raise DataError(f"no column {quoted(name)}; there are {as_list(names)}")
    wanted, answers = set(inputs or ()), set(targets or ())
    if not answers:
        left = [column for column in columns if column.name not in wanted]
        usable = [column for column in left if _usable(column)]
        answers = {column.name for column in (usable or left)[-1:]}
    if not answers:
        raise DataError("every column is an input; leave one to be the target")
    if not wanted:
        wanted = {column.name for column in columns if _usable(column)} - answers
    if both := wanted & answers:
        raise DataError(f"column {quoted(min(both))} cannot be both an input and a target")
    return tuple(_with_role(column, wanted, answers) for column in columns)


def _usable(column: Column) -> bool:
    return column.kind != "text" and column.role in {"input", "target"}


def _with_role(column: Column, wanted: set[str], answers: set[str]) -> Column:
    name = column.name
    other: Role = "split" if column.role == "split" else "ignored"
    role: Role = "input" if name in wanted else "target" if name in answers else other
    return replace(column, role=role).settled()
