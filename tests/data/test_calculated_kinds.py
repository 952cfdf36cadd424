"""Calculated columns of yes and no and of categories: their cells, their kinds, and as targets."""

from __future__ import annotations

from typing import Any

import pytest

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder
from nntui.data.kinds import CATEGORY, IGNORED, NUMBER, TARGET, YES_NO
from nntui.data.table import Table
from nntui.errors import DataError


def table(formula: str) -> Table:
    columns = [Column("x"), Column("word", CATEGORY, role=IGNORED), Column("c", role=TARGET)]
    cells: dict[str, Any] = {"x": [1.0, 2.0, 3.0, None], "word": ["a", "b", None, "a"], "c": [None] * 4}
    return Table.of(columns, cells).with_formula(2, formula)


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("if(x > 1, 'high', 'low')", ["low", "high", "high", None]),
        ("if(x > 2, 'top', if(x > 1, 'mid', 'low'))", ["low", "mid", "top", None]),
        ("if(x > 1, word, 'low')", ["low", "b", None, None]),
        ("if(empty(word), 'none', word)", ["a", "b", "none", "a"]),
        ("'same'", ["same"] * 4),
    ],
    ids=["two", "three", "column", "empty", "constant"],
)
def test_a_formula_of_texts_makes_a_category(formula: str, cells: list[str | None]) -> None:
    made = table(formula)
    assert (made.columns[2].kind, made.frame["c"].to_list()) == (CATEGORY, cells)
    with pytest.raises(DataError, match="c: its cells are calculated; choose one of category"):
        made.with_kind(2, NUMBER)


def test_a_comparison_is_a_number_or_yes_and_no_or_a_category_as_chosen() -> None:
    made = table("x > 1")
    assert (made.columns[2].kind, made.frame["c"].to_list()) == (NUMBER, [0.0, 1.0, 1.0, None])
    yes = made.with_kind(2, YES_NO)
    assert (yes.columns[2].words, yes.frame["c"].to_list()) == (("no", "yes"), [False, True, True, None])
    assert made.with_kind(2, YES_NO, ("low", "high")).columns[2].words == ("low", "high")
    assert yes.with_kind(2, CATEGORY).frame["c"].to_list() == ["0", "1", "1", None]
    assert yes.with_value(0, 0, 5.0).frame["c"].to_list() == [True, True, True, None]
    assert yes.with_formula(2, "x < 2").columns[2].kind == YES_NO
    assert yes.with_formula(2, "if(x > 1, 'high', 'low')").columns[2].kind == CATEGORY
    assert yes.with_formula(2, "").frame["c"].to_list() == [False, True, True, None]
    with pytest.raises(DataError, match="choose one of number, yes-no, category"):
        made.with_kind(2, "date")


def test_numbers_that_are_no_yes_or_no_are_told() -> None:
    with pytest.raises(DataError, match=r"c: 2 is neither 0 \(no\) nor 1 \(yes\)"):
        table("x").with_kind(2, YES_NO)
    with pytest.raises(DataError, match="both answers of if are to be texts"):
        table("if(x > 1, 'high', 0)")


@pytest.mark.parametrize(("formula", "kind"), [("'a'", NUMBER), ("x", "whole"), ("x", "text")])
def test_a_table_whose_kinds_do_not_suit_its_formulas_is_refused(formula: str, kind: str) -> None:
    columns = [Column("x"), Column("c", kind, role=IGNORED, formula=formula)]
    with pytest.raises(DataError, match=f"c: cannot be of kind {kind}"):
        Table.of(columns, {"x": [1.0], "c": [None]})


@pytest.mark.parametrize(
    ("formula", "kind", "classes"),
    [
        ("x > 1", YES_NO, ("no", "yes")),
        ("floor(x)", CATEGORY, ("1", "2", "3")),
        ("if(x > 1, 'high', 'low')", CATEGORY, ("high", "low")),
    ],
    ids=["yes-no", "numbers", "texts"],
)
def test_a_calculated_column_is_a_target_of_classes(formula: str, kind: str, classes: tuple[str, ...]) -> None:
    made = table(formula).with_kind(2, kind)
    encoder = Encoder.fit(made)
    assert (encoder.classes, encoder.answered(made.frame).tolist()) == (classes, [True, True, True, False])
    again = Table.of(made.columns, made.frame)
    assert again == made
    assert made.with_rows(4, [[2.5, None, None]]).frame["c"][4] == made.frame["c"].to_list()[1]
