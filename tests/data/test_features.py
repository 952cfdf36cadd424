"""Inputs calculated from the first two: squares, product and sines."""

from __future__ import annotations

import math

import pytest

from nntui.data.column import Column, Scaling
from nntui.data.features import possible_features, with_feature
from nntui.data.kinds import CATEGORY, TARGET
from nntui.data.sources.builtin import load
from nntui.data.sources.computed import generate, parse
from nntui.data.table import Table
from nntui.errors import DataError


def made(source: str) -> Table:
    recipe = parse(source)
    assert recipe is not None
    return generate(recipe)


def test_each_is_an_input_behind_the_others_and_is_deleted_when_it_is_chosen_again() -> None:
    table = made("circle:rows=4")
    names = list(possible_features(table))
    assert names == ["x1^2", "x2^2", "x1*x2", "sin x1", "sin x2"]
    every = table
    for name in names:
        edit, every = with_feature(every, name)
        assert edit == f"column {name} inserted"
    assert every.names == ("x1", "x2", *names, "class")
    x1, x2, *others, _ = every.rows(0, 1)[0]
    assert isinstance(x1, float)
    assert isinstance(x2, float)
    assert others == pytest.approx([x1**2, x2**2, x1 * x2, math.sin(x1), math.sin(x2)])
    assert all(column is not None for _, column in possible_features(every).values())
    for name in names:
        edit, every = with_feature(every, name)
        assert edit == f"column {name} deleted"
    assert every == table


def test_unusual_names_scalings_and_single_inputs_are_followed() -> None:
    columns = [Column("word", CATEGORY), Column("a `b` {c}", scaling=Scaling("max")), Column("y", role=TARGET)]
    table = Table.of(columns, {"word": ["u", "v"], "a `b` {c}": [2.0, 3.0], "y": [1.0, 2.0]})
    assert list(possible_features(table)) == ["a `b` {c}^2", "sin a `b` {c}"]
    _, after = with_feature(table, "a `b` {c}^2")
    assert (after.frame.to_series(2).to_list(), after.columns[2].scaling.method) == ([4.0, 9.0], "max")
    assert list(possible_features(load("cars")))[2] == "cylinders*displacement"


def test_what_cannot_be_calculated_is_told() -> None:
    table = made("line:rows=2")
    with pytest.raises(DataError, match="there is no calculated input x1"):
        with_feature(table, "x1^2")
    taken = table.with_new_column(0, Column("x^2"))
    with pytest.raises(DataError, match=r"x\^2"):
        with_feature(taken, "x^2")
    used = with_feature(table, "x^2")[1].with_new_column(0, Column("z", formula="`x^2` + 1"))
    with pytest.raises(DataError, match="z is calculated from it"):
        with_feature(used, "x^2")
