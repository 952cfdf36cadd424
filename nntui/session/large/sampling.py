"""A sample of the rows of a table in files, larger than memory: each row is as likely to be in it as any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.files.formats import name_of
from nntui.data.files.many import PartFile
from nntui.data.files.parts import table_parts
from nntui.data.kinds import NUMBER
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import as_list, number_of
from nntui.session.large.whole import Whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.files.dialect import Dialect
    from nntui.data.files.tables import Progress, ReadResult

SAMPLE_ROWS = 100_000
"""Rows of a sample; a table of fewer is its own sample."""
DRAWS = 1 << 20
"""Rows that are drawn for at once."""


class RowChooser:
    """Chooses ``most`` of any number of rows, ``count`` so far: those with the smallest draws, the same each time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._source = np.random.PCG64(0)
        self._draws = np.empty(0, np.uint64)
        self._rows = np.empty(0, np.int64)
        self.count = 0

    def take(self, count: int) -> NDArray[np.int64]:
        """The rows that may be chosen of the next ``count``, by their numbers among all."""
        draws = self._source.random_raw(count)
        likely = np.flatnonzero(draws <= self._draws.max()) if len(self._rows) >= self._most else np.arange(count)
        rows = likely + self.count
        self._draws = np.concatenate([self._draws, draws[likely]])
        self._rows = np.concatenate([self._rows, rows])
        if len(self._rows) > self._most:
            chosen = np.argsort(self._draws, kind="stable")[: self._most]
            self._draws, self._rows = self._draws[chosen], self._rows[chosen]
        self.count += count
        return rows

    @property
    def rows(self) -> NDArray[np.int64]:
        """The numbers of the chosen rows, in order."""
        return np.sort(self._rows)


def sampled_rows(rows: int) -> NDArray[np.int64]:
    """The numbers of the rows that the sample of a table of so many rows has, in order."""
    sample = RowChooser(SAMPLE_ROWS)
    for start in range(0, rows, DRAWS):
        sample.take(min(DRAWS, rows - start))
    return sample.rows


@dataclass(frozen=True, slots=True)
class SampledTable:
    """A ``table`` of sampled rows, the ``whole`` that it was taken from, and lines on how this was read."""

    table: Table
    whole: Whole
    notes: tuple[str, ...]


def sampled_table(
    files: Sequence[Path], like: ReadResult, how: Dialect, progress: Progress = lambda _: None
) -> SampledTable:
    """A sample of the rows of all ``files``, whose columns are those of ``like``, the first rows of the first file.

    Raises DataError for a file that cannot be read or lacks a column.
    """
    columns = [replace(each, kind=NUMBER) if each.whole else each for each in like.table.columns]
    kinds = {column.name: column for column in columns}
    sample = RowChooser(SAMPLE_ROWS)
    parts: list[tuple[NDArray[np.int64], pl.DataFrame]] = []
    notes: dict[str, None] = {}
    refused = 0
    for number, path in enumerate(files):
        shown = progress_of_part(progress, number, len(files))
        with table_parts(path, how, kinds, likely=like.dialect, progress=shown) as found:
            notes |= dict.fromkeys(found.notes)
            for part in found:
                before = sample.count
                rows = sample.take(part.table.height)
                picked = _columns_of(part.table.frame, list(kinds), path)[rows - before]
                parts.append((rows, picked))
                if sum(len(numbers) for numbers, _ in parts) > 2 * SAMPLE_ROWS:
                    parts = _chosen(parts, sample.rows)
                if part.refused and not refused:
                    row, why = next(iter(part.refused.items()))
                    notes[f"{path.name}: row {part.first + row + 1}, {why}; such rows are not trained on"] = None
                refused += len(part.refused)
    parts = _chosen(parts, sample.rows)
    frame = pl.concat([each for _, each in parts]) if parts else like.table.frame.select(list(kinds)).clear()
    if refused > 1:
        notes[f"{number_of(refused, 'row')} in all have a cell that their column cannot have"] = None
    table = Table.of(columns, {name: frame.get_column(name) for name in kinds})
    whole = Whole(sample.count, tuple(map(PartFile.of, files)))
    if sample.count > table.height:
        notes[
            f"a sample of {table.height:,} of {sample.count:,} rows in {number_of(len(files), 'file')}; "
            "nntui train goes through all of them"
        ] = None
    return SampledTable(table, whole, tuple(notes))


def _columns_of(frame: pl.DataFrame, names: list[str], path: Path) -> pl.DataFrame:
    """The columns of these names. Raises DataError for a file that lacks one."""
    if missing := [name for name in names if name not in frame.columns]:
        there = f"there are {as_list(frame.columns)}, and all files are one table"
        raise DataError(f"{name_of(path)}: no column {as_list(missing)}; {there}")
    return frame.select(names)


def _chosen(
    parts: list[tuple[NDArray[np.int64], pl.DataFrame]], rows: NDArray[np.int64]
) -> list[tuple[NDArray[np.int64], pl.DataFrame]]:
    """What is left of the parts where only ``rows`` are chosen."""
    kept = [(numbers, np.isin(numbers, rows, assume_unique=True), frame) for numbers, frame in parts]
    return [(numbers[mask], frame.filter(pl.Series(mask))) for numbers, mask, frame in kept if mask.any()]


def progress_of_part(progress: Progress, number: int, of: int) -> Progress:
    """Takes the share of part ``number`` (from 0) that is done, and tells ``progress`` that of all parts."""
    return lambda share: progress((number + share) / of)
