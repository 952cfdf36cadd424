"""A table for formulas, and what they say in it."""

from __future__ import annotations

import polars as pl

from nntui.data.formula.formula import Formula

PEOPLE = pl.DataFrame(
    {
        "weight": [80.0, 60.0, None, 72.5],
        "height": [2.0, 1.5, 1.8, 0.0],
        "age": [30, None, 41, 25],
        "smoker": [True, False, None, True],
        "origin": ["usa", "europe", None, "it's"],
        "body weight": [1.0, 2.0, 3.0, 4.0],
        "taille_é": [1.0, 1.0, 2.0, 2.0],
    }
)


def values(text: str, columns: pl.DataFrame = PEOPLE) -> list[float | None]:
    return Formula.parse(text).evaluate(columns).to_list()


def value(text: str) -> float | None:
    """The value of a formula without columns."""
    return values(text, pl.DataFrame({"row": [1]}))[0]
