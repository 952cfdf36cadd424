"""Micrograd's expression as calculated columns: each step forward, then the slope of g at each, backward."""

from __future__ import annotations

from typing import Final

EXPRESSION: Final = {
    "c1": "a + b",
    "d1": "a * b + b**3",
    "c2": "c1 + c1 + 1",
    "c3": "c2 + 1 + c2 - a",
    "d2": "d1 + d1 * 2 + max(0, b + a)",
    "d3": "d2 + 3 * d2 + max(0, b - a)",
    "e": "c3 - d3",
    "f": "e**2",
    "g": "f / 2 + 10 / f",
    "dg/df": "1 / 2 - 10 / f**2",
    "dg/de": "`dg/df` * 2 * e",
    "dg/dd3": "-`dg/de`",
    "dg/dd2": "`dg/dd3` * 4",
    "dg/dc3": "`dg/de`",
    "dg/dc2": "`dg/dc3` * 2",
    "dg/dd1": "`dg/dd2` * 3",
    "dg/dc1": "`dg/dc2` * 2",
    "dg/da": "`dg/dc1` + `dg/dd1` * b + `dg/dd2` * (b + a > 0) - `dg/dd3` * (b - a > 0) - `dg/dc3`",
    "dg/db": "`dg/dc1` + `dg/dd1` * (a + 3 * b**2) + `dg/dd2` * (b + a > 0) + `dg/dd3` * (b - a > 0)",
}
"""Formulas by column. Where the program assigns to a variable again (c += ...) it has a column for each of its values.

The slopes are the chain rule by hand: that at a value sums, over what was made from it, the slope there times the slope
of the step. The slope of max(0, x) is (x > 0).
"""
