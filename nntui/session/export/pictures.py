"""What a network that was trained on picture files takes, in words for those who use it elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.pixels import grid_of_files

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.session.session import Session


def pictures_in_words(session: Session) -> str:
    """A sentence on the pixels that are the network's inputs; "" where they are not those of picture files."""
    grid = grid_of_files(session.table.columns)
    if grid is None:
        return ""
    names = grid.names
    return (
        f"Inputs {names[0]} to {names[-1]} (row and column from the top left) are the middle square of a picture, "
        f"averaged down to {grid}, from 0 for black to 255."
    )


def pixel_columns_of(session: Session) -> list[Column]:
    """The inputs that are pixels of picture files; none where there are no such."""
    grid = grid_of_files(session.table.columns)
    names = set() if grid is None else set(grid.names)
    return [column for column in session.table.inputs if column.name in names]
