"""Copying and pasting: as text for the terminal's clipboard, and as cells of a table that stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.ui.table import row_order
from nntui.ui.table.cell_edits import editable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.cells import Cell
    from nntui.data.column import Column
    from nntui.data.table import Table
    from nntui.ui.table.cell_edits import SceneEdit
    from nntui.ui.table.scene import Area, Scene

MOST_BYTES = 74_994
"""Bytes of text that terminals take for their clipboard: 100,000 of a sequence, in base64 (Chromium's hterm; others
take more)."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The cells of ``area`` in ``scene``, as they were when they were copied."""

    scene: Scene
    area: Area

    @property
    def size(self) -> str:
        """Rows and columns: ``4x3``."""
        return f"{self.area.rows:,}x{len(self.area.columns):,}"

    def texts(self) -> list[list[str]]:
        """Each row's cells, spelled so that they read back as the same."""
        from nntui.data.cells import format_cell

        columns, (left, right) = self.scene.table.columns if self.scene.table else (), (self.area.left, self.area.right)
        rows = self.scene.cells(self.area.top, self.area.bottom)
        return [[format_cell(row[number], columns[number]) for number in range(left, right)] for row in rows]

    def text(self) -> str | None:
        """The cells with tabs between them and a line for each row; None where that is too much for a terminal."""
        if self.area.rows * len(self.area.columns) > MOST_BYTES:
            return None
        text = "\n".join("\t".join(map(_quoted, row)) for row in self.texts())
        return text if len(text.encode("utf-8", "replace")) <= MOST_BYTES else None


def _quoted(cell: str) -> str:
    """The cell as spreadsheets copy it: between quotes where it would be taken for several."""
    special = any(character in cell for character in '\t\r\n"')
    return '"' + cell.replace('"', '""') + '"' if special else cell


def cells_in(text: str, column: Column) -> list[list[str]]:
    """The cells that a pasted ``text`` holds; for a column of words, a single line without tabs is one of them."""
    from nntui.data.files.clipboard import cells_of

    lines = text.removesuffix("\n").removesuffix("\r")
    alone = not any(character in lines for character in "\t\r\n")
    return [[lines]] if alone and not column.numeric else cells_of(text)


def pasted(scene: Scene, texts: Sequence[Sequence[str]]) -> SceneEdit:
    """``texts``, by row, from the first selected cell on; a single one goes into every selected cell.

    Rows are added below where they are needed; a row that is shorter than others leaves cells as they are. Raises
    DataError for more columns than there are, and for a cell that does not fit, naming its row and column.
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
    columns, said = editable(table, range(area.left, area.left + width))
    there = max(min(len(texts), scene.height - area.top), 0)
    numbers = [*map(int, scene.table_rows(area.top, area.top + there))]
    number = (numbers[0] if numbers else table.height) + 1
    numbers += range(table.height, table.height + len(texts) - there)
    block = [_parsed(table, row, columns, area.left, given) for row, given in zip(numbers, texts, strict=True)]
    after = _with_rows(_with_cells(scene, columns, block[:there]), columns, block[there:])
    size = "" if width == len(texts) == 1 else f" {len(texts):,}x{width:,}"
    after = replace(after, source=None, said=said)
    last = area.top + len(texts) - 1, area.left + width - 1
    return f"paste{size} at {first}, row {number:,}", after.at(area.top, area.left, last)


def _parsed(table: Table, row: int, columns: Sequence[int], left: int, texts: Sequence[str]) -> list[Cell]:
    """The cells of ``columns`` that the ``texts`` of one row mean, and as they are where it has none."""
    from nntui.data.cells import parse_cell

    found: list[Cell] = []
    for number in columns:
        if number - left >= len(texts):
            found.append(table.value(row, number) if row < table.height else None)
            continue
        try:
            found.append(parse_cell(texts[number - left], table.columns[number]))
        except DataError as error:
            raise DataError(f"row {row + 1:,}, column {error}; nothing was pasted") from None
    return found


def _with_cells(scene: Scene, columns: Sequence[int], block: Sequence[Sequence[Cell]]) -> Scene:
    from nntui.data.scattered import with_scattered

    if scene.table is None or not block:
        return scene
    rows = scene.table_rows(scene.area.top, scene.area.top + len(block))
    cells = {number: [row[index] for row in block] for index, number in enumerate(columns)}
    return replace(scene, table=with_scattered(scene.table, rows, cells))


def _with_rows(scene: Scene, columns: Sequence[int], block: Sequence[Sequence[Cell]]) -> Scene:
    """The scene with rows added at the end of the table, and shown at the end."""
    if scene.table is None or not block:
        return scene
    rows: list[list[Cell]] = [[None] * scene.width for _ in block]
    for row, cells in zip(rows, block, strict=True):
        for number, cell in zip(columns, cells, strict=True):
            row[number] = cell
    at = scene.table.height
    view = row_order.with_rows(scene.view, at, len(block), scene.height)
    return replace(scene, table=scene.table.with_rows(at, rows), view=view)
