"""The details of a row: every cell, the network's prediction and, if its inputs are pixels, their picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nntui.data.pixels import PixelGrid, grid_of
from nntui.data.scalings import BRIGHTEST
from nntui.errors import NntuiError
from nntui.render.glyphs import clean, fit
from nntui.render.shades import picture
from nntui.render.text import Line, Span, join_spans, width_of
from nntui.ui.dialogs.dialog import ReadingDialog
from nntui.ui.dialogs.lookup import BackgroundLookup
from nntui.ui.host import host_of
from nntui.ui.predict.answers import class_lines
from nntui.ui.table import predictions
from nntui.ui.widgets.lines import DrawnLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from textual.app import ComposeResult

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.session.predict import Predictor
    from nntui.ui.dialogs.dialog import KeyHint


class RowScreen(ReadingDialog[None]):
    """Shows a row of ``table`` and, by left and right, those beside it among the ``rows`` of a view (None: all).

    With a ``predictor``, its predictions with these ``weights`` are shown too. ``row`` is the row shown now.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "row before", show=False, priority=True),
        Binding("right", "go(1)", "row after", show=False, priority=True),
    ]

    def __init__(
        self,
        table: Table,
        row: int,
        rows: NDArray[np.int64] | None = None,
        predictor: Predictor | None = None,
        weights: NDArray[np.float32] | None = None,
    ) -> None:
        super().__init__(f"row {row + 1:,}")
        self.row = row
        self._table, self._rows = table, rows
        self._lookup: BackgroundLookup[int, RowDetails] = BackgroundLookup(
            self, lambda number: row_details(table, number, predictor, weights), self._found
        )

    def contents(self) -> ComposeResult:
        """The row."""
        self._view = DrawnLines()
        self._page = VerticalScroll(self._view)
        yield self._page

    def keys_shown(self) -> Sequence[KeyHint]:
        """Escape, the arrows, and the keys that scroll."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (("esc", "close", "close"), (arrows, "other rows", ""), *self.READING_KEYS)

    def on_mount(self) -> None:
        """Look up the first row."""
        self._lookup.look_at(self.row)

    def _found(self, row: RowDetails) -> None:
        self.query_one(".frame").border_title = f" row {row.number + 1:,} of {self._table.height:,} "
        shaded = host_of(self).draws_shades
        self._view.show_drawn(lambda width: row_lines(row, self._table.columns, width, self.glyphs, shaded=shaded))

    def action_go(self, steps: int) -> None:
        """Go to a row further on, in the order shown."""
        if self._rows is None:
            self.row = max(0, min(self._table.height - 1, self.row + steps))
        else:
            place = int((self._rows == self.row).argmax())
            self.row = int(self._rows[max(0, min(len(self._rows) - 1, place + steps))])
        self._lookup.look_at(self.row)


MOST_NAME, MOST_CLASSES = 24, 10
"""Cells for a column's name, and classes shown with their probability, at most."""
LARGEST_PICTURE = 28
"""Lines of a picture, at most."""
BESIDE, LEAST_BARS = "   ", 24
"""The space between a picture and the bars beside it, and the cells that those need."""
STYLES = {"target": "target", "ignored": "dim", "split": "validation"}


@dataclass(frozen=True, slots=True)
class RowDetails:
    """One row of a table: its ``cells``, and the network's ``predictions`` and their errors, each as (name, text).

    ``classes`` are (name, probability); ``pixels`` are from 0 to 1, row by row.
    """

    number: int
    cells: tuple[Cell, ...]
    validation: bool
    predictions: tuple[tuple[str, str], ...] = ()
    classes: tuple[tuple[str, float], ...] = ()
    pixels: tuple[tuple[float | None, ...], ...] = ()
    grid: PixelGrid | None = None


def row_details(
    table: Table, number: int, predictor: Predictor | None, weights: NDArray[np.float32] | None
) -> RowDetails:
    """The row, with the predictions of ``predictor`` with these ``weights`` if it can make any."""
    cells = table.rows(number, number + 1)[0]
    grid = grid_of(table.inputs)
    pixels = () if grid is None else _pixels(table, cells, grid)
    bare = RowDetails(number, cells, table.is_validation(number), pixels=pixels, grid=grid)
    if predictor is None or weights is None:
        return bare
    from nntui.session.table_answers import compare_rows

    try:
        found = compare_rows(predictor, table, [number], weights)
    except NntuiError:
        return bare
    extras = predictions.columns_beside(predictor.encoder, [number], found)
    texts = tuple(
        (extra.name + extra.ending, f"{extra.texts[number]} {extra.note}".strip()) for extra in extras if extra.texts
    )
    shares = found.replies.probabilities
    classes = () if shares is None else tuple(zip(found.replies.classes, shares[0].tolist(), strict=True))
    return replace(bare, predictions=texts, classes=classes)


def _pixels(table: Table, row: Sequence[Cell], grid: PixelGrid) -> tuple[tuple[float | None, ...], ...]:
    """The inputs of the row as a picture, scaled to the table's range, or to that of a file."""
    # No cast, which would copy every column of a large table: only this row and the ends of the range matter.
    columns = [table.frame.get_column(column.name) for column in table.inputs]
    low = float(min((least for cells in columns if isinstance(least := cells.min(), int | float)), default=0.0))
    high = float(max((most for cells in columns if isinstance(most := cells.max(), int | float)), default=1.0))
    inputs = [cell for column, cell in zip(table.columns, row, strict=True) if column.is_input]
    if grid.of_file:
        low, high = 0.0, BRIGHTEST
    values = [(float(cell) - low) / ((high - low) or 1.0) if isinstance(cell, int | float) else None for cell in inputs]
    numbers = grid.side * len(grid.channels)
    return tuple(tuple(values[start : start + numbers]) for start in range(0, len(values), numbers))


class RowRoom(NamedTuple):
    """Cells for the names of columns and for a whole line, and the characters to draw with."""

    names: int
    width: int
    glyphs: Glyphs
    shaded: bool = False


def row_lines(
    row: RowDetails, columns: Sequence[Column], width: int, glyphs: Glyphs, *, shaded: bool = False
) -> list[Line]:
    """The row in ``width`` cells: targets and predictions, the picture, then all other cells."""
    names = [*(column.name for column in columns), *(name for name, _ in row.predictions)]
    room = RowRoom(min(MOST_NAME, max(cell_len(clean(name, glyphs)) for name in names)), width, glyphs, shaded)
    cells = list(zip(columns, row.cells, strict=True))
    found = [_cell(column, cell, room) for column, cell in cells if column.is_target]
    found += [_pair(name, text, room, "answer") for name, text in row.predictions]
    if row.validation:
        found.append((Span("validation row", "validation"),))
    found += [(), *_picture(row, room)]
    return [*found, *(_cell(column, cell, room) for column, cell in cells if not column.is_target)]


def _picture(row: RowDetails, room: RowRoom) -> list[Line]:
    """The picture with the classes to its right, or below it if it is wide, and a blank line."""
    shown = _drawn(row, room) if row.pixels else []
    across = max(map(width_of, shown), default=0)
    left = room.width - across - len(BESIDE)
    if left < LEAST_BARS or not shown:
        classes = class_lines(row.classes, MOST_CLASSES, room.width, room.glyphs)
        return [each for part in (shown, classes) if part for each in (*part, ())]
    classes = class_lines(row.classes, MOST_CLASSES, left, room.glyphs)
    pairs = zip_longest(shown, classes, fillvalue=())
    return [*(join_spans((*(line or (Span(" " * across),)), Span(BESIDE), *bar)) for line, bar in pairs), ()]


def _drawn(row: RowDetails, room: RowRoom) -> list[Line]:
    """The lines of the picture alone: in its colours if it is a file's."""
    if row.grid is None or not row.grid.of_file:
        return picture(row.pixels, room.width, LARGEST_PICTURE, glyphs=room.glyphs)
    import numpy as np

    from nntui.render.pixels import pixel_lines

    pixels = np.array(row.pixels, dtype=np.float64).reshape(row.grid.side, row.grid.side, -1)
    return pixel_lines(pixels, room.width, LARGEST_PICTURE, glyphs=room.glyphs, shaded=room.shaded)


def _cell(column: Column, cell: Cell, room: RowRoom) -> Line:
    from nntui.data.cells import format_cell

    text = "empty" if cell is None else f"{format_cell(cell, column)} {column.unit}".rstrip()
    style = "dim" if cell is None else STYLES.get(column.role, "")
    return _pair(column.name, text, room, style, "" if column.is_input else f"  {column.role}")


def _pair(name: str, text: str, room: RowRoom, style: str, note: str = "") -> Line:
    """A line of a name, its text, and a note."""
    most = max(1, room.width - room.names - 2)
    shown = fit(text, min(most, max(1, cell_len(clean(text[: 2 * most], room.glyphs)))), glyphs=room.glyphs)
    word = fit(note, min(len(note), most - cell_len(shown)), glyphs=room.glyphs)
    return join_spans(
        (Span(fit(name, room.names, glyphs=room.glyphs) + "  ", "dim"), Span(shown, style), Span(word, "dim"))
    )
