"""Worked lines of a calculation: the formula, the formula with its numbers, and the result, in the room there is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.text import Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line

ASCII_SIGNS = {"·": "*", "≈": "~=", "…": "...", "→": "->", "×": "x", "−": "-"}
"""The ASCII form of each sign of formulas."""
MOST_STACKED = 3
"""Lines of a place that are written one part below the other; where there are more, each is one line if it fits."""
HIDDEN = "?"
"""Stands for a result that is to be guessed."""


class WorkedLine(NamedTuple):
    """``name = symbols = numbers sign result``, any part "" if it is missing; ``note`` is another name of the same."""

    name: str
    symbols: str
    numbers: str
    sign: str
    result: str
    note: str = ""
    words: str = ""


def worked_lines(
    lines: Sequence[WorkedLine], width: int, glyphs: Glyphs = UNICODE, *, hides_last: bool = False
) -> list[Line]:
    """The lines in at most ``width`` cells; ``hides_last`` leaves out the last result, to be guessed."""
    drawn: list[Line] = []
    for number, line in enumerate(lines, 1):
        hidden = hides_last and number == len(lines)
        shown = line._replace(result=HIDDEN, sign="=", words="") if hidden else line
        whole = _whole(shown, glyphs)
        if cell_len("".join(span.text for span in whole)) <= width and len(lines) > MOST_STACKED:
            drawn.append(whole)
        else:
            drawn += _stacked(shown, width, glyphs)
        if shown.words:
            drawn += paragraph(shown.words, width, glyphs, indent=3)
    return drawn


def paragraph(text: str, width: int, glyphs: Glyphs = UNICODE, style: str = "dim", indent: int = 1) -> list[Line]:
    """A sentence, wrapped."""
    room = max(1, width - indent)
    return [(Span(" " * indent + line, style),) for line in textwrap.wrap(plain(text, glyphs), room)]


def plain(text: str, glyphs: Glyphs) -> str:
    """The text of a formula in characters that may be drawn."""
    if not glyphs.braille:
        for sign, spelled in ASCII_SIGNS.items():
            text = text.replace(sign, spelled)
    return clean(text, glyphs)


def _name(line: WorkedLine, glyphs: Glyphs) -> list[Span]:
    name, note = plain(line.name, glyphs), plain(line.note, glyphs)
    return [Span(f" {name}", "title"), Span(f" ({note})" if note not in {"", name} else "", "dim")]


def _whole(line: WorkedLine, glyphs: Glyphs) -> Line:
    parts = [plain(part, glyphs) for part in (line.symbols, line.numbers) if part]
    formula = "".join(f" = {part}" for part in parts)
    end = f" {plain(line.sign, glyphs)} "
    return join_spans([*_name(line, glyphs), Span(formula), Span(end), Span(plain(line.result, glyphs), "bold")])


def _stacked(line: WorkedLine, width: int, glyphs: Glyphs) -> list[Line]:
    """The formula behind the name, the numbers below it, the result below these, or behind them if it fits."""
    name = _name(line, glyphs)
    indent = sum(cell_len(span.text) for span in name)
    if indent > width // 3:
        name = [Span(fit("".join(span.text for span in name), width // 3, glyphs=glyphs), "title")]
        indent = width // 3
    result = f" {plain(line.sign, glyphs)} ", plain(line.result, glyphs)
    rows: list[list[Span]] = []
    for part, style in ((line.symbols, "dim"), (line.numbers, "")):
        if part:
            wrapped = textwrap.wrap(plain(part, glyphs), max(1, width - indent - 3), break_long_words=True)
            rows += [[Span(f" {'=' if not place else ' '} "), Span(text, style)] for place, text in enumerate(wrapped)]
    used = sum(cell_len(span.text) for span in rows[-1]) if rows else 0
    if rows and line.numbers and indent + used + cell_len("".join(result)) <= width:
        rows[-1] += [Span(result[0]), Span(result[1], "bold")]
    else:
        rows.append([Span(result[0]), Span(result[1], "bold")])
    return [join_spans([*(name if not place else [Span(" " * indent)]), *row]) for place, row in enumerate(rows)]
