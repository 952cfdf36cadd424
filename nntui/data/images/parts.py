"""Pictures to be answered, part by part: named files, those in a folder, and those that a column of a table names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from nntui.data.column import Column
from nntui.data.files.formats import name_of
from nntui.data.files.parts import TablePart, TableParts
from nntui.data.files.tables import faults_of, first_rows, read
from nntui.data.images.listing import class_depth, list_folder, text_of
from nntui.data.images.many import LONGEST, MOST_NAMED, read_pictures
from nntui.data.images.tables import CLASS, PICTURE, files_of_column, picture_column, pixel_cells, pixel_columns
from nntui.data.kinds import CATEGORY, IGNORED, TEXT
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nntui.data.files.dialect import Dialect
    from nntui.data.files.source import Kinds
    from nntui.data.files.tables import Progress
    from nntui.data.images.many import PicturesRead
    from nntui.data.kinds import Cell
    from nntui.data.pixels import PixelGrid

ROWS = 1_000
"""Pictures of a part."""


class PictureFiles(NamedTuple):
    """Picture files to be asked about, or folders of them; ``given`` are cells of other columns, the same for all."""

    paths: tuple[Path, ...]
    columns: tuple[Column, ...] = ()
    given: tuple[Cell, ...] = ()

    @property
    def is_one(self) -> bool:
        """Whether it is one file."""
        return len(self.paths) == 1 and not self.paths[0].is_dir()

    @property
    def name(self) -> str:
        """The name in messages: that of the only file, or a word for all of them."""
        return self.paths[0].name if len(self.paths) == 1 else "pictures"


class _Rows(NamedTuple):
    """The files of some rows, each a path or the reason why there is none, their names, and the other columns."""

    files: Sequence[Path | str]
    names: Sequence[str]
    beside: Table
    notes: tuple[str, ...] = ()
    refused: Mapping[int, str] = {}


def parts_of_files(files: PictureFiles, grid: PixelGrid, progress: Progress) -> TableParts:
    """The pictures as rows of pixels, with their names and, in a folder, with their class.

    Raises DataError where none of them can be read, or a folder has none.
    """
    paths: list[Path] = []
    names: list[str] = []
    classes: list[str | None] = []
    for path in files.paths:
        if not path.is_dir():
            paths.append(path)
            names.append(text_of(str(path)))
            classes.append(None)
            continue
        with faults_of(name_of(path)):
            listing = list_folder(path)
            if not listing.pictures:
                raise DataError("there are no pictures in this folder")
        paths += [each.path for each in listing.pictures]
        names += [each.name for each in listing.pictures]
        depth = class_depth(listing)
        classes += [each.folders[depth] if len(each.folders) > depth else None for each in listing.pictures]
    columns, cells = [Column(PICTURE, TEXT, role=IGNORED)], [pl.Series(PICTURE, names, dtype=pl.String)]
    if any(classes):
        columns.append(Column(CLASS, CATEGORY, role=IGNORED))
        cells.append(pl.Series(CLASS, classes, dtype=pl.String))
    for column, cell in zip(files.columns, files.given, strict=True):
        if column.name not in {CLASS, PICTURE}:
            columns.append(column)
            cells.append(pl.Series(column.name, [cell] * len(names), dtype=column.dtype))
    rows = _Rows(paths, names, Table.of(columns, pl.DataFrame(cells)))
    return _parts(name_of(Path(files.name)), rows, grid, progress)


def parts_of_table(
    data: Path, how: Dialect, kinds: Kinds, grid: PixelGrid, *, likely: Dialect, progress: Progress
) -> TableParts | None:
    """The rows of a table with a column of paths, as rows of pixels; None for one that has pixels or no such column.

    Raises DataError for a table that cannot be read, and where none of its pictures can be.
    """
    columns: Sequence[str] = ()
    with suppress(DataError):  # reading all of it says why
        columns = first_rows(data, how).table.names
    if not columns or set(grid.names) <= set(columns):
        return None
    refused: dict[int, str] = {}
    others = {name: kind for name, kind in kinds.items() if name in columns}
    found = read(data, how, others, refused=refused.setdefault, likely=likely)
    place = picture_column(found.table, others.__contains__)
    if place is None:
        return None
    name = found.table.columns[place].name
    files, names = files_of_column(found.table, name, data.parent)
    return _parts(name_of(data), _Rows(files, names, found.table, found.notes, refused), grid, progress)


def _parts(name: str, rows: _Rows, grid: PixelGrid, progress: Progress) -> TableParts:
    """The rows with their pixels. Raises DataError, which begins with the ``name``, where there is no picture."""
    with faults_of(name):
        found = read_pictures(rows.files, rows.names, grid, progress)
        if not len(found.read) and len(rows.files):
            raise DataError(_why_none(name, found))
    refused = {**rows.refused, **found.by_row()}
    notes = (*rows.notes, *([] if len(rows.files) == 1 else found.notes()))
    return TableParts(notes, _made(found, rows.beside, refused), refuses=bool(refused))


def _why_none(name: str, found: PicturesRead) -> str:
    """Why none of the pictures can be read, for a message that begins with the ``name``."""
    if len(found.names) == 1:
        only = one_line(found.names[0], LONGEST)
        return found.faults[0] if only.endswith(name) else f"{only}: {found.faults[0]}"
    reasons = [f"{one_line(found.names[row], LONGEST)} ({why})" for row, why in list(found.faults.items())[:MOST_NAMED]]
    return f"none of the {len(found.names):,} pictures can be read: {', '.join(reasons)}"


def _made(found: PicturesRead, beside: Table, refused: Mapping[int, str]) -> Iterator[TablePart]:
    others = [each for each in beside.columns if each.name not in set(found.grid.names)]
    for start in range(0, max(1, len(found.names)), ROWS):
        rows = range(start, min(start + ROWS, len(found.names)))
        lacking = [row - start for row in rows if row in found.faults]
        cells = [beside.frame.get_column(each.name).slice(start, len(rows)) for each in others]
        pixels = pixel_cells(found.grid, found.pixels[start : start + len(rows)], lacking)
        yield TablePart(
            Table.of([*others, *pixel_columns(found.grid)], pl.DataFrame([*cells, *pixels])),
            start,
            {row - start: refused[row] for row in rows if row in refused},
            beside=tuple(each.name for each in others),
            pictures=tuple(found.names[row] for row in rows),
        )
