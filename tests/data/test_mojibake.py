"""Words that were decoded wrongly before they came into a file."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import read

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["Caf\u00e9", "Ma\u00df", "plain"] * 2


def _twice(text: str) -> str:
    return text.encode().decode("latin-1")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet", "csv.gz"])
def test_text_that_was_encoded_twice_is_noted_in_every_format(tmp_path: Path, suffix: str) -> None:
    frame = pl.DataFrame({"x": [_twice(word) for word in WORDS], "y": range(6)})
    path = tmp_path / f"t.{suffix}"
    if suffix == "jsonl":
        frame.write_ndjson(path)
    elif suffix == "parquet":
        frame.write_parquet(path)
    else:
        text = frame.write_csv(separator="\t" if suffix == "tsv" else ",").encode()
        path.write_bytes(gzip.compress(text) if suffix == "csv.gz" else text)
    assert any("seems to be encoded twice" in note and "'Caf\u00e9'" in note for note in read(path).notes)


@pytest.mark.parametrize(
    "words",
    [
        ["Caf\u00e9", "Ma\u00df", "\u00c2ge"],
        ["\u20ac 5", "\u201cquoted\u201d", "\u00c3o"],
        ["\u65e5\u672c", "\u0434\u0430", "x"],
    ],
)
def test_words_of_other_languages_are_not(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "t.csv").write_text("x,y\n" + "".join(f"{word},1\n" for word in words * 2), encoding="utf-8")
    assert not any("encoded" in note for note in read(tmp_path / "t.csv").notes)


def test_names_are_looked_at_and_lost_characters_are_noted(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(_twice("Gr\u00f6\u00dfe") + ",y\n1,2\n2,3\n", encoding="utf-8")
    assert any("'Gr\u00f6\u00dfe'" in note for note in read(tmp_path / "t.csv").notes)
    (tmp_path / "t.csv").write_text("Gr\ufffd\ufffde,y\n1,2\n2,3\n", encoding="utf-8")
    assert any("characters were lost before" in note for note in read(tmp_path / "t.csv").notes)


@pytest.mark.parametrize("encoding", ["windows-1252", "cp850", "mac_roman"])
def test_an_encoding_that_is_guessed_is_noted_with_a_word_that_shows_it(tmp_path: Path, encoding: str) -> None:
    content = "gr\u00f6\u00dfe,y\n1,2\n2,3\n".encode(encoding)
    (tmp_path / "t.csv").write_bytes(content)
    found = read(tmp_path / "t.csv")
    name = content[:5].decode("windows-1252")
    note = f"the text is not utf-8 and is read as windows-1252, as in '{name}'; if that is wrong, give its encoding"
    assert found.notes == (note,)
    assert read(tmp_path / "t.csv", Dialect(encoding=encoding)).notes == ()


def test_utf_16_without_a_mark_is_read_in_either_order(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        (tmp_path / "t.csv").write_bytes("abcd,y\n1,2\n2,3\n".encode(encoding))
        assert [column.name for column in read(tmp_path / "t.csv").table.columns] == ["abcd", "y"]
