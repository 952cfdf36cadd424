"""The lines of a TOML file in which its keys are, which the standard library's parser does not tell."""

from __future__ import annotations

import re

_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_"'-]+)*)\s*=""")
_PIECE = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#|[][{}]')

_QUOTED = re.compile(r"(\"{3}|'{3}).*?(?:\1|$)|\"(?:\\.|[^\"\\])*\"|'[^']*'")
MOST_DOTS = 100
"""Dots that a line may have outside quotes."""


def lines_of(text: str) -> dict[tuple[str | int, ...], int]:
    """The line, from 1, of each table and key of a valid TOML ``text``, by its path: ("step", 0, "text").

    A table in a list of tables is counted from 0.
    """
    found: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    path: tuple[str | int, ...] = ()
    quote, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if not quote and not depth:
            key = _KEY.match(line)
            if (name := _header(line)) and key is None:
                path = _table(name, counts, is_list=line.lstrip().startswith("[["))
                found.setdefault(path, number)
                continue
            if key is not None:
                found[*path, *_parts(key[1])] = number
            quote, depth = _after(line[key.end() :] if key is not None else line, quote, depth)
        else:
            quote, depth = _after(line, quote, depth)
    return found


def crowded_line(text: str) -> int | None:
    """The first line, from 1, with more than ``MOST_DOTS`` dots outside quotes; None if there is none.

    Only a key of very many parts has them. The parser takes minutes, and gigabytes, for a few of those.
    """
    quote, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        outside = line if not quote else line.rpartition(quote)[2] if quote in line else ""
        if outside.count(".") > MOST_DOTS and _QUOTED.sub("", outside).count(".") > MOST_DOTS:
            return number
        quote, depth = _after(line, quote, depth)
    return None


def _header(line: str) -> str:
    """The name in the brackets of a table's header; "" for any other line."""
    name, closes, rest = line.strip().lstrip("[").partition("]")
    rest = rest.lstrip("]").strip()
    return name.strip() if line.lstrip().startswith("[") and closes and (not rest or rest.startswith("#")) else ""


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _table(dotted: str, counts: dict[str, int], *, is_list: bool) -> tuple[str | int, ...]:
    """The path of the table under this header."""
    names = _parts(dotted)
    if is_list:
        counts[".".join(names)] = counts.get(".".join(names), -1) + 1
    path: list[str | int] = []
    for at, name in enumerate(names, 1):
        path.append(name)
        if ".".join(names[:at]) in counts:
            path.append(counts[".".join(names[:at])])
    return tuple(path)


def _after(line: str, quote: str, depth: int) -> tuple[str, int]:
    """The quotes that are open at the end of a line, "" for none, and the depth of brackets."""
    at = 0
    while True:
        if quote:
            closes = line.find(quote, at)
            while quote == '"""' and closes > 0 and line[closes - 1] == "\\":
                closes = line.find(quote, closes + 1)
            if closes < 0:
                return quote, depth
            at, quote = closes + 3, ""
        piece = _PIECE.search(line, at)
        if piece is None or piece[0] == "#":
            return "", depth
        at = piece.end()
        if piece[0] in {'"""', "'''"}:
            quote = piece[0]
        elif piece[0] in "[]{}":
            depth += 1 if piece[0] in "[{" else -1
