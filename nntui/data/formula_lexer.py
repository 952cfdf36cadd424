"""A formula as its words: numbers, names, texts in quotes and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from nntui.data.shown import HALF_CHARACTER, quoted
from nntui.errors import DataError

LONGEST = 1_000
"""Characters of a formula."""
KEYWORDS = frozenset({"and", "or", "not"})
"""Words that cannot name a column outside of backquotes."""

_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SIGNS = re.compile(r"\*\*|<=|>=|==|!=|[-+*/%^()<>=,]")

Sort = Literal["number", "name", "column", "text", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word: ``value`` is what it says, ``text[start:stop]`` how it is written.

    A name in backquotes is a "column", any other a "name"; ``and``, ``or`` and ``not`` are signs, as + is.
    """

    sort: Sort
    value: str
    start: int
    stop: int


def refuse(subject: str, reason: str) -> NoReturn:
    """Raise the one-line error: ``formula: ')' is missing at the end``."""
    raise DataError(f"{subject}: {reason}")


def tokens(text: str, subject: str = "formula") -> list[Token]:
    """The words of ``text`` and an end. Raises DataError that begins with ``subject`` and names the place."""
    if len(text) > LONGEST:
        refuse(subject, f"{len(text):,} characters are too long; at most {LONGEST:,}")
    if half := HALF_CHARACTER.search(text):
        refuse(subject, f"what does {quoted(half[0])} at character {half.start() + 1} mean?")
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found.append(_token(text, place, subject))
        place = found[-1].stop
    return [*found, Token("end", "", len(text), len(text))]


def is_plain(name: str) -> bool:
    """Whether a column of that name can be written as it is, without backquotes."""
    return name.isidentifier() and name not in KEYWORDS


def in_backquotes(name: str) -> str:
    """The name as a formula spells what is not plain; a backquote in it is written twice."""
    return "`" + name.replace("`", "``") + "`"


def _token(text: str, start: int, subject: str) -> Token:
    first = text[start]
    if number := _NUMBER.match(text, start):
        return Token("number", number[0], start, number.end())
    if first.isidentifier():
        stop = start + 1
        while stop < len(text) and ("_" + text[stop]).isidentifier():
            stop += 1
        word = text[start:stop]
        return Token("sign" if word in KEYWORDS else "name", word, start, stop)
    if first in "'\"`":
        return _in_quotes(text, start, subject)
    if sign := _SIGNS.match(text, start):
        same = {"^": "**", "==": "="}.get(sign[0], sign[0])
        return Token("sign", same, start, sign.end())
    return refuse(subject, f"what does {quoted(first)} at character {start + 1} mean?")


def _in_quotes(text: str, start: int, subject: str) -> Token:
    """What stands between two equal quotes; the quote itself is written twice."""
    quote = text[start]
    stop = text.find(quote, start + 1)
    while stop >= 0 and text[stop + 1 : stop + 2] == quote:
        stop = text.find(quote, stop + 2)
    if stop < 0:
        refuse(subject, f"the {quote} at character {start + 1} is not closed")
    value = text[start + 1 : stop].replace(quote * 2, quote)
    return Token("column" if quote == "`" else "text", value, start, stop + 1)
