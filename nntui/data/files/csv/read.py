"""Text with separators, as CSV (RFC 4180) and TSV files hold it, read into columns.

The text is read in chunks of whole records. Polars reads a chunk at once if its spelling is plain; if anything is
unusual, it is read again cell by cell, which either succeeds or finds the place of the error. So a large file takes
little more memory than the table it becomes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data.files.csv.chunks import HEAD, RecordChunks
from nntui.data.files.csv.columns import InferringCollector, InferringSampler
from nntui.data.files.csv.records import TextError
from nntui.data.files.csv.sniff import encodings_of, fitting_encodings, is_mostly_utf8, utf8_blocks
from nntui.data.files.declared import DeclaredWords
from nntui.data.files.dialect import Dialect
from nntui.data.files.infer import missing_notes, numbered_names, usable_names
from nntui.data.files.known_kind import KnownKindCollector, KnownKindSampler
from nntui.data.files.limits import check_cells, check_width
from nntui.data.files.mojibake import words_of
from nntui.data.files.source import BLOCK, FIRST_BLOCK, FileContents
from nntui.errors import DataError
from nntui.safe_text import as_choice, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.data.cells import Refused
    from nntui.data.files.csv.columns import Collector
    from nntui.data.files.source import ReadRequest


ENOUGH = 128 << 10
"""Bytes of a text that say which encodings fit it."""


@dataclass(slots=True)
class _Learned:
    """Facts that one reading has found for the next.

    Its dialect, and by number of column why what seemed to be numbers is text.
    """

    dialect: Dialect
    why_text: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_delimited(request: ReadRequest) -> FileContents:
    """The columns in a text. Raises DataError that says row (from 1, without the header), line and column."""
    if request.rows is None and not request.sample:
        request.check_size()
    with request.open() as file:
        encodings = (request.dialect.encoding,) if request.dialect.encoding else encodings_of(file.read(8))
    fault = None
    for encoding in encodings:
        try:
            found = _read(request, encoding)
        except TextError as error:
            if not error.encoding:
                raise DataError(str(error)) from None
            if fault is None and len(encodings) > 1:
                with request.open() as file:
                    sample = file.read(HEAD)
                if is_mostly_utf8(sample):
                    raise DataError(f"{error}, or correct this line: the others are utf-8") from None
                if fits := fitting_encodings(sample[:ENOUGH]):
                    raise DataError(f"{error}, perhaps {as_choice(fits[:3])}") from None
            fault = fault or error
        else:
            return found if fault is None else replace(found, notes=[_guessed(found, encoding), *found.notes])
    raise DataError(str(fault))


def _guessed(found: FileContents, encoding: str) -> str:
    """The note on a text whose encoding is not certain, with a word that shows whether it is right."""
    words = (word for column, cells in zip(found.columns, found.cells, strict=True) for word in words_of(column, cells))
    shown = next((f", as in {quoted(word)}" for word in words if not word.isascii()), "")
    return f"the text is not utf-8 and is read as {encoding}{shown}; if that is wrong, give its encoding"


def _read(request: ReadRequest, encoding: str) -> FileContents:
    """Read the text, and again if a column of numbers turns out to be text or to have decimal commas."""
    learned = _Learned(request.dialect)
    while (found := _read_once(request, learned, encoding)) is None:
        pass
    return found


def _read_once(request: ReadRequest, learned: _Learned, encoding: str) -> FileContents | None:
    """The contents; None if the text must be read again with the updated ``learned``."""
    size = BLOCK if request.rows is None else FIRST_BLOCK
    declared = DeclaredWords(request.dialect.empty or ())
    with request.open() as file:
        blocks = utf8_blocks(file, encoding, size, guessed=learned.dialect.encoding is None)
        pieces = RecordChunks(blocks, learned.dialect, request.kinds)
        if not pieces.width:
            raise DataError("the file is empty")
        if pieces.dialect.decimal is None and request.likely.decimal:
            learned.dialect = changed(learned.dialect, decimal=request.likely.decimal)
            return None
        check_width(pieces.width)
        names, notes = _names(pieces)
        notes = [*pieces.notes, *notes]
        refused: dict[int, str] = {}
        refuse = _refusing(request, refused)
        collectors = [
            _collector(request, name, pieces.dialect, learned.why_text.get(number), refuse)
            for number, name in enumerate(names)
        ]
        taken = 0
        emptied: list[dict[str, int]] = [{} for _ in names]
        for piece in pieces:
            for collector, cells, counts in zip(collectors, piece.cells, emptied, strict=True):
                collector.take(declared.without(cells, counts) if declared else cells, piece.place)
            taken += piece.cells.height
            check_cells(0 if request.sample else taken, pieces.width)
            if request.progress is not None:
                request.progress(file.tell())
            if request.rows is not None and taken >= request.rows:
                break
    inferring = {number: each for number, each in enumerate(collectors) if isinstance(each, InferringCollector)}
    if _needs_decimal_comma(pieces.dialect, learned, list(inferring.values()), notes):
        learned.dialect = changed(learned.dialect, decimal=",")
        return None
    try:
        found = [collector.finish() for collector in collectors]
    except DataError as error:
        raise DataError(_without_data(pieces.lines_without_data) or str(error)) from None
    late = {number: each.why or "" for number, each in inferring.items() if each.again}
    if late:
        learned.why_text |= late
        return None
    columns = [column for column, _ in found]
    kept = [cells if request.rows is None else cells.head(request.rows) for _, cells in found]
    for row, reason in refused.items():
        if request.refused is not None:
            request.refused(row, reason)
    notes += learned.notes
    for name, collector, counts in zip(names, collectors, emptied, strict=True):
        notes += [] if request.ignored(name) else [*missing_notes(name, counts), *collector.notes]
    dialect = pieces.dialect.over(Dialect(decimal=".", encoding=encoding))
    return FileContents(columns, kept, notes, dialect, again=learned.dialect)


def _refusing(request: ReadRequest, refused: dict[int, str]) -> Refused | None:
    """Takes refused rows into ``refused``: of a sample the first alone, as that there are any is all that matters."""
    if request.refused is None:
        return None
    return (lambda row, why: refused or refused.setdefault(row, why)) if request.sample else refused.setdefault


def _needs_decimal_comma(
    dialect: Dialect, learned: _Learned, inferring: list[InferringCollector], notes: list[str]
) -> bool:
    """True if the text has decimal commas after all; a decision on points that may group digits is noted."""
    if dialect.decimal is not None:
        return False
    if _has_decimal_commas(inferring):
        return True
    if not (found := _group_points(inferring)):
        return False
    mixed, text = found
    if mixed and dialect.separator == ";":
        learned.notes.append(f"{text} group digits: 1.250 is read as 1250; choose the decimal point if it is 1.25")
        return True
    notes.append(f"{text} begin a fraction: 1.250 is read as 1.25; choose the decimal comma if it is 1250")
    return False


def _without_data(lines: list[int]) -> str:
    """The advice on ``lines`` below the header that hold no data; "" where there are none."""
    if not lines:
        return ""
    which = f"line {lines[0]} holds" if len(lines) == 1 else f"lines {lines[0]} and {lines[1]} hold"
    return (
        f"{which} words such as types or units above columns of numbers; remove {'it' if len(lines) == 1 else 'them'}"
    )


def _names(pieces: RecordChunks) -> tuple[list[str], list[str]]:
    if pieces.header is not None:
        return usable_names(pieces.header)
    names = numbered_names(pieces.width)
    called = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return names, [f"the first line names no columns; they are called {called}"]


def _collector(
    request: ReadRequest, name: str, dialect: Dialect, why_text: str | None, refused: Refused | None
) -> Collector:
    decimal = dialect.decimal or "."
    wanted = request.kinds.get(name)
    if wanted is None and request.sample and request.ignored(name):
        return InferringSampler(name, decimal, why_text)
    if wanted is None:
        return InferringCollector(name, decimal, why_text, lenient=request.ignored(name))
    return (KnownKindSampler if request.sample else KnownKindCollector)(name, wanted, decimal, refused)


def _group_points(collectors: list[InferringCollector]) -> tuple[bool, str] | None:
    """Whether points that may group digits are beside short whole numbers, and how to begin a note; None for neither.

    One number of the file with a fraction that is not of three digits says that no point groups.
    """
    points = [each.points() for each in collectors]
    if None in points:
        return None
    found = [each for each in points if each is not None and each[0]]
    if not found:
        return None
    mixed = any(short for _, short in found)
    return mixed, "every point in a number is before three digits, and is taken to"


def _has_decimal_commas(collectors: Iterable[InferringCollector]) -> bool:
    """True if numbers have a decimal comma after all, below the records that the dialect was detected from."""
    return not any(each.fractions for each in collectors) and any(each.has_decimal_commas() for each in collectors)
