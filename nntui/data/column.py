"""What is said about one column of a table: its name, kind, role, unit and scaling."""

from __future__ import annotations

import math
from typing import Literal, get_args

import msgspec

from nntui.errors import DataError

Kind = Literal["number"]
Role = Literal["input", "target", "ignored"]
Method = Literal["none", "max", "min-max", "standard", "fixed"]

METHODS: tuple[Method, ...] = get_args(Method)


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
    """One column: ``unit`` is what its numbers count ("kg"), shown to people and never calculated with."""

    name: str
    kind: Kind = "number"
    role: Role = "input"
    scaling: Scaling = Scaling()
    unit: str = ""
