"""The readers that are tried, one record each: valid inputs, the mutations that suit them, and a call of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from tests.fuzz import corpus, journals, texts
from tests.fuzz.containers import (
    change_archive,
    change_json,
    change_json_lines,
    change_parquet,
    change_tensors,
)
from tests.fuzz.mutations import BYTES, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from nntui.data.table import Table
    from tests.fuzz.mutations import Mutation

    Read = Callable[[Path], Iterable[str] | None]


@dataclass(frozen=True, slots=True)
class FuzzSubject:
    """A reader of files whose names end in ``suffix``.

    ``read`` returns lines that the user is shown, and raises an NntuiError for a file that it refuses.
    """

    suffix: str
    corpus: Callable[[], Sequence[bytes]]
    mutations: Sequence[Mutation]
    read: Read


def _table(path: Path) -> list[str]:
    from nntui.data.files.tables import first_rows, read

    try:
        shown = first_rows(path, rows=3).table
    except NntuiError as error:
        beginning = str(error)
    else:
        beginning = str(shown.height)
    found = read(path)
    return [beginning, *found.notes, *found.left_out.values(), *found.ignored.values(), *_cells(found.table)]


def _cells(table: Table) -> list[str]:
    from nntui.data.cells import format_cell
    from nntui.data.summary import summary

    for number, column in enumerate(table.columns[:20]):
        for row in range(min(table.height, 5)):
            format_cell(table.value(row, number), column)
        summary(table, number)
    return []


def _opened(path: Path) -> list[str]:
    """The whole way from a file to a session that can be trained, and its question."""
    from nntui.session.open import open_source
    from nntui.session.options import Options

    lines: list[str] = []
    session = open_source(str(path), Options(), lines.append)
    session.network.sizes_text.encode()
    return [*lines, *session.reading.notes]


def _session(path: Path) -> list[str]:
    from nntui.session.predict import Predictor
    from nntui.session.store.file import load

    session = load(path)
    lines = [each.run.name for each in session.runs]
    if session.checkpoint is not None and session.network.parameters < 10_000:
        predictor = Predictor(session)
        predictor.trained_replies(session.table.frame.head(3))
    return lines


def _picture(path: Path) -> list[str]:
    from nntui.data.images.decode import read_picture
    from nntui.data.pixels import PixelGrid

    return [read_picture(path, PixelGrid(8)).parts]


def _journal(path: Path) -> list[str]:
    from nntui.session.journal.reading import read_points, read_session

    points = read_points(path)
    session, _ = read_session(path)
    return [*(each.run.name for each in session.runs), str(len(points))]


def _weights(path: Path) -> None:
    from nntui.session.open import open_source
    from nntui.session.options import Options

    open_source("xor", Options(hidden=(3,), weights=path, recipe="learn"))


def _config(path: Path) -> list[str]:
    from nntui.configuration import read_config
    from nntui.ui.commands.keymap import Keymap
    from nntui.ui.commands.table import SECTIONS
    from nntui.ui.frame.config import write_theme

    config = read_config(path)
    keymap = Keymap(SECTIONS, config.keys)
    write_theme(path, "nord")
    return [*config.problems, *keymap.problems.values()]


def _lesson(path: Path) -> list[str]:
    from nntui.session.lessons.opening import open_lesson
    from nntui.session.lessons.read import read_lesson

    lines: list[str] = []
    lesson = read_lesson(path)
    open_lesson(lesson, lines.append)
    return [lesson.title, *lines]


SUBJECTS: dict[str, FuzzSubject] = {
    "csv": FuzzSubject(".csv", lambda: corpus.CSV, TEXT, _table),
    "text of any kind": FuzzSubject(".data", lambda: corpus.CSV, TEXT, _opened),
    "gzip": FuzzSubject(".csv.gz", corpus.packed_texts, BYTES, _table),
    "json lines": FuzzSubject(".jsonl", lambda: corpus.JSON_LINES, (*TEXT, *[change_json_lines] * 6), _table),
    "parquet": FuzzSubject(".parquet", corpus.parquet_files, (*BYTES, *[change_parquet] * 14), _table),
    "picture": FuzzSubject(".png", corpus.pictures, BYTES, _picture),
    "session": FuzzSubject(".nntui", corpus.session_files, (*BYTES, *[change_archive] * 20), _session),
    "journal": FuzzSubject(".journal", journals.journal_files, (*BYTES, *[journals.change_journal] * 20), _journal),
    "safetensors": FuzzSubject(".safetensors", corpus.tensor_files, (*BYTES, *[change_tensors] * 8), _weights),
    "state dict": FuzzSubject(".pt", corpus.state_dicts, (*BYTES, *[change_archive] * 4), _weights),
    "configuration": FuzzSubject(".toml", lambda: tuple(map(str.encode, corpus.CONFIGS)), TEXT, _config),
    "lesson": FuzzSubject(".toml", corpus.lesson_files, TEXT, _lesson),
    **{
        name: FuzzSubject(
            ".txt", texts.corpus_of(name), (*TEXT, *[change_json] * 6) if name in texts.OF_JSON else TEXT, read
        )
        for name, read in texts.READERS.items()
    },
}
