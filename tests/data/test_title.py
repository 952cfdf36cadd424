"""Lines above the header that are none of the table, and lines below it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.tables import read
from nntui.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.files.tables import ReadResult

ROWS = "".join(f"{row},{row % 5},{row * 2}\n" for row in range(9))


def read_text(folder: Path, text: str) -> ReadResult:
    (folder / "t.csv").write_text(text)
    return read(folder / "t.csv")


@pytest.mark.parametrize(
    "title",
    [
        "Report 2024\n",
        "Report 2024\n\n",
        "Report 2024,,\n",
        "Report, 2024\n\nSource: somebody\n",
        "; note\n",
        "-- note\n",
        "! note\n",
        "# comment\nReport\n",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_title_above_the_header_is_skipped_and_noted(tmp_path: Path, title: str, separator: str) -> None:
    if title == "Report, 2024\n\nSource: somebody\n" and separator == ",":
        title = "Report; 2024\n\nSource: somebody\n"
    title = title.replace(",,", separator * 2)
    found = read_text(tmp_path, title + "a,b,y\n".replace(",", separator) + ROWS.replace(",", separator))
    assert [column.name for column in found.table.columns] == ["a", "b", "y"]
    assert found.table.height == 9
    assert any("above the header skipped" in note for note in found.notes)


@pytest.mark.parametrize("line", ["sep=\\t\n", "SEP=tab\n", '"sep=\\t"\n'])
def test_excels_line_may_spell_the_tab(tmp_path: Path, line: str) -> None:
    found = read_text(tmp_path, line + "a\tb\ty\n" + ROWS.replace(",", "\t"))
    assert [column.name for column in found.table.columns] == ["a", "b", "y"]


@pytest.mark.parametrize("header", ["a,b\n", "1,2\n", "a,,\n"])
def test_a_header_that_does_not_fit_numbers_below_it_is_no_title(tmp_path: Path, header: str) -> None:
    (tmp_path / "t.csv").write_text(header + ROWS)
    with suppress(DataError):
        assert not any("skipped" in note for note in read(tmp_path / "t.csv").notes)


def test_a_note_below_the_table_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"row 10 .line 12.: 1 cell, but 3 columns .* no row of the table, remove it"):
        read_text(tmp_path, "a,b,y\n" + ROWS + "\nSource: somebody\n")
