"""Text from outside as it may stand in a one-line message: short, and with nothing in it that a terminal would obey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 40
"""Characters of a cell or a name that a message shows."""
MOST_NAMES = 12
"""Names that a message lists before it says how many more there are."""

HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""One half of a character of UTF-16, which neither files nor polars can keep."""

_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F


def shown(text: str) -> str:
    """``text`` on one line: control characters as symbols, what else does not print as a mark, a long rest as "…"."""
    start = "".join(_visible(character) for character in text[:LONGEST])
    return f"{start}…" if len(text) > LONGEST else start


def quoted(text: str) -> str:
    """The same between quotes, for cells and for names that were asked for."""
    return f"'{shown(text)}'"


def listed(names: Iterable[str]) -> str:
    """``age, weight, speed``; of many names the first, and how many more there are."""
    every = [shown(name) for name in names]
    more = len(every) - MOST_NAMES
    return ", ".join(every) if more <= 0 else f"{', '.join(every[:MOST_NAMES])} and {more} more"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if code < ord(" "):
        return chr(_CONTROL_PICTURES + code)
    return "␡" if code == _DELETE else "\N{REPLACEMENT CHARACTER}"
