"""The details of a row: every cell, what the network says of it and, where its inputs are pixels, their picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nntui.ui.lines import LinesView
from nntui.ui.screens import row_lines
from nntui.ui.screens.looking import Looking
from nntui.ui.screens.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from textual.app import ComposeResult

    from nntui.data.column import Column
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.session.predict import Predictor
    from nntui.ui.screens.dialogue import Key


class RowView(LinesView):
    """The lines of one row."""

    DEFAULT_CSS = """
    RowView { height: 1; }
    """

    def __init__(self, columns: Sequence[Column], glyphs: Glyphs) -> None:
        super().__init__()
        self._columns, self._glyphs = tuple(columns), glyphs
        self._row: row_lines.Row | None = None

    def show_row(self, row: row_lines.Row) -> None:
        """Show this row."""
        self._row = row
        self.draw()

    def draw(self) -> None:
        """Draw into the present width."""
        if self._row is not None and self.size.width:
            lines = row_lines.lines(self._row, self._columns, self.size.width, self._glyphs)
            self.styles.height = len(lines)
            self.show(lines)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()


class RowScreen(Reading):
    """Shows a row of ``table`` and, by left and right, those beside it among the ``rows`` of a view (None: all).

    What ``predictor`` says with these ``weights`` stands beside it, where there is one. ``row`` is the one shown.
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
        self._looking: Looking[int, row_lines.Row] = Looking(
            self, lambda number: row_lines.looked_at(table, number, predictor, weights), self._found
        )

    def contents(self) -> ComposeResult:
        """The row."""
        self._view = RowView(self._table.columns, self.glyphs)
        self._page = VerticalScroll(self._view)
        yield self._page

    def keys_shown(self) -> Sequence[Key]:
        """How to close and how to go on."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (("esc", "close", "close"), (arrows, "other rows", ""), *self.READING_KEYS)

    def on_mount(self) -> None:
        """Look at the row."""
        self._looking.look_at(self.row)

    def _found(self, row: row_lines.Row) -> None:
        self.query_one(".frame").border_title = f" row {row.number + 1:,} of {self._table.height:,} "
        self._view.show_row(row)

    def action_go(self, steps: int) -> None:
        """To a row further on, as they are shown."""
        if self._rows is None:
            self.row = max(0, min(self._table.height - 1, self.row + steps))
        else:
            place = int((self._rows == self.row).argmax())
            self.row = int(self._rows[max(0, min(len(self._rows) - 1, place + steps))])
        self._looking.look_at(self.row)
