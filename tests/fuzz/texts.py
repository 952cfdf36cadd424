"""Readers of typed and pasted text, each called with a file that has the text."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from tests.fuzz import corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from nntui.data.table import Table


@cache
def _small() -> Table:
    """A table with a column of every kind."""
    from nntui.data.column import Column
    from nntui.data.table import Table

    return Table.of(
        [
            Column("age", kind="whole"),
            Column("weight", unit="kg"),
            Column("b c", kind="category"),
            Column("note", kind="text", role="ignored"),
            Column("day", kind="date"),
            Column("yes", kind="yes-no"),
            Column("speed", role="target"),
        ],
        {
            "age": [1, 2, None],
            "weight": [1.5, None, 3.0],
            "b c": ["x", "y", None],
            "note": ["one", "New York", ""],
            "day": [19_000.0, None, 1.0],
            "yes": [True, False, None],
            "speed": [92.0, 100.0, 89.0],
        },
    )


def _text(path: Path) -> str:
    """The text, as a terminal or a shell hands over bytes that are not UTF-8."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _formula(path: Path) -> None:
    from nntui.data.formula.formula import Formula

    formula = Formula.parse(_text(path))
    formula.renamed("a", "b c")
    formula.evaluate({name: _small().frame["weight"].alias(name) for name in formula.names})


def _calculated(path: Path) -> None:
    from nntui.data.column import Column

    table = _small()
    table.with_new_column(table.width, Column("new", formula=_text(path)))


def _filter(path: Path) -> None:
    from nntui.data.rows import filtered_rows, find_cell

    find_cell(_small(), _text(path), 0, 0)
    filtered_rows(_small(), _text(path))


def _expression(path: Path) -> None:
    from nntui.session.lessons.expression import LessonExpression
    from nntui.session.lessons.words import LessonText

    text = _text(path)
    with suppress(NntuiError):
        LessonText.parse(text)
    LessonExpression.parse(text)


def _condition(path: Path) -> None:
    from nntui.training.watch.read import read_conditions

    read_conditions(_text(path))


def _setup(path: Path) -> None:
    from nntui.session.setup_line import read_setup

    read_setup(_text(path))


def _source(path: Path) -> None:
    from nntui.data.sources.computed import generate, parse

    recipe = parse(_text(path))
    if recipe is not None:
        generate(recipe)


def _settings(path: Path) -> list[str]:
    from nntui.session.settings.table import SETTINGS

    lines = []
    for setting in SETTINGS.values():
        try:
            setting.format.write(setting.format.read(_text(path)))
        except NntuiError as error:
            lines.append(str(error))
    return lines


def _cell(path: Path) -> list[str]:
    from nntui.data.cells import format_cell, parse_asked, parse_cell

    lines = []
    for column in _small().columns:
        for parse in (parse_cell, parse_asked):
            try:
                format_cell(parse(_text(path), column), column)
            except NntuiError as error:
                lines.append(str(error))
    return lines


def _question(path: Path) -> None:
    from nntui.cli.predict import _named_cell

    _named_cell(_text(path), {column.name: column for column in _small().columns})


def _paste(path: Path) -> list[str]:
    from nntui.ui.table.pasting import paste_cells, split_pasted
    from nntui.ui.table.scene import Scene

    table = _small()
    scene = Scene(table)
    texts = split_pasted(_text(path), table.columns[0])
    done, _ = paste_cells(scene, texts)
    return [done]


def _progress(path: Path) -> None:
    from nntui.session.lessons import kept
    from nntui.session.lessons.shelf import find_lesson

    place = kept._place
    kept._place = lambda lesson, suffix: path
    try:
        kept.progress_of(find_lesson("neuron"))
    finally:
        kept._place = place


def _lock(path: Path) -> None:
    from nntui.session.locks import _owner_written

    with path.open("rb") as file:
        _owner_written(file.fileno())


def _message(path: Path) -> None:
    from nntui.session.screens.wire import ScreenState, read

    read(path.read_bytes(), ScreenState)


READERS: dict[str, Callable[[Path], Sequence[str] | None]] = {
    "formula": _formula,
    "calculated column": _calculated,
    "filter": _filter,
    "expression": _expression,
    "stop rule": _condition,
    "setup": _setup,
    "source": _source,
    "settings": _settings,
    "cell": _cell,
    "question": _question,
    "paste": _paste,
    "progress": _progress,
    "lock": _lock,
    "message": _message,
}
OF_JSON = ("progress", "lock", "message")
"""Those whose texts are JSON."""
_CORPORA = {
    "formula": corpus.FORMULAS,
    "calculated column": corpus.CALCULATED,
    "filter": corpus.FILTERS,
    "expression": corpus.EXPRESSIONS,
    "stop rule": corpus.CONDITIONS,
    "setup": corpus.SETUPS,
    "source": corpus.SOURCES,
    "settings": corpus.SETTINGS,
    "cell": corpus.CELLS,
    "question": corpus.QUESTIONS,
    "paste": corpus.PASTED,
    "progress": ('{"at": 1, "furthest": 2, "guesses": {"1": true}, "finished": false}',),
    "lock": ('{"process": 1, "host": "h", "started": 1.5}',),
    "message": ('{"process":1,"name":"cars","epoch":3,"goal":9,"training":true,"shown":"","since":1.5}',),
}


def corpus_of(name: str) -> Callable[[], Sequence[bytes]]:
    """The valid texts of a reader."""
    return lambda: tuple(map(str.encode, _CORPORA[name]))
