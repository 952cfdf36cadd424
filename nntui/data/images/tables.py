"""Tables of pictures: of a folder whose subfolders are classes, and of a table with a column of paths."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.column import Column, Scaling
from nntui.data.images.decode import PictureError
from nntui.data.images.formats import image_format
from nntui.data.images.listing import by_class, list_folder
from nntui.data.images.many import LONGEST, MOST_NAMED, named, read_pictures
from nntui.data.kinds import CATEGORY, IGNORED, SPLIT, TARGET, TEXT, WHOLE
from nntui.data.scalings import PIXEL
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import as_list, number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.images.listing import ClassFolders, FolderListing
    from nntui.data.images.many import PicturesRead, Progress
    from nntui.data.pixels import PixelGrid

PICTURE, CLASS, PART = "picture", "class", "part"
"""The columns of a folder besides those of pixels: the file's name, its folder's, and the name of that around it."""
WHY_UNUSED = "it names the picture"
MOSTLY = 0.95
"""The share of a column's texts that name picture files."""


@dataclass(frozen=True, slots=True)
class PictureTable:
    """A table of pictures of a ``grid``, with lines on how they were read.

    ``ignored`` says of columns why they are not used.
    """

    table: Table
    grid: PixelGrid
    notes: tuple[str, ...]
    ignored: Mapping[str, str]


def read_folder(folder: Path, grid: PixelGrid, progress: Progress | None = None) -> PictureTable:
    """The pictures in ``folder``, a row each: its name, its pixels, and as target the class that its folder is.

    Files that cannot be read are left out, and named in a line. Raises DataError, without the folder's name, for a
    folder that is none of pictures of several classes, and OSError for one that cannot be listed.
    """
    listing = list_folder(folder)
    folders = by_class(listing, folder.name)
    found = read_pictures(
        [each.path for each in folders.pictures], [each.name for each in folders.pictures], grid, progress
    )
    rows = found.read.tolist()
    classes = {folders.classes[row] for row in rows}
    if len(classes) < 2:
        left = f"only pictures of {one_line(next(iter(classes)))}" if classes else "none of its pictures"
        raise DataError(f"{left} can be read: {_faults(found)}")
    labels = [Column(PICTURE, TEXT, role=IGNORED)]
    cells = {PICTURE: [found.names[row] for row in rows]}
    if folders.parts:
        labels.append(Column(PART, CATEGORY, role=SPLIT))
        cells[PART] = [folders.parts[row] for row in rows]
    target = Column(CLASS, CATEGORY, role=TARGET)
    # Names come last: where the cursor begins, on a number, letters are commands.
    columns = [*pixel_columns(grid), target, *labels]
    frame = pl.DataFrame(
        [
            *pixel_cells(grid, found.pixels[found.read]),
            pl.Series(CLASS, [folders.classes[row] for row in rows], dtype=pl.String),
            *(pl.Series(column.name, cells[column.name], dtype=pl.String) for column in labels),
        ]
    )
    notes = tuple(_folder_notes(listing, folders, found))
    return PictureTable(Table.of(columns, frame), grid, notes, {PICTURE: WHY_UNUSED})


def pixel_columns(grid: PixelGrid) -> list[Column]:
    """The columns of the pixels of pictures."""
    return [Column(name, WHOLE, scaling=Scaling(PIXEL)) for name in grid.names]


def pixel_cells(grid: PixelGrid, pixels: NDArray[np.uint8], lacking: Sequence[int] = ()) -> list[pl.Series]:
    """The cells of ``pixel_columns`` for ``pixels`` [rows, numbers of the grid], empty in the rows ``lacking``."""
    by_column = np.ascontiguousarray(pixels.T).astype(np.int64)
    cells = [pl.Series(name, numbers) for name, numbers in zip(grid.names, by_column, strict=True)]
    return [each.scatter(list(lacking), None) for each in cells] if lacking else cells


def _folder_notes(listing: FolderListing, folders: ClassFolders, found: PicturesRead) -> Iterator[str]:
    """Lines on a folder, the most important first."""
    rows = found.read.tolist()
    if found.are_few:
        yield f"only {len(rows):,} of {number_of(len(found.names), 'picture')} could be read"
    counts: dict[str, int] = {}
    for row in rows:
        counts[folders.classes[row]] = counts.get(folders.classes[row], 0) + 1
    told = as_list(f"{one_line(name)} {count:,}" for name, count in counts.items())
    yield f"{number_of(len(rows), 'picture')} of {len(counts)} classes ({told}), each {found.grid}"
    if found.faults:
        yield f"left out: {_faults(found)}"
    outside = len(listing.pictures) - len(folders.pictures)
    if outside:
        yield f"left out: {number_of(outside, 'picture')} outside of the folders of the classes"
    for place, why in sorted(listing.unread.items()):
        yield f"left out: folder {one_line(place, LONGEST)} cannot be read: {why}"
    if listing.empty:
        yield f"without pictures, and no class: folder {as_list(listing.empty)}"
    if listing.others:
        yield f"left out, as no pictures: {named([one_line(each, LONGEST) for each in listing.others])}"
    depth = 2 if folders.parts else 1
    deeper = sum(len(each.folders) > depth for each in folders.pictures)
    if deeper:
        yield f"in folders within those of the classes, and of the outer one's class: {number_of(deeper, 'picture')}"
    yield from found.notes()


def _faults(found: PicturesRead) -> str:
    """The files that could not be read, each with the reason."""
    return named([f"{one_line(found.names[row], LONGEST)} ({why})" for row, why in found.faults.items()])


def picture_column(table: Table, but: Callable[[str], bool]) -> int | None:
    """The number of the first column of ``table`` whose texts are names of picture files; None if there is none.

    Columns of the names ``but`` are none.
    """
    for place, (column, cells) in enumerate(zip(table.columns, table.frame.get_columns(), strict=True)):
        if cells.dtype != pl.String or column.formula or but(column.name):
            continue
        texts = cells.drop_nulls().to_list()
        if texts and sum(image_format(text.strip()) is not None for text in texts) >= MOSTLY * len(texts):
            return place
    return None


def with_pictures(
    table: Table,
    folder: Path,
    grid: PixelGrid,
    progress: Progress | None = None,
    *,
    but: Callable[[str], bool] = lambda _: False,
) -> PictureTable | None:
    """``table`` with the pixels of the pictures that a column of it names, relative to ``folder``, its file's.

    They come right after that column, which is ignored; a row whose file cannot be read has none. Columns of the names
    ``but`` name no pictures. None if no column does. Raises PictureError where Pillow is missing, and where no picture
    can be read.
    """
    place = picture_column(table, but)
    if place is None:
        return None
    name = table.columns[place].name
    files, names = files_of_column(table, name, folder)
    found = read_pictures(files, names, grid, progress)
    if not len(found.read):
        raise PictureError(f"none of the pictures in column {one_line(name)} can be read: {_by_row(found)}")
    columns = _without_picture(table, place).columns
    series = table.frame.get_columns()
    cells = pixel_cells(grid, found.pixels, list(found.faults))
    whole = Table.of(
        [*columns[: place + 1], *pixel_columns(grid), *columns[place + 1 :]],
        pl.DataFrame([*series[: place + 1], *cells, *series[place + 1 :]]),
        table.validation,
    )
    return PictureTable(whole, grid, tuple(_column_notes(name, found)), {name: WHY_UNUSED})


def files_of_column(table: Table, name: str, folder: Path) -> tuple[list[Path | str], list[str]]:
    """The files that the cells of a column name, or why one names none, and their names in messages."""
    texts = table.frame.get_column(name).to_list()
    return [_file_of(text, folder) for text in texts], [str(text or "") for text in texts]


def _without_picture(table: Table, place: int) -> Table:
    """``table`` with its column of paths as ignored text, and another target if that was it."""
    column = table.columns[place]
    columns = list(table.columns)
    columns[place] = changed(column, kind=TEXT, role=IGNORED)
    without = replace(table, columns=tuple(columns))
    others = any(each.kind_record.learnable and each.learnt for each in columns)
    return without.with_roles() if column.is_target and others else without


def _column_notes(name: str, found: PicturesRead) -> Iterator[str]:
    """Lines on a column of paths, the most important first."""
    count = len(found.names) - len(found.faults)
    if found.are_few:
        yield f"only {count:,} of {number_of(len(found.names), 'picture')} could be read"
    yield f"column {one_line(name)} names {number_of(count, 'picture')}, each {found.grid}"
    if found.faults:
        yield f"not used, without a picture: {_by_row(found)}"
    yield from found.notes()


def _by_row(found: PicturesRead) -> str:
    """The rows without a picture, each with its file and the reason."""
    first = list(found.faults.items())[:MOST_NAMED]
    texts = [f"row {row + 1}, {one_line(found.names[row], LONGEST)} ({why})" for row, why in first]
    more = len(found.faults) - len(first)
    return ", ".join(texts) + (f" and {more:,} more" if more else "")


def _file_of(text: str | None, folder: Path) -> Path | str:
    """The file that a cell names, or why it names none."""
    if text is None or not text.strip():
        return "the cell is empty"
    name = text.strip()
    if "://" in name:
        return "this is an address, not a file"
    if "\0" in name:
        return "no file can have this name"
    within = folder.absolute()
    path = Path(os.path.normpath(within / name))
    if not path.exists() and "\\" in name:  # written on Windows
        path = Path(os.path.normpath(within / name.replace("\\", "/")))
    return path if path.is_relative_to(within) else "it is outside of the table's folder"
