"""What the data pane shows at one moment: table, cursor, selection, and what of it holds when the table changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.cells import Cell
    from nntui.data.table import Table
    from nntui.ui.table.entry import CellEntry
    from nntui.ui.table.row_order import Rows, Views


@dataclass(frozen=True, slots=True, eq=False)
class Extra:
    """A column to the right of the table's own that is looked at and never edited, such as predictions.

    ``texts`` has what stands in it, by row of the table; a row that it lacks is left blank. ``note`` stands under its
    ``name``, and ``style`` is that of its cells.
    """

    name: str
    note: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    style: str = "answer"


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A table with a cursor in it; ``table`` is None while there is none yet.

    ``view`` are the table's rows that are shown, in the order in which they are; None shows all as they come.
    ``view_words`` say what view it is. ``row`` and the row of ``anchor`` count the rows shown. Between ``anchor`` and
    the cursor lies the selection; ``source`` is the row in it that was typed over. ``extras`` stand beside the table.

    ``entry`` is what is being typed over the cursor's cell, or over its column's name when ``renaming``. ``refusal``
    says why something cannot be done, ``said`` what has been. ``incomplete`` counts the rows left out of training for
    an empty cell. ``note`` is something more to say of the table.
    """

    table: Table | None = None
    row: int = 0
    column: int = 0
    view: NDArray[np.int64] | None = None
    view_words: str = ""
    anchor: tuple[int, int] | None = None
    source: int | None = None
    extras: tuple[Extra, ...] = ()
    entry: CellEntry | None = None
    renaming: bool = False
    refusal: str = ""
    said: str = ""
    incomplete: int = 0
    note: str = ""
    focused: bool = False

    def closed(self) -> Scene:
        """The scene with nothing being typed, and nothing said of what was done before."""
        return replace(self, entry=None, renaming=False, refusal="", said="")

    def at(self, row: int, column: int, anchor: tuple[int, int] | None = None) -> Scene:
        """The scene with the cursor in the cell that is nearest to this one, and a selection from ``anchor`` to it."""
        row, column = _within(row, self.height), _within(column, self.width)
        if anchor is not None:
            anchor = _within(anchor[0], self.height), _within(anchor[1], self.width)
            anchor = None if anchor == (row, column) else anchor
        source = self.source if anchor is not None else None
        return replace(self, row=row, column=column, anchor=anchor, source=source)

    @property
    def height(self) -> int:
        """How many rows are shown."""
        if self.table is None:
            return 0
        return len(self.view) if self.view is not None else self.table.height

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return self.table.width if self.table is not None else 0

    @property
    def area(self) -> Area:
        """The selection; where there is none, the cursor's cell."""
        row, column = self.anchor or (self.row, self.column)
        top, left = min(row, self.row), min(column, self.column)
        return Area(top, left, max(row, self.row) + 1, max(column, self.column) + 1)

    def table_row(self, row: int) -> int:
        """The table's row that is shown as row ``row``."""
        return row if self.view is None else int(self.view[row])

    def table_rows(self, start: int, stop: int) -> Rows:
        """The table's rows that are shown from ``start`` up to, not including, ``stop``, as far as they go."""
        stop = min(stop, self.height)
        return range(start, stop) if self.view is None else self.view[start:stop]

    def cells(self, start: int, stop: int) -> list[tuple[Cell, ...]]:
        """The cells of the rows shown from ``start`` up to, not including, ``stop``, as far as they go."""
        if self.table is None:
            return []
        return self.table.rows(start, stop) if self.view is None else self.table.picked(self.view[start:stop])


def table_of(scene: Scene) -> Table:
    """The scene's table, for what is only done where there is one."""
    assert scene.table is not None
    return scene.table


def _within(number: int, count: int) -> int:
    return min(max(number, 0), max(count - 1, 0))


def followed(scene: Scene, table: Table, views: Views) -> Scene:
    """The scene with ``table`` in place of the one before it, which may have other rows and columns.

    The cursor stays as far as there is such a cell, and what is being typed unless its cell is gone. The view is that
    which ``views`` remembers for the table, or the one there was; where nothing is known of its rows, all are shown.
    """
    before, view = scene.table, scene.view
    if before is None or before.names != table.names:
        scene = scene.closed()
    if view is not None:
        known = views.of(table)
        same_rows = before is not None and before.height == table.height
        view = known if known is not None else view if same_rows else None
        views.keep(table, view)
    after = replace(scene, table=table, view=view, view_words=scene.view_words if view is not None else "")
    after = counted(after, before).at(scene.row, scene.column, scene.anchor)
    return after if (after.row, after.column) == (scene.row, scene.column) and after.height else after.closed()


def counted(scene: Scene, before: Table | None) -> Scene:
    """The scene with its incomplete rows counted, and nothing beside rows that are not those of ``before`` any more."""
    table, extras = scene.table, scene.extras
    if table is None:
        return scene
    if before is not None and before.height != table.height:
        extras = tuple(replace(each, texts={}) for each in extras)
    return replace(scene, extras=extras, incomplete=int((~table.complete).sum()))


if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.column import Column


class Area(NamedTuple):
    """Rows ``top`` up to, not including, ``bottom`` as they are shown, and columns ``left`` up to ``right``."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(self.left, self.right)

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.rows == 1 and len(self.columns) == 1

    def holds(self, row: int, column: int) -> bool:
        """Whether this cell lies in it."""
        return self.top <= row < self.bottom and self.left <= column < self.right


def rows_in_words(rows: Rows) -> str:
    """``row 3``, ``rows 3-9``, or how many they are where others lie between them."""
    count = len(rows)
    if count == 1:
        return f"row {int(rows[0]) + 1:,}"
    first, last = (rows[0], rows[-1]) if isinstance(rows, range) else (int(rows.min()), int(rows.max()))
    return f"rows {first + 1:,}-{last + 1:,}" if last - first + 1 == count else f"{count:,} rows"


def columns_in_words(columns: Sequence[Column]) -> str:
    """``weight``, or ``weight to speed``."""
    first, last = one_line(columns[0].name), one_line(columns[-1].name)
    return first if len(columns) == 1 else f"{first} to {last}"
