"""Edits of cells: typed, cleared, filled, copied and pasted.

An edit takes a scene and returns a name ("" if nothing changed) and the scene after it. All raise DataError with the
reason why something cannot be done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.ui.table import row_order
from nntui.ui.table.scene import columns_in_words, rows_in_words, table_of
from nntui.ui.table.structure_edits import rename_column
from nntui.ui.widgets.text_entry import TextEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.ui.table.scene import Area, Scene, SceneEdit

ACCEPT_KEYS = frozenset({"enter", "tab", "shift+tab", "up", "down"})
"""Keys that accept the text being typed."""
ROWS_READ = 100_000
"""Rows in which a column's words are looked up for completion."""
MOST_BYTES = 74_994
"""Most bytes for a terminal's clipboard: 100,000 of a sequence in base64 (Chromium's hterm; others take more)."""


def set_cell(scene: Scene, text: str) -> SceneEdit:
    """Set the cursor's cell to ``text``; "" empties it."""
    from nntui.data.cells import parse_cell

    table, row = table_of(scene), scene.table_row(scene.row)
    check_editable(table, scene.column)
    column = table.columns[scene.column]
    value = parse_cell(text, column)
    if value == table.value(row, scene.column):
        return "", scene
    name = f"{'clear' if value is None else 'edit'} {one_line(column.name)}, row {row + 1:,}"
    source = scene.row if scene.anchor is not None else None
    return name, replace(scene, table=table.with_value(row, scene.column, value), source=source)


def clear_cells(scene: Scene) -> SceneEdit:
    """Empty the selected cells."""
    if not scene.height:
        return "", scene
    if scene.area.is_one_cell:
        return set_cell(scene, "")
    columns, said = _editable_columns(table_of(scene), scene.area.columns)
    return _set_all(scene, "clear", dict.fromkeys(columns), said)


def fill_cells(scene: Scene) -> SceneEdit:
    """Set all rows of the selection to its first one, or to the one that was typed over."""
    table, area = table_of(scene), scene.area
    if area.rows < 2:
        raise DataError("Select the rows to fill first, with {key:data.shift-down}.")
    columns, said = _editable_columns(table, area.columns)
    source = scene.source if scene.source is not None and area.top <= scene.source < area.bottom else area.top
    cells = {number: table.value(scene.table_row(source), number) for number in columns}
    return _set_all(scene, "fill", cells, said)


def _set_all(scene: Scene, verb: str, cells: dict[int, Cell], said: str) -> SceneEdit:
    """Set the cells of all selected rows, by column, to the same."""
    table, rows = table_of(scene), scene.selected_rows
    name = f"{verb} {columns_in_words([table.columns[number] for number in cells])}, {rows_in_words(rows)}"
    return name, replace(scene, table=table.with_cells(rows, cells), said=said)


def check_editable(table: Table, column: int) -> None:
    """Raise DataError if a formula calculates the column's cells."""
    if table.columns[column].formula:
        name = one_line(table.columns[column].name)
        raise DataError(f"{name} is calculated. Press {{key:data.formula}} to edit its formula.")


def _editable_columns(table: Table, columns: Iterable[int]) -> tuple[list[int], str]:
    """The columns that are not calculated, and a message about the others."""
    numbers = list(columns)
    editable = [number for number in numbers if not table.columns[number].formula]
    if not editable:
        check_editable(table, numbers[0])
    others = [table.columns[number].name for number in numbers if number not in editable]
    return editable, f"{as_list(others)}: calculated, not changed" if others else ""


# Typing


def begin_typing(scene: Scene, text: str | None = None) -> Scene:
    """Type over the cursor's cell, beginning with ``text`` or (None) with its present text.

    Raises DataError for a calculated cell.
    """
    from nntui.data.cells import format_cell

    table = scene.table
    if table is None or not scene.height:
        return scene
    check_editable(table, scene.column)
    if text is None:
        text = format_cell(table.value(scene.table_row(scene.row), scene.column), table.columns[scene.column])
    return replace(scene.settled(), entry=TextEntry.of(text, _known_words(table, scene.column)))


def begin_renaming(scene: Scene, text: str | None = None) -> Scene:
    """Type over the name of the cursor's column, beginning with ``text`` or (None) with the name."""
    if scene.table is None:
        return scene
    name = scene.table.columns[scene.column].name
    return replace(scene.settled(), entry=TextEntry.of(name if text is None else text), renaming=True)


def press_key(scene: Scene, key: str, character: str | None) -> Scene | None:
    """The scene after a key that edits the text or cancels typing; None for any other key."""
    if scene.entry is None:
        return None
    edited = scene.entry.insert(character) if character is not None else scene.entry.press(key)
    if edited is not None:
        return replace(scene, entry=edited, refusal="")
    return scene.settled() if key == "escape" else None


def accept_entry(scene: Scene) -> SceneEdit:
    """Set the cell or the name to the text that was typed."""
    if scene.entry is None:
        return "", scene
    accept = rename_column if scene.renaming else set_cell
    return accept(scene.settled(), scene.entry.text)


def _known_words(table: Table, number: int) -> tuple[str, ...]:
    """The words that may complete a cell of column ``number``: both of yes and no, or the categories so far."""
    column = table.columns[number]
    if column.boolean:
        return column.words
    if not column.has_levels:
        return ()
    return tuple(table.frame.to_series(number).head(ROWS_READ).drop_nulls().unique().sort())


# The clipboard


@dataclass(frozen=True, slots=True)
class Clip:
    """The cells of ``area`` in ``scene`` at the time when they were copied."""

    scene: Scene
    area: Area

    @property
    def size(self) -> str:
        """Rows and columns: ``4x3``."""
        return f"{self.area.rows:,}x{len(self.area.columns):,}"

    def texts(self) -> list[list[str]]:
        """The texts of the cells by row, which read back as the same cells."""
        from nntui.data.cells import format_cell

        columns = table_of(self.scene).columns
        rows = self.scene.cells(self.area.top, self.area.bottom)
        return [[format_cell(row[number], columns[number]) for number in self.area.columns] for row in rows]

    def text(self) -> str | None:
        """The cells as text for other programs; None if it is too long for a terminal's clipboard."""
        from nntui.data.files.csv.records import clipboard_text

        if self.area.rows * len(self.area.columns) > MOST_BYTES:
            return None
        text = clipboard_text(self.texts())
        return text if len(text.encode("utf-8", "replace")) <= MOST_BYTES else None


def split_pasted(text: str, column: Column) -> list[list[str]]:
    """The cells in a pasted ``text``, by row; a single line without tabs is one cell for a column of words."""
    from nntui.data.files.csv.records import clipboard_cells

    line = text.removesuffix("\n").removesuffix("\r")
    is_one_cell = not column.numeric and not any(character in line for character in "\t\r\n")
    return [[line]] if is_one_cell else clipboard_cells(text)


def paste_cells(scene: Scene, texts: Sequence[Sequence[str]]) -> SceneEdit:
    """Paste ``texts``, by row, from the first selected cell on; a single one goes into every selected cell.

    Rows are added at the end if needed; cells that a shorter row lacks are not changed. Raises DataError if there are
    too many columns, and for a text that does not fit its column, naming row and column.
    """
    table, area = scene.table, scene.area
    width = max((len(row) for row in texts), default=0)
    if table is None or not width:
        return "", scene
    if width == 1 and len(texts) == 1 and scene.height:
        texts, width = [[texts[0][0]] * len(area.columns)] * area.rows, len(area.columns)
    first = one_line(table.columns[area.left].name)
    if area.left + width > table.width:
        raise DataError(f"paste: {width:,} columns do not fit; there are {table.width - area.left:,} from {first} on")
    columns, said = _editable_columns(table, range(area.left, area.left + width))
    present = max(min(len(texts), scene.height - area.top), 0)
    rows = [*map(int, scene.table_rows(area.top, area.top + present))]
    number = (rows[0] if rows else table.height) + 1
    rows += range(table.height, table.height + len(texts) - present)
    cells = [_parse_row(table, row, columns, area.left, given) for row, given in zip(rows, texts, strict=True)]
    after = _with_new_rows(_with_cells(scene, columns, cells[:present]), columns, cells[present:])
    size = "" if width == len(texts) == 1 else f" {len(texts):,}x{width:,}"
    last = area.top + len(texts) - 1, area.left + width - 1
    return f"paste{size} at {first}, row {number:,}", replace(after, source=None, said=said).at(
        area.top, area.left, last
    )


def _parse_row(table: Table, row: int, columns: Sequence[int], left: int, texts: Sequence[str]) -> list[Cell]:
    """The cells of ``columns`` from the ``texts`` of one row, and the present ones where it has none."""
    from nntui.data.cells import parse_cell

    cells: list[Cell] = []
    for number in columns:
        if number - left >= len(texts):
            cells.append(table.value(row, number) if row < table.height else None)
            continue
        try:
            cells.append(parse_cell(texts[number - left], table.columns[number]))
        except DataError as error:
            raise DataError(f"row {row + 1:,}, column {error}; nothing was pasted") from None
    return cells


def _with_cells(scene: Scene, columns: Sequence[int], block: Sequence[Sequence[Cell]]) -> Scene:
    if not block:
        return scene
    rows = scene.table_rows(scene.area.top, scene.area.top + len(block))
    cells = {number: [row[index] for row in block] for index, number in enumerate(columns)}
    return replace(scene, table=table_of(scene).with_cells(rows, cells))


def _with_new_rows(scene: Scene, columns: Sequence[int], block: Sequence[Sequence[Cell]]) -> Scene:
    """The scene with new rows at the end of the table, shown last."""
    if not block:
        return scene
    rows: list[list[Cell]] = [[None] * scene.width for _ in block]
    for row, cells in zip(rows, block, strict=True):
        for number, cell in zip(columns, cells, strict=True):
            row[number] = cell
    table = table_of(scene)
    view = row_order.insert_rows(scene.view, table.height, len(block), scene.height)
    return replace(scene, table=table.with_rows(table.height, rows), view=view)
