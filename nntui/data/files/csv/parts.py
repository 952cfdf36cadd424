"""Text with separators, read again part by part once all of it has been looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.files.csv.chunks import RecordChunks
from nntui.data.files.csv.sniff import utf8_blocks
from nntui.data.files.declared import DeclaredWords
from nntui.data.files.known_kind import KnownKindCollector
from nntui.data.files.source import BLOCK, RowsOfFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.files.source import FileContents, ReadRequest


def delimited_parts(request: ReadRequest, found: FileContents) -> Iterator[RowsOfFile]:
    """The rows of a text; ``found`` is what a request for a sample has found in it. Raises DataError."""
    encoding = found.dialect.encoding or "utf-8"
    declared = DeclaredWords(request.dialect.empty or ())
    with request.open() as file:
        blocks = utf8_blocks(file, encoding, BLOCK, guessed=found.again.encoding is None)
        pieces = RecordChunks(blocks, found.again, request.kinds)
        decimal = pieces.dialect.decimal or "."
        for piece in pieces:
            refused: dict[int, str] = {}
            series = []
            for column, texts in zip(found.columns, piece.cells, strict=True):
                collector = KnownKindCollector(column.name, column, decimal, refused.setdefault, settled=True)
                collector.take(declared.without(texts, {}) if declared else texts, piece.place)
                series.append(collector.finish()[1].alias(column.name))
            yield RowsOfFile(series, refused, file.tell())
