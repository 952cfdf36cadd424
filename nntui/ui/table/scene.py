"""A scene: one picture of the data pane, with table, cursor and selection; how it follows keys, and another table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.ui.table.row_order import RowNumbers, RowView, ViewHistory
    from nntui.ui.widgets.text_entry import TextEntry


class Area(NamedTuple):
    """A rectangle of cells: rows ``top`` to ``bottom`` as shown, columns ``left`` to ``right`` (both exclusive)."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.bottom - self.top

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(self.left, self.right)

    @property
    def is_one_cell(self) -> bool:
        """True if it is a single cell."""
        return self.rows == 1 and len(self.columns) == 1

    def holds(self, row: int, column: int) -> bool:
        """True if the cell is within the area."""
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True, slots=True, eq=False)
class Extra:
    """A read-only column to the right of the table's own, such as predictions.

    ``texts`` are its cells by row of the table; a missing row is blank. ``note`` is shown under ``name``, and
    ``ending`` after it, however short the name is cut.
    """

    name: str
    note: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    style: str = "answer"
    ending: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that the data pane shows at one moment.

    - ``table`` (None until there is one), the number of ``incomplete`` rows, which an empty cell excludes from
      training, ``extras`` beside it, and a ``note`` about it
    - ``view``, the table's rows that are shown, in order (None: all), and ``view_words`` that describe it
    - the cursor in ``row`` (counted as shown) and ``column``; a selection from ``anchor`` to it; ``source``, the row of
      the selection that was typed over
    - ``entry``, the text being typed over the cursor's cell or, if ``renaming``, over its column's name
    - ``refusal``, the reason why something was not done, or ``said``, what was done, with the ``way_back`` in ever
      shorter wordings
    - ``focused``, if the pane has the keys
    """

    table: Table | None = None
    incomplete: int = 0
    extras: tuple[Extra, ...] = ()
    note: str = ""
    view: RowView | None = None
    view_words: str = ""
    row: int = 0
    column: int = 0
    anchor: tuple[int, int] | None = None
    source: int | None = None
    entry: TextEntry | None = None
    renaming: bool = False
    refusal: str = ""
    said: str = ""
    way_back: tuple[str, ...] = ()
    focused: bool = False

    def settled(self) -> Scene:
        """The scene without a text being typed and without messages."""
        return replace(self, entry=None, renaming=False, refusal="", said="", way_back=())

    def at(self, row: int, column: int, anchor: tuple[int, int] | None = None) -> Scene:
        """The scene with the cursor in the nearest cell, and a selection from ``anchor`` to it."""
        row, column = _clamp(row, self.height), _clamp(column, self.width)
        if anchor is not None:
            anchor = _clamp(anchor[0], self.height), _clamp(anchor[1], self.width)
            anchor = None if anchor == (row, column) else anchor
        source = self.source if anchor is not None else None
        return replace(self, row=row, column=column, anchor=anchor, source=source)

    @property
    def height(self) -> int:
        """Number of rows shown."""
        if self.table is None:
            return 0
        return len(self.view) if self.view is not None else self.table.height

    @property
    def width(self) -> int:
        """Number of the table's columns."""
        return self.table.width if self.table is not None else 0

    @property
    def only_target(self) -> int | None:
        """The number of the column that is the table's only target; None where none or several are."""
        columns = self.table.columns if self.table is not None else ()
        targets = [number for number, column in enumerate(columns) if column.is_target]
        return targets[0] if len(targets) == 1 else None

    @property
    def cursor_row(self) -> int | None:
        """The table's row in which the cursor is; None where no row is shown."""
        return self.table_row(self.row) if self.height else None

    @property
    def area(self) -> Area:
        """The selection, or the cursor's cell."""
        row, column = self.anchor or (self.row, self.column)
        top, left = min(row, self.row), min(column, self.column)
        return Area(top, left, max(row, self.row) + 1, max(column, self.column) + 1)

    def table_row(self, row: int) -> int:
        """The table's row that is shown as ``row``."""
        return row if self.view is None else int(self.view[row])

    def table_rows(self, start: int, stop: int) -> RowNumbers:
        """The table's rows that are shown as ``start`` to ``stop`` (exclusive), as far as there are any."""
        stop = min(stop, self.height)
        return range(start, stop) if self.view is None else self.view[start:stop]

    @property
    def selected_rows(self) -> RowNumbers:
        """The table's rows in the selection."""
        return self.table_rows(self.area.top, self.area.bottom)

    def cells(self, start: int, stop: int) -> list[tuple[Cell, ...]]:
        """The cells of the rows shown as ``start`` to ``stop`` (exclusive), as far as there are any."""
        if self.table is None:
            return []
        return self.table.rows(start, stop) if self.view is None else self.table.picked(self.view[start:stop])


SceneEdit = tuple[str, Scene]
"""The name of an edit ("" if nothing changed) and the scene after it."""


def table_of(scene: Scene) -> Table:
    """The scene's table, where there must be one."""
    assert scene.table is not None
    return scene.table


def _clamp(number: int, count: int) -> int:
    return min(max(number, 0), max(count - 1, 0))


def follow_table(scene: Scene, table: Table, history: ViewHistory) -> Scene:
    """The scene with another table, which may have other rows and columns.

    The cursor and the text being typed stay if their cell still exists. The view is the one that ``history`` has for
    the table, or the present one if the number of rows is the same, or all rows.
    """
    before, view = scene.table, scene.view
    if before is None or before.names != table.names:
        scene = scene.settled()
    if view is not None:
        known = history.view_of(table)
        same_rows = before is not None and before.height == table.height
        view = known if known is not None else view if same_rows else None
        history.add(table, view)
    after = replace(scene, table=table, view=view, view_words=scene.view_words if view is not None else "")
    after = refresh_counts(after, before).at(scene.row, scene.column, scene.anchor)
    return after if (after.row, after.column) == (scene.row, scene.column) and after.height else after.settled()


def refresh_counts(scene: Scene, before: Table | None) -> Scene:
    """The scene with its incomplete rows counted, and with blank extras if the rows of ``before`` were others."""
    table, extras = scene.table, scene.extras
    if table is None:
        return scene
    if before is not None and before.height != table.height:
        extras = tuple(replace(each, texts={}) for each in extras)
    return replace(scene, extras=extras, incomplete=int((~table.complete).sum()))


def rows_in_words(rows: RowNumbers) -> str:
    """``row 3``, ``rows 3-9``, or ``7 rows`` if others lie between them."""
    count = len(rows)
    if count == 1:
        return f"row {int(rows[0]) + 1:,}"
    first, last = (rows[0], rows[-1]) if isinstance(rows, range) else (int(rows.min()), int(rows.max()))
    return f"rows {first + 1:,}-{last + 1:,}" if last - first + 1 == count else f"{count:,} rows"


def columns_in_words(columns: Sequence[Column]) -> str:
    """``weight``, or ``weight to speed``."""
    first, last = one_line(columns[0].name), one_line(columns[-1].name)
    return first if len(columns) == 1 else f"{first} to {last}"


MOVES: dict[str, tuple[str, Callable[[Scene, int], tuple[int, int]]]] = {
    "up": ("up", lambda scene, _: (scene.row - 1, scene.column)),
    "down": ("down", lambda scene, _: (scene.row + 1, scene.column)),
    "left": ("left", lambda scene, _: (scene.row, scene.column - 1)),
    "right": ("right", lambda scene, _: (scene.row, scene.column + 1)),
    "pageup": ("page up", lambda scene, page: (scene.row - page, scene.column)),
    "pagedown": ("page down", lambda scene, page: (scene.row + page, scene.column)),
    "home": ("first column", lambda scene, _: (scene.row, 0)),
    "end": ("last column", lambda scene, _: (scene.row, scene.width - 1)),
    "ctrl+home": ("first row", lambda scene, _: (0, scene.column)),
    "ctrl+end": ("last row", lambda scene, _: (scene.height - 1, scene.column)),
}
"""The keys that move the cursor: the label of each, and row and column after it, possibly outside the table.

The function takes the scene, and the rows of a page.
"""
SELECTING = {f"shift+{key}": key for key in MOVES if "+" not in key} | {
    "ctrl+shift+home": "ctrl+home",
    "ctrl+shift+end": "ctrl+end",
}
"""The keys that extend the selection, and the move of each."""

QUOTE = '"'
"""The key that begins an empty text."""
DIGITS, SIGNS = frozenset("0123456789"), frozenset("+-.")


def text_begun_by(character: str | None, column: Column) -> str | None:
    """The text that ``character`` begins in a cell of ``column``; None if it begins none.

    A letter begins a text in a column of words, and is a command in one of numbers.
    """
    if character is None:
        return None
    if character in DIGITS or (character in SIGNS and column.numeric):
        return character
    if character == QUOTE and column.textual:
        return ""
    return character if character.isalnum() and not column.numeric else None


def cell_after_typing(scene: Scene, key: str) -> tuple[int, int]:
    """Row and column after ``key`` accepted a text: tab goes from the last column to the next row."""
    if key == "tab" and scene.column == scene.width - 1:
        return (scene.row + 1, 0) if scene.row + 1 < scene.height else (scene.row, scene.column)
    move = {"tab": "right", "shift+tab": "left"}.get(key, key)
    return MOVES[move][1](scene, 1)
