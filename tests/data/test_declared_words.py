"""Words that the user declares for an empty cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import read
from nntui.data.words import words_in
from nntui.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Dialect(empty=("n.d.", "-999", "Unknown"))
CELLS = {
    "words": ["n.d.", "2", "N.D. ", "4"],
    "number": ["1.5", "-999", "-999.0", "2"],
    "kind": ["a", "unknown", "b", "a"],
    "text": ["one", "two", "Unknown", "three four"],
    "answer": ["yes", "no", "n.d.", "yes"],
    "left": ["NA", "1", "2", "3"],
}
READ = {
    "words": ["whole", None, 2, None, 4],
    "number": ["number", 1.5, None, None, 2],
    "kind": ["category", "a", None, "b", "a"],
    "text": ["text", "one", "two", None, "three four"],
    "answer": ["yes-no", True, False, None, True],
    "left": ["whole", None, 1, 2, 3],
}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_declared_word_is_an_empty_cell_in_every_format_and_kind(tmp_path: Path, suffix: str) -> None:
    frame, path = pl.DataFrame(CELLS), tmp_path / f"t{suffix}"
    if suffix == ".csv":
        frame.write_csv(path)
    elif suffix == ".jsonl":
        frame.write_ndjson(path)
    else:
        frame.write_parquet(path)
    kinds = {} if suffix == ".csv" else {"words": "whole", "number": "number", "left": "whole"}
    found = read(path, WORDS, kinds)
    columns = zip(found.table.columns, found.table.frame, strict=True)
    assert {column.name: [column.kind, *cells] for column, cells in columns} == READ
    assert "column words: 2 cells of N.D., n.d. are taken as empty" in found.notes
    assert "column text: 1 cell of Unknown is taken as empty" in found.notes
    assert found.dialect.empty == WORDS.empty


def test_a_declared_number_is_one_in_columns_of_numbers(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1, -999], "b": [-999.0, 0.5]}).write_parquet(tmp_path / "t.parquet")
    assert read(tmp_path / "t.parquet", WORDS).table.rows(0, 9) == [(1, None), (None, 0.5)]
    (tmp_path / "t.jsonl").write_text('{"a": 1, "b": "n.d."}\n{"a": -999, "b": 0.5}\n')
    assert read(tmp_path / "t.jsonl", WORDS).table.rows(0, 9) == [(1, None), (None, 0.5)]


def test_words_are_listed_with_commas_and_none_is_blank() -> None:
    assert words_in("n.d., -,") == ("n.d.", "-")
    assert WORDS.in_words() == "empty cells: n.d., -999, Unknown"
    with pytest.raises(DataError, match="a word for an empty cell is missing"):
        Dialect(empty=("a", " "))
