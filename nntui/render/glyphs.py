"""The characters that the screen is drawn with, and text from outside made safe to draw in a given width."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from nntui.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

Align = Literal["left", "right", "center"]


LEAST_BEGUN = 6
"""Least cells of a name that is cut to a part of one word in which it still begins with its first letter."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One character of one cell for each thing drawn (the arrow may take two).

    ``nodes`` and the shades run from small to large. Without ``braille``, lines are drawn as ``slopes`` (flat, rising,
    falling, upright) and curves as ``points`` (in the upper half of a cell, in the lower, in both).
    """

    braille: bool
    ellipsis: str
    nodes: tuple[str, str, str]
    node: str
    chosen: str
    silenced: str
    before: str
    after: str
    arrow: str
    between: str
    times: str
    plus_shades: tuple[str, str, str]
    minus_shades: tuple[str, str, str]
    zero_shade: str
    unknown: str
    mark: str
    change: str
    reading: str
    flat: str
    upright: str
    corner: str
    tick_left: str
    tick_below: str
    slopes: tuple[str, str, str, str]
    points: tuple[str, str, str]


UNICODE = Glyphs(
    braille=True,
    ellipsis="…",
    nodes=("○", "◐", "●"),
    node="○",
    chosen="◉",
    silenced="×",
    before="‹",
    after="›",
    arrow="→",
    between="·",
    times="×",
    plus_shades=("░", "▒", "▓"),
    minus_shades=("─", "═", "≡"),
    zero_shade="·",
    unknown="?",
    mark="◆",
    change="▾",
    reading="┊",
    flat="─",
    upright="│",
    corner="└",
    tick_left="┤",
    tick_below="┬",
    slopes=("─", "╱", "╲", "│"),
    points=("▀", "▄", "█"),
)

ASCII = Glyphs(
    braille=False,
    ellipsis="~",
    nodes=("o", "O", "0"),
    node="o",
    chosen="@",
    silenced="x",
    before="<",
    after=">",
    arrow="->",
    between="-",
    times="x",
    plus_shades=("+", "*", "#"),
    minus_shades=("-", "~", "="),
    zero_shade=".",
    unknown="?",
    mark="*",
    change="v",
    reading=":",
    flat="-",
    upright="|",
    corner="+",
    tick_left="+",
    tick_below="+",
    slopes=("-", "/", "\\", "|"),
    points=("'", ".", ":"),
)


def clean(text: str, glyphs: Glyphs = UNICODE) -> str:
    """``safe_text.visible(text)``; with ASCII glyphs everything outside ASCII becomes "?"."""
    shown = visible(text)
    return shown if glyphs.braille else "".join(each if each.isascii() else glyphs.unknown for each in shown)


def fit(text: str, width: int, align: Align = "left", glyphs: Glyphs = UNICODE) -> str:
    """``clean(text)`` padded or cut (with an ellipsis) to exactly ``width`` cells; a wide character is never split."""
    text = clean(text, glyphs)
    if width <= 0:
        return ""
    if cell_len(text) > width:
        text = _cut(text, width - cell_len(glyphs.ellipsis)) + glyphs.ellipsis
    space = width - cell_len(text)
    before = {"left": 0, "right": space, "center": space // 2}[align]
    return " " * before + text + " " * (space - before)


@lru_cache(maxsize=64)
def fit_names(names: tuple[str, ...], width: int, glyphs: Glyphs = UNICODE) -> tuple[str, ...]:
    """The names, each cut to at most ``width`` cells: at its end or, where others begin alike, in its middle.

    Of names that begin and end alike, the word in which they differ stays.
    """
    if width <= 0:
        return ("",) * len(names)
    whole = [clean(name, glyphs) for name in names]
    room = width - cell_len(glyphs.ellipsis)
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(whole):
        if cell_len(name) > width:
            alike.setdefault(_cut(name, room), []).append(name)
    ways: list[dict[str, str]] = []
    for begun in (False, True):
        short: dict[str, str] = {}
        for start, group in alike.items():
            few = {group[0]: start + glyphs.ellipsis}
            short |= few if len(group) == 1 else _told_apart(group, width, glyphs, begun=begun)
        ways.append(short)
    most = max(ways, key=lambda short: len(set(short.values())))
    return tuple(most.get(name, name) for name in whole)


def _told_apart(names: Sequence[str], width: int, glyphs: Glyphs, *, begun: bool) -> dict[str, str]:
    """Several names that begin alike, by name: cut in the middle or, where that makes two alike, around a word.

    ``begun``: before the word there is at least the first letter of the name.
    """
    room = width - cell_len(glyphs.ellipsis)
    middle = {name: _cut_middle(name, room, glyphs) for name in names}
    if len(set(middle.values())) == len(names):
        return middle
    start, end = _alike_up_to(names), _alike_up_to([name[::-1] for name in names])
    end = min(end, min(map(len, names)) - start)
    around = {name: _cut_around(name, (start, end), width, glyphs, begun=begun) for name in names}
    return around if len(set(around.values())) > len(set(middle.values())) else middle


def _alike_up_to(names: Sequence[str]) -> int:
    """The number of characters with which all ``names`` begin alike."""
    different = (at for at, characters in enumerate(zip(*names, strict=False)) if len(set(characters)) > 1)
    return next(different, min(map(len, names)))


def _cut_around(name: str, alike: tuple[int, int], width: int, glyphs: Glyphs, *, begun: bool) -> str:
    """The word of ``name`` in which it differs from others, in at most ``width`` cells, with as much before it as fits.

    ``alike`` are the numbers of characters at its start and its end that others have too.
    """
    dots, begin = cell_len(glyphs.ellipsis), name[: int(width >= LEAST_BEGUN and alike[0] > 0)]
    most = width - 2 * dots - begun * cell_len(begin)
    first, last = alike[0], max(alike[0] + 1, len(name) - alike[1])
    start, stop = first, last
    while start > 0 and name[start - 1].isalnum():
        start -= 1
    while stop < len(name) and name[stop].isalnum():
        stop += 1
    if cell_len(name[start:stop]) <= most or cell_len(name[start:last]) <= most:
        first, last = start, stop
    word, after = name[first:last], glyphs.ellipsis if last < len(name) else ""
    room = width - dots * (1 + bool(after))
    if cell_len(word) > room - begun * cell_len(begin):
        return begin + glyphs.ellipsis + _cut(word, width - cell_len(begin) - 2 * dots) + glyphs.ellipsis
    return _cut(name[:first], room - cell_len(word)) + glyphs.ellipsis + word + after


def fit_ending(name: str, ending: str, width: int, glyphs: Glyphs = UNICODE) -> str:
    """``name`` and ``ending`` in at most ``width`` cells; a name that is too long is cut in its middle."""
    room = width - cell_len(ending)
    shown = clean(name, glyphs)
    if cell_len(shown) > room:
        shown = _cut_middle(shown, max(0, room - cell_len(glyphs.ellipsis)), glyphs)
    return shown + ending


def _cut_middle(text: str, room: int, glyphs: Glyphs) -> str:
    """The beginning and the end of ``text``, with an ellipsis between them that is not counted in ``room``."""
    end = _cut(text[::-1], room // 2)[::-1]
    return _cut(text, room - cell_len(end)) + glyphs.ellipsis + end


def _cut(text: str, width: int) -> str:
    """The longest beginning of ``text`` of at most ``width`` cells."""
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:index]
    return text
