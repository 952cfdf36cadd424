"""What is drawn in place of neurons and layers out of view, and the names of the layers in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import Glyphs, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.canvas import Canvas
    from nntui.render.diagram.layout import GridCell, Layout
    from nntui.render.diagram.net import DiagramNet


class Marker(NamedTuple):
    """A text that tells how many neurons are left out."""

    column: int
    row: int
    text: str

    def cells(self) -> list[GridCell]:
        """The cells that it takes."""
        return [(self.column + offset, self.row) for offset in range(cell_len(self.text))]


def markers(layout: Layout, width: int, glyphs: Glyphs) -> list[Marker]:
    """The text for each run of skipped neurons, as long as there is room for."""
    found = []
    for place, column in enumerate(layout.columns):
        following = layout.columns[place + 1].left if place + 1 < len(layout.columns) else width
        for skipped in column.skipped:
            counts = (f"{skipped.neurons:,} more", f"{skipped.neurons:,}", "")
            if column.layer == 0:
                text = _first_that_fits([f"{count} {glyphs.skipped}".lstrip() for count in counts], column.x + 1)
                found.append(Marker(column.x + 1 - cell_len(text), skipped.row, text))
            else:
                room = max(column.right - column.x, (column.right + following) // 2 - column.x)
                text = _first_that_fits([f"{glyphs.skipped} {count}".rstrip() for count in counts], room)
                found.append(Marker(column.x, skipped.row, text))
    return found


def write_captions(canvas: Canvas, net: DiagramNet, layout: Layout) -> None:
    """Name the layers in the top row, each over its column, and tell how many layers are out of view at either side.

    Their functions are named as well if there is room for all of them.
    """
    glyphs = canvas.glyphs
    before = f"{glyphs.before} {layout.before} more" if layout.before else ""
    after = f"{layout.after} more {glyphs.after}" if layout.after else ""
    start, stop = _after(before), canvas.width - _after(after)
    placed: list[tuple[int, str]] = []
    for with_functions in (True, False):
        names = [_name(net, column.layer, with_functions, glyphs) for column in layout.columns]
        placed = _captions(layout, names, start, stop)
        if len(placed) == len(names):
            break
    for column, text in [*placed, (0, before), (canvas.width - cell_len(after), after)]:
        canvas.write(column, 0, text, "dim")


def _captions(layout: Layout, names: Sequence[str], start: int, stop: int) -> list[tuple[int, str]]:
    """(column, name) of each name that fits between ``start`` and ``stop``, each over its layer as far as may be."""
    placed = []
    columns = layout.columns
    for number, (column, name) in enumerate(zip(columns, names, strict=True)):
        ends = stop if column is columns[-1] else min(stop, (column.right + columns[number + 1].left) // 2)
        at = max(start, min((column.left + column.right - cell_len(name)) // 2, ends - cell_len(name)))
        if at + cell_len(name) <= ends:
            placed.append((at, name))
            start = at + _after(name)
    return placed


def _name(net: DiagramNet, layer: int, with_function: bool, glyphs: Glyphs) -> str:
    function = clean(net.activation_name(layer), glyphs) if with_function else ""
    return f"{net.layer_name(layer)} {glyphs.between} {function}" if function else net.layer_name(layer)


def _after(text: str) -> int:
    """Cells that a text takes with the space behind it."""
    return cell_len(text) + 2 if text else 0


def _first_that_fits(texts: Sequence[str], room: int) -> str:
    return next((text for text in texts if cell_len(text) <= room), "")
