"""Which inputs are the pixels of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.column import Column, Scaling
from nntui.data.pixels import side_of
from nntui.data.sources.builtin import load

if TYPE_CHECKING:
    from nntui.data.kinds import Kind


def columns(*names: str, kind: Kind = "number") -> list[Column]:
    return [Column(name, kind=kind) for name in names]


def in_rows(side: int, pattern: str, first: int = 0) -> list[str]:
    numbers = range(first, first + side)
    return [pattern.format(row, column) for row in numbers for column in numbers]


@pytest.mark.parametrize("side", [4, 8, 28])
@pytest.mark.parametrize(("pattern", "first"), [("r{}c{}", 0), ("{}x{}", 1), ("pixel_{}_{}", 0)])
def test_inputs_called_by_row_and_column_are_a_picture(side: int, pattern: str, first: int) -> None:
    assert side_of(columns(*in_rows(side, pattern, first))) == side


@pytest.mark.parametrize("word", ["pixel", "Pixel ", "px_", "pix"])
def test_inputs_that_are_numbered_pixels_are_a_picture(word: str) -> None:
    assert side_of(columns(*(f"{word}{number}" for number in range(1, 785)))) == 28


def test_the_built_in_digits_are_a_picture() -> None:
    assert side_of(load("digits").inputs) == 8


@pytest.mark.parametrize("name", ["cars", "iris", "breast-cancer", "wine", "tutorial", "diabetes"])
def test_no_other_built_in_table_is(name: str) -> None:
    assert side_of(load(name).inputs) == 0


@pytest.mark.parametrize(
    "names",
    [
        in_rows(3, "r{}c{}"),
        in_rows(4, "r{}c{}")[:15],
        in_rows(4, "r{}c{}")[::-1],
        [*in_rows(4, "r{}c{}")[:15], "age"],
        [f"x{number}" for number in range(16)],
        [f"pixel{number}" for number in (*range(15), 17)],
        [],
    ],
)
def test_other_numbers_are_none(names: list[str]) -> None:
    assert side_of(columns(*names)) == 0


def test_pixels_of_unequal_scaling_or_kind_are_none() -> None:
    names = in_rows(4, "r{}c{}")
    assert side_of(columns(*names, kind="category")) == 0
    assert side_of([*columns(*names[:15]), Column(names[15], scaling=Scaling("max"))]) == 0
