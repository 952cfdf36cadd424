"""What is typed into a form's field, read as a value, and a value written as what may be typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from nntui.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_WHOLE = 2**63 - 1
"""The largest whole number that a session file can hold."""


def read_whole(text: str) -> int:
    """The whole number that ``text`` says. Raises SpecError."""
    if not re.fullmatch(r"\s*[-+]?[0-9]+\s*", text):
        raise SpecError("give a whole number")
    # A number of many thousand digits is refused by its length: Python itself declines to read it.
    if len(text.strip()) > len(str(LARGEST_WHOLE)) or abs(int(text)) > LARGEST_WHOLE:
        raise SpecError("too large")
    return int(text)


def read_number(text: str) -> float:
    """The finite number that ``text`` says. Raises SpecError."""
    if not re.fullmatch(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*", text):
        raise SpecError("give a number, as 0.01 or 1e-2")
    if float(text) in (float("inf"), float("-inf")):
        raise SpecError("too large")
    return float(text)


def read_optional(text: str) -> float | None:
    """The number that ``text`` says, None where it says nothing. Raises SpecError."""
    return read_number(text) if text.strip() else None


def read_hidden(text: str) -> tuple[int, ...]:
    """Neurons of each hidden layer: ``8,8`` (or ``8 8``), empty for none. Raises SpecError."""
    try:
        return tuple(read_whole(part) for part in re.split(r"\s*,\s*|\s+", text.strip())) if text.strip() else ()
    except SpecError as error:
        raise SpecError("give whole numbers, as 8,8") from error


def read_batch(text: str) -> int | None:
    """Rows per update, None for ``full``. Raises SpecError."""
    if text.strip().lower() == "full":
        return None
    try:
        return read_whole(text)
    except SpecError as error:
        raise SpecError("give a whole number, or full") from error


def read_share(text: str) -> float:
    """A share below 1, as ``0.2`` or ``20%``; nothing is 0. Raises SpecError."""
    number = text.strip()
    percent = number.endswith("%")
    share = read_number(number.removesuffix("%") or "?") / (100 if percent else 1) if number else 0.0
    if not 0 <= share < 1:
        raise SpecError("give a share below 1, as 0.2 or 20%")
    return share


def write_number(value: float | None) -> str:
    """The shortest text that reads back as ``value``; nothing for None."""
    return "" if value is None else repr(value).removesuffix(".0")


class Way(NamedTuple):
    """How a field's text is read (raising SpecError) and how its value is written."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


WORD = Way(str, str)
SWITCH = Way("on".__eq__, lambda on: "on" if on else "off")
WHOLE = Way(read_whole, str)
NUMBER = Way(read_number, write_number)
OPTIONAL = Way(read_optional, write_number)
HIDDEN = Way(read_hidden, lambda widths: ",".join(map(str, widths)))
BATCH = Way(read_batch, lambda rows: "full" if rows is None else str(rows))
SHARE = Way(read_share, write_number)
