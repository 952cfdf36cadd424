"""The points of a table of one or two inputs, as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

STYLES = ("plus2", "minus2", "good", "dim", "plus3", "minus3")
"""Of the classes, in turn; of numbers the first above their middle, and the second below."""


def plotted(table: Table, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The rows of ``table`` as dots on ``height`` lines of at most ``width`` cells.

    Two inputs are right and up, in the style of the target; of a single one the target is up.
    """
    names = [column.name for column in (*table.inputs, *table.targets)]
    columns = [table.frame.get_column(name).to_list() for name in names]
    across, up = _scaled(columns[0]), _scaled(columns[1])
    side = min(width * DOTS_ACROSS, height * DOTS_DOWN) if len(names) > 2 else 0  # so that a circle is one
    canvas = Canvas(side // DOTS_ACROSS if side else width, height, glyphs)
    right, top = canvas.width * DOTS_ACROSS - 1, canvas.height * DOTS_DOWN - 1
    styles = _styles(columns[2]) if len(names) > 2 else [STYLES[0]] * table.height
    for x, y, style in zip(across, up, styles, strict=True):
        canvas.dot(round(x * right), round((1 - y) * top), style)
    return canvas.rows()


def _scaled(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / ((high - low) or 1) for value in values]


def _styles(values: Sequence[float | str]) -> list[str]:
    if any(isinstance(value, str) for value in values):
        classes = {value: number for number, value in enumerate(sorted(set(map(str, values))))}
        return [STYLES[classes[str(value)] % len(STYLES)] for value in values]
    return [STYLES[value < 0.5] for value in _scaled([float(value) for value in values])]
