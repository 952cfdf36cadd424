"""The details of a row, worked with real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.sources import builtin
from nntui.data.table import Table
from nntui.render.glyphs import ASCII
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.ui.table.row_dialog import RowScreen
from tests.ui.dialog_host import NORMAL, SMALL, WIDE, opened, typed

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

SIZES = [SMALL, NORMAL, WIDE]


def small() -> Table:
    columns = [
        Column("age", kind="whole"),
        Column("weight", unit="kg"),
        Column("note", kind="text", role="ignored"),
        Column("speed", role="target", unit="mph"),
    ]
    cells: dict[str, list[Cell]] = {
        "age": [2, 1, 3],
        "weight": [9.0, None, 6.0],
        "note": ["a\x1b[31m", "b", None],
        "speed": [92.0, 100.0, 89.0],
    }
    return Table.of(columns, cells, [False, False, True])


@pytest.mark.parametrize("size", SIZES)
async def test_every_column_is_shown_with_the_cell_of_the_row(size):
    async with opened(lambda: RowScreen(small(), 0), size) as (host, _):
        prose = host.prose()
        assert "row 1 of 3" in prose
        for said in ("speed 92 mph target", "age 2", "weight 9 kg", "note a␛[31m ignored"):
            assert said in prose
        assert "validation row" not in prose


async def test_left_and_right_go_to_the_rows_beside_it():
    async with opened(lambda: RowScreen(small(), 1)) as (host, pilot):
        assert "weight  empty" in host.text()
        await typed(pilot, "", "right")
        assert "row 3 of 3" in host.text()
        assert "validation row" in host.text()
        await typed(pilot, "", "right", "left", "left", "left")
        assert "row 1 of 3" in host.text()


async def test_in_a_view_the_rows_beside_it_are_those_shown():
    screen = RowScreen(small(), 2, np.array([2, 0]))
    async with opened(lambda: screen) as (host, pilot):
        await typed(pilot, "", "right")
        assert "row 1 of 3" in host.text()
        await typed(pilot, "", "right", "escape")
        assert screen.row == 0
        assert not host.is_open


@pytest.mark.parametrize("size", SIZES)
async def test_the_answers_of_the_network_are_beside_the_target(size):
    session = open_source("cars", Options())
    predictor = Predictor(session)
    said = predictor.answers(session.table.frame[:1]).trained.values[0][0]
    async with opened(lambda: RowScreen(session.table, 0, None, predictor, predictor.weights), size) as (host, _):
        assert f"mpg =         {said:.2f} mi/gal" in host.text()
        assert f"error         {said - 18:+.2f} mi/gal" in host.text()


async def test_of_classes_every_probability_is_shown_as_a_bar():
    session = open_source("iris", Options())
    predictor = Predictor(session)
    async with opened(lambda: RowScreen(session.table, 0, None, predictor, predictor.weights)) as (host, _):
        lines = [line.strip(" │").split() for line in host.text().splitlines()]
        shares = {line[0]: float(line[-1]) for line in lines if line and line[0] in predictor.encoder.classes}
        assert list(shares) == ["setosa", "versicolor", "virginica"]
        assert "█" in host.text()
        assert sum(shares.values()) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("size", SIZES)
async def test_a_row_of_pixels_is_shown_as_a_picture(size):
    table = builtin.load("digits")
    async with opened(lambda: RowScreen(table, 5), size) as (host, _):
        lines = host.text().splitlines()
        top = next(number for number, line in enumerate(lines) if "▓▓▒▒" in line)
        left = lines[top].index("▓▓▒▒")
        picture = [line[left - 4 : left + 12] for line in lines[top : top + 8]]
        assert picture[1].rstrip() == "    ████████"
        assert picture[7].strip() == "▒▒████▒▒"


async def test_an_empty_pixel_is_shown_as_unknown():
    table = builtin.load("digits").with_value(0, 0, None)
    async with opened(lambda: RowScreen(table, 0)) as (host, _):
        assert "??" in host.text()


async def test_plain_characters_are_enough():
    async with opened(lambda: RowScreen(builtin.load("digits"), 0), glyphs=ASCII) as (host, _):
        assert host.text().isascii()
