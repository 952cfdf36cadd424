"""Edits of cells by the clipboard: copied, and pasted with or without a heading.

As in ``cell_edits``, an edit takes a scene and returns a name and the scene after it, or raises DataError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.ui.table import row_order
from nntui.ui.table.cell_edits import editable_columns
from nntui.ui.table.scene import table_of

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.ui.table.scene import Area, Scene, SceneEdit

MOST_BYTES = 74_994
"""Most bytes for a terminal's clipboard: 100,000 of a sequence in base64 (Chromium's hterm; others take more)."""


MOST_PASTED = 200_000
"""Most cells that are pasted at once: a second's work."""


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
    """The cells in a pasted ``text``, by row; a single line without tabs is one cell for a column of words.

    Raises DataError for more cells than can be pasted at once.
    """
    from nntui.data.files.csv.records import clipboard_cells

    line = text.removesuffix("\n").removesuffix("\r")
    is_one_cell = not column.numeric and not any(character in line for character in "\t\r\n")
    if is_one_cell:
        return [[line]]
    if sum(text.count(sign) for sign in "\t\r\n") > MOST_PASTED:
        raise DataError(f"paste: at most {MOST_PASTED:,} cells at once; save the others as a file, and open that")
    return clipboard_cells(text)


Texts = Sequence[Sequence[str | None]]
"""Pasted cells by row; None leaves a cell as it is."""


def paste_cells(scene: Scene, texts: Texts) -> SceneEdit:
    """Paste ``texts``, by row, from the first selected cell on; a single one goes into every selected cell.

    A first row of column names says where the columns go; one that can only be a heading is left out. Rows are added
    at the end if needed; cells that a shorter row lacks are not changed. Raises DataError if there are too many
    columns, and for a text that does not fit its column, naming row and column.
    """
    if scene.table is None:
        return "", scene
    left, texts, heading = without_heading(scene.table, scene.area.left, texts)
    table, area = scene.table, scene.area._replace(left=left, right=max(left + 1, scene.area.right))
    width = max((len(row) for row in texts), default=0)
    if not width:
        return "", scene
    if width == 1 and len(texts) == 1 and scene.height:
        texts, width = [[texts[0][0]] * len(area.columns)] * area.rows, len(area.columns)
    first = one_line(table.columns[area.left].name)
    if area.left + width > table.width:
        raise DataError(f"paste: {width:,} columns do not fit; there are {table.width - area.left:,} from {first} on")
    columns, said = editable_columns(table, range(area.left, area.left + width))
    present = max(min(len(texts), scene.height - area.top), 0)
    rows = [*map(int, scene.table_rows(area.top, area.top + present))]
    number = (rows[0] if rows else table.height) + 1
    rows += range(table.height, table.height + len(texts) - present)
    cells = [_parse_row(table, row, columns, area.left, given) for row, given in zip(rows, texts, strict=True)]
    after = _with_new_rows(_with_cells(scene, columns, cells[:present]), columns, cells[present:])
    size = "" if width == len(texts) == 1 else f"{len(texts):,}x{width:,} "
    last = area.top + len(texts) - 1, area.left + width - 1
    said = "; ".join(filter(None, (heading, said)))
    after = replace(after, source=None, said=said).at(area.top, area.left, last)
    return f"{size}pasted at {first}, row {number:,}", after


def without_heading(table: Table, left: int, texts: Texts) -> tuple[int, Texts, str]:
    """The first column that is pasted into, the rows without their heading, and a line about that; "" without one."""
    names = [(text or "").strip() for text in texts[0]] if len(texts) > 1 else []
    if len(names) > 1 and len(set(names)) == len(names) and set(names) <= set(table.names):
        places = [table.index(name) for name in names]
        first, width = min(places), max(places) - min(places) + 1
        rows: list[list[str | None]] = []
        for row in texts[1:]:
            cells: list[str | None] = [None] * width
            for place, text in zip(places, row, strict=False):
                cells[place - first] = text
            rows.append(cells)
        return first, rows, "the first row named the columns"
    columns = table.columns[left : left + len(names)]
    words = bool(names) and all(name and not _is_number(name) for name in names)
    if words and any(column.numeric for column in columns) and _fits(texts[1], columns):
        return left, texts[1:], f"the first row ({as_list(names)}) was a heading and left out"
    return left, texts, ""


def _is_number(text: str) -> bool:
    from nntui.data.numbers import is_number

    return is_number(text)


def _fits(texts: Sequence[str | None], columns: Sequence[Column]) -> bool:
    """Whether every text can be a cell of its column."""
    from nntui.data.cells import parse_cell

    try:
        for text, column in zip(texts, columns, strict=False):
            parse_cell(text or "", column)
    except DataError:
        return False
    return True


def _parse_row(table: Table, row: int, columns: Sequence[int], left: int, texts: Sequence[str | None]) -> list[Cell]:
    """The cells of ``columns`` from the ``texts`` of one row, and the present ones where it has none."""
    from nntui.data.cells import parse_cell

    cells: list[Cell] = []
    for number in columns:
        text = texts[number - left] if number - left < len(texts) else None
        if text is None:
            cells.append(table.value(row, number) if row < table.height else None)
            continue
        try:
            cells.append(parse_cell(text, table.columns[number]))
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
