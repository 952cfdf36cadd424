"""What is said about one column of a table: its name, kind, role, unit, scaling, and how its empty cells are taken."""

from __future__ import annotations

import math
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from nntui.data.shown import quoted, shown
from nntui.errors import DataError

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
                raise DataError(f"{shown(self.name)}: {what} {value!r} is not known; choose one of {', '.join(known)}")
        if self.missing not in POLICIES:
            raise DataError(f"{shown(self.name)}: empty cells: choose one of {', '.join(POLICIES)}")
        no, yes = (word.strip().casefold() for word in self.words)
        if not no or not yes or no == yes:
            raise DataError(
                f"{shown(self.name)}: {quoted(self.words[0])} and {quoted(self.words[1])} must be two words"
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
