"""Table files read part by part, so that they may be larger than memory."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.formats import format_of_bytes, format_to_read, name_of
from nntui.data.files.source import ReadRequest, TableBytes
from nntui.data.files.tables import STANDARD_INPUT, check_file, contents_read, faults_of, read, standard_input
from nntui.data.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.files.formats import FormatRecord
    from nntui.data.files.source import Kinds
    from nntui.data.files.tables import Progress

AT_ONCE = 256 << 20
"""Bytes of memory, an estimate, up to which a file is read at once: its other columns then have all their kinds."""
IN_MEMORY = 16 << 20
"""Bytes of standard input that are kept in memory: more are kept in a file."""


@dataclass(frozen=True, slots=True, eq=False)
class TablePart:
    """Some rows of a file: a ``table`` of them, the number of rows before the ``first``, and why of its rows, numbered
    from 0, are ``refused``. Answers stand ``beside`` the columns of these names; None: beside all. ``pictures`` are the
    names of the files that the rows are made from, none where they are not."""

    table: Table
    first: int
    refused: dict[int, str]
    beside: tuple[str, ...] | None = None
    pictures: tuple[str, ...] = ()

    @property
    def shown(self) -> Table:
        """The columns that answers stand beside."""
        if self.beside is None:
            return self.table
        columns = [each for each in self.table.columns if each.name in self.beside]
        return Table.of(columns, self.table.frame.select(self.beside))


class TableParts:
    """The rows of a table file, part by part; a small file is one part.

    ``notes`` are on all of it; ``refuses`` is true if there is a row that is refused. The parts can be gone through
    once.
    """

    def __init__(self, notes: tuple[str, ...], parts: Iterator[TablePart], *, refuses: bool) -> None:
        self.notes, self.refuses, self._parts = notes, refuses, parts

    def __iter__(self) -> Iterator[TablePart]:
        """The parts. Raises DataError for a file that changed meanwhile."""
        return self._parts


@contextmanager
def table_parts(
    data: Path | TableBytes,
    how: Dialect,
    kinds: Kinds,
    *,
    likely: Dialect = DETECTED,
    progress: Progress = lambda _: None,
) -> Iterator[TableParts]:
    """The table in a file, in bytes, or on standard input for ``-``, as ``read`` reads it, in parts.

    ``kinds`` are those of the columns that matter; the cells of all others may be anything, and in a file that is not
    read at once these are numbers or text. ``progress`` is called with the share that is read, a file in parts being
    read twice. Raises DataError as ``read`` does.
    """
    with _at_hand(data) as (name, source):
        request = ReadRequest(
            source,
            dialect=how,
            likely=likely,
            kinds=kinds,
            ignored=lambda column: column not in kinds,
            refused=lambda _row, _why: None,
        )
        with faults_of(name):
            if isinstance(source, Path):
                check_file(source)
            request = request.begun()
            named = isinstance(source, Path) and source == data
            record = (
                format_to_read(source, request.head)
                if isinstance(source, Path) and named
                else format_of_bytes(request.head)
            )
            large = record.parts is not None and record.memory(request) > AT_ONCE
        if large:
            yield _in_parts(name, request, record, progress)
        else:
            content = source if named or isinstance(source, bytes) else source.read_bytes()
            yield _whole(TableBytes(name, content) if isinstance(content, bytes) else content, request, progress)


def _whole(data: Path | TableBytes, request: ReadRequest, progress: Progress) -> TableParts:
    refused: dict[int, str] = {}
    found = read(
        data,
        request.dialect,
        request.kinds,
        progress,
        ignored=request.ignored,
        refused=refused.setdefault,
        likely=request.likely,
    )
    return TableParts(found.notes, iter([TablePart(found.table, 0, refused)]), refuses=bool(refused))


def _in_parts(name: str, request: ReadRequest, record: FormatRecord, progress: Progress) -> TableParts:
    refusals: list[int] = []
    size = 2 * max(1, request.file_bytes)
    looking = replace(
        request,
        sample=True,
        refused=lambda row, _why: refusals.append(row) if not refusals else None,
        progress=lambda position: progress(position / size),
    )
    with faults_of(name):
        found, contents = contents_read(looking, record)

    def parts() -> Iterator[TablePart]:
        first = 0
        with faults_of(name):
            assert record.parts is not None
            for rows in record.parts(request, contents):
                named = {each.name: each for each in rows.cells}
                table = replace(Table.of(contents.columns, named), columns=found.table.columns)
                yield TablePart(table, first, rows.refused)
                first += table.height
                progress(min(1.0, (request.file_bytes + rows.position) / size))

    return TableParts(found.notes, parts(), refuses=bool(refusals))


@contextmanager
def _at_hand(data: Path | TableBytes) -> Iterator[tuple[str, Path | bytes]]:
    """The name of the data and where they can be read more than once: what comes on standard input is kept."""
    if isinstance(data, TableBytes):
        yield data.name, data.content
    elif str(data) != STANDARD_INPUT:
        yield name_of(data), data
    else:
        stream = standard_input()
        with faults_of("standard input"):
            beginning = stream.read(IN_MEMORY)
        if len(beginning) < IN_MEMORY:
            yield "standard input", beginning
            return
        with tempfile.NamedTemporaryFile(prefix="nntui-") as kept:
            with faults_of("standard input"):
                kept.write(beginning)
                shutil.copyfileobj(stream, kept)
                kept.flush()
            yield "standard input", Path(kept.name)
