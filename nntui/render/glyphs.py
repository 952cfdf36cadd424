"""The characters that the screen is drawn with, and text from outside made safe to draw in a given width."""

from __future__ import annotations

from dataclasses import dataclass
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
    skipped: str
    before: str
    after: str
    arrow: str
    between: str
    times: str
    plus_shades: tuple[str, str, str]
    minus_shades: tuple[str, str, str]
    zero_shade: str
    unknown: str
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
    skipped="⋮",
    before="‹",
    after="›",
    arrow="→",
    between="·",
    times="×",
    plus_shades=("░", "▒", "▓"),
    minus_shades=("─", "═", "≡"),
    zero_shade="·",
    unknown="?",
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
    skipped=":",
    before="<",
    after=">",
    arrow="->",
    between="-",
    times="x",
    plus_shades=("+", "*", "#"),
    minus_shades=("-", "~", "="),
    zero_shade=".",
    unknown="?",
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


def _cut(text: str, width: int) -> str:
    """The longest beginning of ``text`` of at most ``width`` cells."""
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:index]
    return text
