"""The rows that a session's network is asked about, part by part: of a table file, or of pictures."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.dialect import DETECTED
from nntui.data.files.parts import table_parts
from nntui.data.files.tables import STANDARD_INPUT
from nntui.data.images.parts import PictureFiles, parts_of_files, parts_of_table
from nntui.data.pixels import grid_of_files
from nntui.errors import DataError
from nntui.safe_text import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.files.dialect import Dialect
    from nntui.data.files.parts import TableParts
    from nntui.data.files.source import Kinds, TableBytes
    from nntui.data.files.tables import Progress
    from nntui.data.pixels import PixelGrid
    from nntui.session.session import Session

    Questions = Path | TableBytes | PictureFiles
    """A table file, a folder of pictures, a table in memory, or picture files."""


def picture_grid(session: Session) -> PixelGrid:
    """The pixels that the network of ``session`` takes of a picture file. Raises DataError where it takes none."""
    grid = grid_of_files(session.table.columns)
    if grid is not None and any(column.name in set(grid.names) for column in session.table.inputs):
        return grid
    names = as_list(column.name for column in session.table.inputs)
    raise DataError(f"this network was not trained on picture files, and takes none: its inputs are {names}")


@contextmanager
def question_parts(
    session: Session, data: Questions, how: Dialect, kinds: Kinds, progress: Progress = lambda _: None
) -> Iterator[TableParts]:
    """The rows in ``data`` as ``table_parts`` has them; pictures, and those that a table names, as rows of pixels.

    Raises DataError for data that cannot be read, and for pictures where the network takes none.
    """
    likely = session.dialect or DETECTED
    if isinstance(data, Path) and str(data) != STANDARD_INPUT and data.is_dir():
        data = PictureFiles((data,))
    if isinstance(data, PictureFiles):
        yield parts_of_files(data, picture_grid(session), progress)
        return
    grid = grid_of_files(session.table.columns)
    if grid is not None and isinstance(data, Path) and str(data) != STANDARD_INPUT:
        pictures = parts_of_table(data, how, kinds, grid, likely=likely, progress=progress)
        if pictures is not None:
            yield pictures
            return
    with table_parts(data, how, kinds, likely=likely, progress=progress) as parts:
        yield parts
