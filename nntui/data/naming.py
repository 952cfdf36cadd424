"""Names for the columns of a file, which may name them twice, not at all, or as no column can be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.checks import checked_name
from nntui.data.shown import HALF_CHARACTER, quoted
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence


def numbered(width: int) -> list[str]:
    """Names for columns that have none: x1, x2, ..."""
    return [f"x{number}" for number in range(1, width + 1)]


def mended(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names as columns can have them, each used once, and a line for each that is not as it was.

    Spaces around a name are left out without a word.
    """
    taken = {name.strip() for name in names}
    used: set[str] = set()
    kept, notes = [], []
    for number, given in enumerate(names, 1):
        name = _possible(given) or f"column {number}"
        if name in used or (name != given.strip() and name in taken):
            name = _free(name, taken | used)
        used.add(name)
        kept.append(name)
        if name != given.strip():
            reason = f"the name {quoted(given)}" if given.strip() else "no name"
            notes.append(f"column {number} has {reason}{_twice(given, names)}; it is called {quoted(name)}")
    return kept, notes


def _possible(name: str) -> str:
    """``name`` without what no column's name can hold; "" where nothing is left."""
    name = HALF_CHARACTER.sub("", name).replace("\0", "").strip()
    try:
        return checked_name(name)
    except DataError:
        return name.removesuffix("$").rstrip()


def _free(name: str, others: set[str]) -> str:
    number = 2
    while f"{name} {number}" in others:
        number += 1
    return f"{name} {number}"


def _twice(given: str, names: Sequence[str]) -> str:
    return " too" if given.strip() and [name.strip() for name in names].count(given.strip()) > 1 else ""
