"""A table on the standard input."""

import io
from collections.abc import Callable

import polars as pl
import pytest

from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import read
from nntui.errors import DataError


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    return lambda content: monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame({"a": [1, 3], "b": [2.5, 4]}).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2.5\n3,4\n", b"a;b\n1;2,5\n3;4\n", b' {"a":1,"b":2.5}\n{"a":3,"b":4.0}\n', parquet()]
)
def test_a_table_is_read_in_whichever_format_it_comes(piped: Callable[[bytes], None], content: bytes) -> None:
    piped(content)
    assert read("-").table.rows(0, 9) == [(1, 2.5), (3, 4)]


def test_a_table_whose_kinds_only_show_at_the_end_is_read_whole(piped: Callable[[bytes], None]) -> None:
    piped(b"a\n" + b"1\n" * 3_000_000 + b"x\n" * 200_000)
    assert read("-").table.rows(2_999_999, 3_000_001) == [("1",), ("x",)]


def test_a_dialect_and_kinds_may_be_given(piped: Callable[[bytes], None]) -> None:
    piped(b"1;2\n3;4\n")
    found = read("-", Dialect(separator=";", header=True), {"1": "number"})
    assert (found.table.names, found.table.columns[0].kind) == (("1", "2"), "number")


def test_a_mistake_is_reported_with_its_place(piped: Callable[[bytes], None]) -> None:
    piped(b"a,b\n1\n")
    with pytest.raises(DataError, match=r"^standard input: row 1 \(line 2\): 1 cell, but 2 columns in the header$"):
        read("-")


def test_an_empty_formula_is_reported(piped: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch) -> None:
    piped(b"")
    with pytest.raises(DataError, match=r"^standard input: the file is empty$"):
        read("-")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(DataError, match=r"^standard input: no table comes in"):
        read("-")


def test_a_terminal_is_not_waited_for(piped: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch) -> None:
    piped(b"a\n1\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    with pytest.raises(DataError, match=r"^standard input: no table comes in; give one as in: nntui - < table\.csv$"):
        read("-")
