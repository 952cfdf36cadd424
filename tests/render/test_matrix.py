"""A matrix of counts with names."""

from __future__ import annotations

import pytest

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.matrix import draw_matrix
from nntui.render.text import Line, width_of


def text(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def test_three_classes_are_named_counted_and_told_apart_by_style() -> None:
    lines = draw_matrix([[10, 0, 0], [0, 9, 1], [2, 0, 8]], ["setosa", "versicolor", "virginica"], (70, 9), (1, 2))
    assert [line.split() for line in text(lines)] == [
        ["setosa", "versicolor", "virginica"],
        ["setosa", "10", "·", "·"],
        ["versicolor", "·", "9", "1"],
        ["virginica", "2", "·", "8"],
    ]
    styles = {span.text.strip(): span.style for line in lines[1:] for span in line}
    assert (styles["10"], styles["1"], styles["2"], styles["·"]) == ("bold", "selected", "warning", "dim")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("chosen", [(0, 0), (30, 59), (59, 30)])
@pytest.mark.parametrize("size", [(58, 8), (40, 4), (150, 30)])
def test_many_classes_with_long_names_scroll_to_the_chosen_cell(
    glyphs: Glyphs, chosen: tuple[int, int], size: tuple[int, int]
) -> None:
    names = [f"a very long name \x1b of the class {number}" for number in range(60)]
    counts = [[1_000 if row == column else 7 for column in range(60)] for row in range(60)]
    lines = draw_matrix(counts, names, size, chosen, glyphs)
    assert len(lines) <= size[1]
    assert all(width_of(line) <= size[0] for line in lines)
    assert not any("\x1b" in line for line in text(lines))
    assert [span.text for line in lines for span in line if span.style == "selected"] == [
        str(counts[chosen[0]][chosen[1]])
    ]


def test_the_matrix_of_no_rows_is_drawn() -> None:
    assert len(draw_matrix([[0, 0], [0, 0]], ["no", "yes"], (40, 6), (0, 0))) == 3


def test_names_that_begin_alike_still_differ_over_columns_and_beside_rows() -> None:
    names = [f"species number {number}" for number in range(20)]
    counts = [[int(row == column) for column in range(20)] for row in range(20)]
    header, *rows = text(draw_matrix(counts, names, (78, 30), (3, 3)))
    assert header.split()[8:12] == ["s…8", "s…9", "…10", "…11"]
    assert len({row[:16] for row in rows}) == 20
