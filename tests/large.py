"""A table in several files, with a level and an extreme that are rare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 300
FORMATS = ("csv", "parquet", "jsonl")


def frame() -> pl.DataFrame:
    """All rows."""
    numbers = np.random.default_rng(0)
    x, y = numbers.normal(size=(2, ROWS)).round(4)
    place = np.where(np.arange(ROWS) == 250, "rare", np.where(x > 0, "east", "west"))
    cells = {"x": x, "y": y, "place": place, "name": [f"row {i}" for i in range(ROWS)], "z": (x - 2 * y).round(4)}
    row = pl.int_range(ROWS)
    return pl.DataFrame(cells).with_columns(x=pl.when(row == 251).then(None).when(row == 252).then(99.0).otherwise("x"))


def written(folder: Path, suffix: str) -> Path:
    """A new folder with these rows in three files, among others that are no tables of it."""
    folder.mkdir()
    for number in range(3):
        part, path = frame().slice(100 * number, 100), folder / f"{number}.{suffix}"
        if suffix == "csv":
            part.write_csv(path)
        elif suffix == "parquet":
            part.write_parquet(path)
        else:
            part.write_ndjson(path)
    (folder / "_SUCCESS").touch()
    (folder / ".hidden.csv").write_text("a,b\n1,2\n")
    (folder / "notes.md").write_text("# notes")
    return folder
