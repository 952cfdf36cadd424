"""Cells out of text from the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.data.files.csv.records import clipboard_cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", []),
        ("7", [["7"]]),
        ("1\t2\n3\t4\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r3\t4", [["1", "2"], ["3", "4"]]),
        ("1,2\n3, 4", [["1", "2"], ["3", "4"]]),
        ("1,5\t2,5\n", [["1,5", "2,5"]]),
        ("\t\n1\t\n", [["", ""], ["1", ""]]),
        ("1\n\n3\n", [["1"], [""], ["3"]]),
        ("\n", [[""]]),
        ("1\t2\n3\n", [["1", "2"], ["3"]]),
        ('"two\nlines"\t"say ""hi"""\n', [["two\nlines", 'say "hi"']]),
        ('"a\tb",c\n', [["a\tb", "c"]]),
        ('"a,b"\n', [["a,b"]]),
        ('5" disk\t3" disk', [['5" disk', '3" disk']]),
        ('"open\tb\nc\td', [['"open', "b"], ["c", "d"]]),
        ('"open,b', [['"open', "b"]]),
        ("\ufeff1\t2", [["1", "2"]]),
        ("zero\0byte\tb", [["zerobyte", "b"]]),
    ],
)
def test_text_is_cut_into_cells_as_spreadsheets_mean_it(text: str, cells: list[list[str]]) -> None:
    assert clipboard_cells(text) == cells


@given(st.text('ab1,\t"\r\n \0\ufeff', max_size=40))
def test_any_text_gives_cells(text: str) -> None:
    assert all(row for row in clipboard_cells(text))


@given(st.lists(st.lists(st.text("ab1 ,;.-'é", max_size=5).map(str.strip), min_size=2, max_size=2), max_size=4))
def test_cells_copied_with_tabs_are_pasted_as_they_were(cells: list[list[str]]) -> None:
    assert clipboard_cells("".join("\t".join(row) + "\n" for row in cells)) == cells
