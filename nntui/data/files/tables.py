"""Tables in files: CSV (.csv, .txt), TSV (.tsv, .tab), Parquet (.parquet, .pq) and JSON lines (.jsonl, .ndjson)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.atomic import replacing, why_kept
from nntui.data.files.csv.write import with_integers, write_text
from nntui.data.files.dialect import Dialect
from nntui.data.files.formats import SUFFIXES, format_of, name_of
from nntui.data.files.jsonlines import write_json_lines
from nntui.data.files.parquet import write_parquet
from nntui.data.files.reading import default_dialect, read, reason
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.table import Table

__all__ = ["SUFFIXES", "read_table", "write_table"]


def read_table(path: str | Path) -> Table:
    """The table in a file, or on the standard input for ``-``; its last column that can be one is the target.

    Raises DataError, one line that names the file and, where there is one, the row, the line and the column.
    """
    return read(path).table


def write_table(table: Table, path: str | Path, how: Dialect | None = None) -> None:
    """Write a table as the name of the file says; what a file of text is spelled like, ``how`` may say.

    Read again with the same kinds of columns, the table is the same; a Parquet file keeps those, and roles, units and
    scaling. Until the new file is complete, an old one of that name stays as it was. Raises DataError.
    """
    path = Path(path)
    name, kind = name_of(path), format_of(path)
    if kind == "json lines" and not table.height:
        raise DataError(f"{name}: JSON lines cannot keep a table without rows; write CSV or Parquet")
    try:
        if why := why_kept(path):
            raise DataError(why)
        with replacing(path) as file:
            if kind == "parquet":
                write_parquet(table, file)
            elif kind == "json lines":
                write_json_lines(with_integers(table.frame), file)
            else:
                write_text(table, file, (how or Dialect()).over(default_dialect(path)))
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be written: {reason(error)}") from error
