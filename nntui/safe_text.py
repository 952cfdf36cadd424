"""Makes text from outside (cells, names, paths) safe to show: visible, on one line, nothing that a terminal obeys.

The screen, the command line and every message use these rules:

- a control character becomes its picture (ESC is "␛"), an unusual space a plain one;
- whatever reorders, hides or resizes its neighbours (bidirectional and other format characters, variation selectors,
  fillers), separates lines or has no meaning (lone surrogates, unassigned code points) becomes "�";
- more than ``MOST_MARKS`` accents on one character become "�" too.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSHOWN = "\N{REPLACEMENT CHARACTER}"
"""Shown for a character that cannot be shown itself."""
MOST_MARKS = 3
"""Accents kept on one character: enough for every script, too few to climb into the lines above."""
LONGEST = 40
"""Characters of a cell or a name in a message."""
MOST_NAMES = 12
"""Names that a message lists before it counts the rest."""

LONGEST_STEM = 100
"""Bytes of the name of a file that is derived from another name."""
IN_FILE_NAMES = frozenset(" ._+-()@=,")
"""What is left as it is in such a name, besides letters and digits."""

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a UTF-16 pair, which neither files nor polars can store."""

_PICTURES = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\N{SYMBOL FOR DELETE}"}
# Printable by name, yet of a width that terminals disagree on: joiners, fillers and variation selectors.
_RESIZING = {0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Letters and symbols by name, drawn within the character before them: Hangul vowels and finals, skin tones.
_LIKE_MARKS = {*range(0x1161, 0x1200), *range(0xD7B0, 0xD800), *range(0x1F3FB, 0x1F400)}


def visible(text: str) -> str:
    """``text`` on one line, each character visible and harmless."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = MOST_MARKS  # nothing to put an accent on yet
    for character in text:
        sign, is_mark = _sign(character)
        if is_mark and marks >= MOST_MARKS:
            sign, is_mark = UNSHOWN, False
        marks = marks + 1 if is_mark else 0
        shown.append(sign)
    return "".join(shown)


def visible_lines(text: str) -> str:
    """``text`` with its line feeds kept, and everything else as ``visible`` has it."""
    return "\n".join(map(visible, text.split("\n")))


def one_line(text: str, limit: int = LONGEST) -> str:
    """The first ``limit`` characters of ``text``, made visible; "…" for the rest."""
    return visible(text[:limit]) + ("…" if len(text) > limit else "")


def quoted(text: str) -> str:
    """``one_line`` in quotes, for cells and for names that the user gave."""
    return f"'{one_line(text)}'"


def as_list(names: Iterable[str]) -> str:
    """``age, weight, speed``; of many names the first ``MOST_NAMES`` and the number of the others."""
    every = [one_line(name) for name in names]
    more = len(every) - MOST_NAMES
    return ", ".join(every) if more <= 0 else f"{', '.join(every[:MOST_NAMES])} and {more} more"


def as_choice(words: Iterable[str]) -> str:
    """``drop, refuse or mean``."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def number_of(count: int, noun: str) -> str:
    """``1 row``, ``2,500 rows``: a number of what ``noun``, with a plural in s, names."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def file_stem(name: str) -> str:
    """``name`` as the name of a file without its ending: never a path, and one that every system takes."""
    encoding = sys.getfilesystemencoding()
    known = name.encode(encoding, "replace").decode(encoding)
    kept = "".join(
        each if each.isalnum() or unicodedata.category(each)[0] == "M" or each in IN_FILE_NAMES else "_"
        for each in visible(known)
    )
    return kept.encode(encoding)[:LONGEST_STEM].decode(encoding, "ignore").strip(" .-") or "session"


@lru_cache(maxsize=4_096)
def _sign(character: str) -> tuple[str, bool]:
    """The sign for ``character``, and True if it is drawn on the character before it, as an accent is."""
    code, category = ord(character), unicodedata.category(character)
    if code in _PICTURES:
        return _PICTURES[code], False
    if category == "Zs":
        return " ", False
    if code in _RESIZING or not character.isprintable():
        return UNSHOWN, False
    return character, category[0] == "M" or code in _LIKE_MARKS
