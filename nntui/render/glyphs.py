"""The characters that the screen is drawn with, and text from outside made safe to draw in a given width."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len

from nntui.safe_text import visible

Align = Literal["left", "right", "center"]


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
    """The names, each cut to at most ``width`` cells: at its end or, where others begin alike, in its middle."""
    if width <= 0:
        return ("",) * len(names)
    whole = [clean(name, glyphs) for name in names]
    room = width - cell_len(glyphs.ellipsis)
    starts = Counter(_cut(name, room) for name in whole if cell_len(name) > width)
    return tuple(
        name
        if cell_len(name) <= width
        else _cut_middle(name, room, glyphs)
        if starts[_cut(name, room)] > 1
        else fit(name, width, glyphs=glyphs)
        for name in whole
    )


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
