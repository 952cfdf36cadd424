"""Properties of every table, every edit and every file."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nntui.data.column import Column
from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import first_rows, read, write_table
from nntui.data.kinds import KINDS, Kind
from nntui.data.numbers import format_number, parse_number
from nntui.data.table import Table
from nntui.data.words import WORDS
from nntui.errors import DataError
from nntui.session.timeline import Timeline

ANY_NUMBER = st.floats(allow_nan=False, allow_infinity=False)
NAMES = (
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=6)
    .map(str.strip)
    .filter(lambda name: name and not (name[0] == "^" and name[-1] == "$"))
)

CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("\0\x1b\t\r\n ,;|\"'=@[]{}\u202e\ufeff1.-")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=8) | st.sampled_from(
    ["NA", "nan", "007", "x" * 10_000, "\U0001f468\u200d\U0001f467"]
)
CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    "number": ANY_NUMBER,
    "whole": st.integers(-(2**63), 2**63 - 1),
    "yes-no": st.booleans(),
    "category": TEXTS,
    "text": TEXTS,
    "date": st.integers(-354_285, 2_932_896).map(float),
}
DATE_FORMATS = ["", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%b %d, %Y"]
DIALECTS = [
    Dialect(separator=";", decimal=","),
    Dialect(separator=",", decimal=",", encoding="utf-16"),
    Dialect(separator=" ", quote="'"),
    Dialect(separator="|", encoding="utf-8-sig"),
]


@st.composite
def tables(
    draw: st.DrawFn, cells: st.SearchStrategy[Any] = ANY_NUMBER, fewest_rows: int = 0, fewest_columns: int = 1
) -> Table:
    names = draw(st.lists(NAMES, min_size=fewest_columns, max_size=4, unique=True))
    rows = draw(st.lists(st.tuples(*[cells for _ in names]), min_size=fewest_rows, max_size=8))
    columns = [Column(name) for name in names]
    frame = {name: [row[number] for row in rows] for number, name in enumerate(names)}
    marks = draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    return Table.of(columns, frame, marks).with_roles()


@st.composite
def any_columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(st.sampled_from(tuple(KINDS)))
    words = draw(st.tuples(TEXTS, TEXTS)) if kind == "yes-no" else WORDS
    no, yes = (word.strip().casefold() for word in words)
    assume(no and yes and no != yes)
    date_format = draw(st.sampled_from(DATE_FORMATS)) if kind == "date" else ""
    return Column(name, kind, words=words, date_format=date_format)


@st.composite
def any_tables(draw: st.DrawFn) -> Table:
    """Columns of every kind, with empty cells and whatever text may hold."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    columns = [draw(any_columns(name)) for name in names]
    rows = draw(st.lists(st.tuples(*[st.none() | CELLS[column.kind] for column in columns]), max_size=6))
    cells = {name: [row[number] for row in rows] for number, name in enumerate(names)}
    return Table.of(columns, cells)


@st.composite
def edited(draw: st.DrawFn, table: Table) -> Table:
    kinds = ["add", "rename", "roles"] + (["cell", "delete"] if table.height else [])
    match draw(st.sampled_from(kinds)):
        case "cell":
            row, column = draw(st.integers(0, table.height - 1)), draw(st.integers(0, table.width - 1))
            return table.with_value(row, column, draw(st.none() | ANY_NUMBER))
        case "delete":
            start = draw(st.integers(0, table.height - 1))
            return table.without_rows(range(start, draw(st.integers(start, table.height))))
        case "add":
            return table.with_rows(draw(st.integers(0, table.height)))
        case "rename":
            free = NAMES.filter(lambda name: name not in table.names)
            return table.renamed(draw(st.integers(0, table.width - 1)), draw(free))
        case _:
            return table.with_roles(targets=[draw(st.sampled_from(table.names))])


@settings(deadline=None, max_examples=60)
@given(st.data(), tables(cells=st.none() | ANY_NUMBER), st.integers(0, 40))
def test_undo_gives_back_every_table_exactly_and_redo_makes_every_edit_again(
    data: st.DataObject, table: Table, steps: int
) -> None:
    timeline = Timeline(table)
    stood = [table]
    for step in range(steps):
        timeline.apply(f"edit {step}", data.draw(edited(timeline.table)))
        stood.append(timeline.table)
    cells = [each.rows(0, each.height) for each in stood]
    for number in reversed(range(steps)):
        undone = timeline.undo()
        assert undone is not None
        assert undone.name == f"edit {number}"
        assert timeline.table == stood[number]
        assert timeline.table.rows(0, 99) == cells[number]
    for number in range(steps):
        redone = timeline.redo()
        assert redone is not None
        assert redone.name == f"edit {number}"
        assert timeline.table == stood[number + 1]


@settings(deadline=None, max_examples=100)
@given(any_tables(), st.sampled_from(["csv", "tsv", "parquet", "jsonl"]))
def test_a_written_table_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, table: Table, suffix: str
) -> None:
    assume(table.height or suffix != "jsonl")
    path = tmp_path_factory.mktemp("written") / f"table.{suffix}"
    write_table(table, path)
    again = read(path, kinds={column.name: column for column in table.columns}).table
    assert again.with_roles() == table.with_roles().with_validation(None)


@settings(deadline=None, max_examples=100)
@given(any_tables(), st.sampled_from(DIALECTS))
def test_a_table_written_in_any_dialect_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, table: Table, how: Dialect
) -> None:
    path = tmp_path_factory.mktemp("written") / "table.txt"
    write_table(table, path, how)
    again = read(path, how, {column.name: column for column in table.columns}).table
    assert again.with_roles() == table.with_roles().with_validation(None)


@settings(deadline=None, max_examples=100)
@given(
    st.binary(max_size=200)
    | st.text("ab1.,;\t|\"'\r\n -+e^$\ufeff\0", max_size=60).map(str.encode)
    | st.text('1.,"\r\n -+e', max_size=60).map(lambda body: f"a,b\n{body}".encode())
    | st.text('{}[]"a:1,\\untrefls\n ', max_size=60).map(lambda body: f'{{"a":1}}\n{body}'.encode()),
    st.sampled_from(["csv", "tsv", "txt", "parquet", "jsonl"]),
)
def test_any_bytes_give_a_table_or_one_line_that_names_the_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"any.{suffix}"
    path.write_bytes(content)
    try:
        found = read(path)
    except DataError as error:
        told = [str(error)]
        assert told[0].startswith(f"any.{suffix}: ")
    else:
        told = [found.dialect.in_words(), *found.notes]
        assert first_rows(path) == found
    assert "".join(told).isprintable()


@settings(deadline=None)
@given(ANY_NUMBER)
def test_a_number_shown_is_the_number_read(number: float) -> None:
    assert parse_number(format_number(number)) == number
