"""A matrix of counts with the names of its rows and columns, one cell of it chosen; it scrolls to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, clean, fit, fit_names
from nntui.render.text import Line, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROWEST, WIDEST = 4, 12
"""Cells of a column, with a blank before it."""
MOST_NAME = 16
"""Most cells of the name of a row."""


def draw_matrix(
    counts: Sequence[Sequence[int]],
    names: Sequence[str],
    size: tuple[int, int],
    chosen: tuple[int, int],
    glyphs: Glyphs = UNICODE,
) -> list[Line]:
    """The counts under a line with the names of the columns, on at most ``size`` columns and rows.

    ``chosen`` is the cell (row, column) that stands out, and always in sight. Counts on the diagonal are bold, others
    are marked, 0 is a dot. Arrows tell that there is more to the left or right; names are cut so that they
    still differ.
    """
    width, height = size
    name_width = min(MOST_NAME, max((cell_len(clean(name, glyphs)) for name in names), default=1), max(4, width // 4))
    longest = max((len(str(count)) for row in counts for count in row), default=1)
    room = max(1, width - name_width - 3)
    each = max(NARROWEST, longest + 1, min(WIDEST, room // max(1, len(names))))
    columns = window(len(names), max(1, room // each), chosen[1])
    rows = window(len(names), max(1, height - 1), chosen[0])
    before = glyphs.before if columns.start else " "
    after = glyphs.after if columns.stop < len(names) else ""
    across, down = (fit_names(tuple(names), cells, glyphs) for cells in (each - 1, name_width))
    header = "".join(f" {fit(across[column], each - 1, 'right', glyphs)}" for column in columns)
    lines: list[Line] = [join_spans([Span(f"{' ' * name_width} {before}{header} {after}".rstrip(), "dim")])]
    for row in rows:
        spans = [Span(f"{fit(down[row], name_width, 'right', glyphs)}  ", "bold" if row == chosen[0] else "")]
        for column in columns:
            spans += _cell(counts[row][column], each, (row, column), chosen, glyphs)
        lines.append(join_spans(spans))
    return lines


def _cell(count: int, width: int, at: tuple[int, int], chosen: tuple[int, int], glyphs: Glyphs) -> list[Span]:
    text = f"{count}" if count else glyphs.zero_shade
    space = Span(" " * (width - len(text)))
    if at == chosen:
        return [space, Span(text, "selected")]
    return [space, Span(text, "dim" if not count else "bold" if at[0] == at[1] else "warning")]


def window(count: int, room: int, chosen: int) -> range:
    """As many of ``count`` places as there is room for, the chosen one among them."""
    room = min(room, count)
    start = min(max(0, chosen - room // 2), count - room)
    return range(start, start + room)
