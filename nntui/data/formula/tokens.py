"""The tokens of a formula: numbers, names, texts in quotes and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from nntui.data.numbers import UNSIGNED
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, quoted

LONGEST = 1_000
"""Characters of a formula."""
KEYWORDS = frozenset({"and", "or", "not"})
"""Words that cannot name a column outside of backquotes."""

_SIGNS = re.compile(r"\*\*|<=|>=|==|!=|[-+*/%^()<>=,]")

Sort = Literal["number", "name", "column", "text", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a formula: ``value`` is its meaning, ``text[start:stop]`` its spelling.

    A name in backquotes is a "column", any other a "name"; ``and``, ``or`` and ``not`` are signs, as + is.
    """

    sort: Sort
    value: str
    start: int
    stop: int


def refuse(subject: str, reason: str) -> NoReturn:
    """Raise the one-line error: ``formula: ')' is missing at the end``."""
    raise DataError(f"{subject}: {reason}")


def check_length(text: str, subject: str = "formula") -> None:
    """Raise DataError that begins with ``subject`` for a text that is longer than any formula."""
    if len(text) > LONGEST:
        refuse(subject, f"{len(text):,} characters are too long; at most {LONGEST:,}")


def tokens(text: str, subject: str = "formula", *, dotted: bool = False) -> list[Token]:
    """The tokens of ``text`` and its end; with ``dotted``, ``loss.train`` is one name.

    Raises DataError that begins with ``subject`` and names the place.
    """
    check_length(text, subject)
    if half := LONE_SURROGATE.search(text):
        refuse(subject, f"what does {quoted(half[0])} at character {half.start() + 1} mean?")
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found.append(_token(text, place, subject, dotted=dotted))
        place = found[-1].stop
    return [*found, Token("end", "", len(text), len(text))]


def is_plain(name: str) -> bool:
    """True if a column of that name needs no backquotes."""
    return name.isidentifier() and name not in KEYWORDS


def in_backquotes(name: str) -> str:
    """The name as a formula spells what is not plain; a backquote in it is written twice."""
    return "`" + name.replace("`", "``") + "`"


def _token(text: str, start: int, subject: str, *, dotted: bool) -> Token:
    first = text[start]
    if number := UNSIGNED.match(text, start):
        return Token("number", number[0], start, number.end())
    if first.isidentifier():
        stop = start + 1
        while stop < len(text) and (("_" + text[stop]).isidentifier() or (dotted and _is_dot(text, stop))):
            stop += 1
        word = text[start:stop]
        return Token("sign" if word in KEYWORDS else "name", word, start, stop)
    if first in "'\"`":
        return _in_quotes(text, start, subject)
    if sign := _SIGNS.match(text, start):
        same = {"^": "**", "==": "="}.get(sign[0], sign[0])
        return Token("sign", same, start, sign.end())
    return refuse(subject, f"what does {quoted(first)} at character {start + 1} mean?")


def _is_dot(text: str, place: int) -> bool:
    """Whether there is a point before a letter."""
    return text[place] == "." and text[place + 1 : place + 2].isidentifier()


def _in_quotes(text: str, start: int, subject: str) -> Token:
    """The token between two equal quotes; a quote inside is written twice."""
    quote = text[start]
    stop = text.find(quote, start + 1)
    while stop >= 0 and text[stop + 1 : stop + 2] == quote:
        stop = text.find(quote, stop + 2)
    if stop < 0:
        refuse(subject, f"the {quote} at character {start + 1} is not closed")
    value = text[start + 1 : stop].replace(quote * 2, quote)
    return Token("column" if quote == "`" else "text", value, start, stop + 1)
