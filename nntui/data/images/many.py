"""Many picture files decoded in threads, and lines on those that could not be, and on what became of the others."""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.files.limits import CELL_BYTES, check_cells, check_memory
from nntui.data.images.decode import DecodedPicture, PictureError, check_pillow, read_picture
from nntui.safe_text import number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.pixels import PixelGrid

    Progress = Callable[[float], None]

MOST_THREADS = 8
MOST_NAMED = 5
"""Files that a line names before it counts the rest."""
LONGEST = 60
"""Characters of a file's name in a line."""
FEW = 0.95
"""The share of files read below which the first line says so."""


@dataclass(frozen=True, slots=True, eq=False)
class PicturesRead:
    """The pictures of some files: ``pixels`` uint8 [files, numbers of the grid], 0 throughout where there is none.

    ``faults`` say why the files of these numbers, from 0, have none. ``names`` are those of the files in lines.
    """

    grid: PixelGrid
    pixels: NDArray[np.uint8]
    faults: dict[int, str]
    names: Sequence[str]
    cropped: int
    transparent: int
    several: dict[str, list[str]]

    @property
    def read(self) -> NDArray[np.int64]:
        """The numbers of the files that were read."""
        found: NDArray[np.int64] = np.flatnonzero([number not in self.faults for number in range(len(self.names))])
        return found

    @property
    def are_few(self) -> bool:
        """Whether so many could not be read that the first line has to say so."""
        return len(self.faults) > (1 - FEW) * len(self.names)

    def by_row(self) -> dict[int, str]:
        """Why files could not be read, by number, with their names."""
        return {row: f"{one_line(self.names[row], LONGEST)}: {why}" for row, why in self.faults.items()}

    def notes(self) -> Iterator[str]:
        """Lines on how the pictures that were read were changed."""
        count = len(self.names) - len(self.faults)
        if self.cropped:
            yield f"{self.cropped:,} of {number_of(count, 'picture')} are not square: the middle square of each is used"
        if self.transparent:
            yield f"{self.transparent:,} of {number_of(count, 'picture')} are partly transparent: they are put on white"
        for parts, names in self.several.items():
            first = named([one_line(each, LONGEST) for each in names])
            yield f"with several {parts}, of which the first is used: {first}"


def named(texts: Sequence[str]) -> str:
    """The first few of ``texts``, and how many more there are."""
    more = len(texts) - MOST_NAMED
    return ", ".join(texts[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def read_pictures(
    files: Sequence[Path | str], names: Sequence[str], grid: PixelGrid, progress: Progress | None = None
) -> PicturesRead:
    """The pictures in ``files``, in threads; instead of a path there may be the reason why there is none.

    ``progress`` is called with the share that has been read. Raises PictureError where Pillow is missing, and
    DataError for more pictures than the memory has room for.
    """
    check_pillow()
    check_cells(len(files), grid.numbers)
    check_memory(len(files) * grid.numbers * CELL_BYTES)
    pixels = np.zeros((len(files), grid.numbers), dtype=np.uint8)
    faults: dict[int, str] = {}
    several: dict[str, list[str]] = {}
    cropped = transparent = 0

    def decode(file: Path | str) -> DecodedPicture | str:
        try:
            return file if isinstance(file, str) else read_picture(file, grid)
        except PictureError as error:
            return str(error)

    threads = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow on what it found odd in a file that it has read
            for number, found in enumerate(threads.map(decode, files)):
                if isinstance(found, str):
                    faults[number] = found
                else:
                    pixels[number] = found.pixels
                    cropped += found.cropped
                    transparent += found.transparent
                    if found.parts:
                        several.setdefault(found.parts, []).append(names[number])
                if progress is not None:
                    progress((number + 1) / len(files))
    finally:
        threads.shutdown(cancel_futures=True)  # an interrupt does not wait for thousands of files
    return PicturesRead(grid, pixels, faults, names, cropped, transparent, several)
