"""Formulas of calculated columns as Python source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.formula.formula import formula_of
from nntui.data.formula.functions import CONSTANTS
from nntui.data.formula.tree import Arithmetic, Call, Compare, Logic, Name, Number, Power, Prefix, Text
from nntui.session.export.literals import number_text
from nntui.session.export.tables import CodeTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.data.column import Column
    from nntui.data.formula.tree import Node

_OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "%": "mod"}
_COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "=": "eq", "!=": "ne"}
FUNCTION_CODE = CodeTable[str](
    "function",
    {
        **{name: f"math.{name}" for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")},
        **{name: f"math.{name}" for name in ("exp", "log", "log10", "log2", "log1p", "sqrt", "floor", "ceil")},
        **{name: name for name in ("abs", "round", "min", "max")},
        "sign": "lambda x: (x > 0) - (x < 0)",
        "clip": "lambda x, low, high: min(max(x, low), high)",
        **{name: f"lambda days: moment(days).{name}" for name in ("year", "month", "day", "hour", "minute")},
        "weekday": "lambda days: moment(days).isoweekday()",
        "date": "days_of_date",
        "if": "chosen",
        "empty": "is_empty",
    },
)
"""The Python function for each function of formulas. Only ``chosen`` and ``is_empty`` take empty values."""
TAKES_EMPTY = frozenset({"if", "empty"})
"""Functions that are called although a value is empty."""


def formula_code(column: Column, columns: Mapping[str, Column]) -> str:
    """The expression of a calculated column from ``cells`` by name; NaN where it is empty.

    ``columns`` are those of the table by name.
    """
    return _code(formula_of(column.formula).tree, columns)


def _code(node: Node, columns: Mapping[str, Column]) -> str:
    def each(nodes: Sequence[Node]) -> list[str]:
        return [_code(operand, columns) for operand in nodes]

    match node:
        case Number(value):
            code = number_text(value)
        case Text(value):
            code = repr(value)
        case Name(name) if name not in columns and node.bare and name in CONSTANTS:
            code = number_text(CONSTANTS[name])
        case Name(name):
            code = f"{'text_cell' if columns[name].textual else 'operand'}(cells, {name!r})"
        case Prefix(sign, operand):
            word = {"not": "lambda x: x == 0", "-": "operator.neg", "+": "operator.pos"}[sign]
            code = f"real({word}, {_code(operand, columns)})"
        case Power(base, exponent):
            code = f"real(math.pow, {', '.join(each((base, exponent)))})"
        case Arithmetic(operands, operators):
            code, *others = each(operands)
            for sign, other in zip(operators, others, strict=True):
                code = f"real(operator.{_OPERATORS[sign]}, {code}, {other})"
        case Compare(operands, operators):
            code = _compared(each(operands), operators)
        case Logic(word, operands):
            code = f"{'all_of' if word == 'and' else 'any_of'}({', '.join(each(operands))})"
        case Call(function, arguments):
            values = ", ".join(each(arguments))
            called = FUNCTION_CODE[function]
            code = f"{called}({values})" if function in TAKES_EMPTY else f"real({called}, {values})"
    return code


def _compared(sides: list[str], operators: Sequence[str]) -> str:
    pairs = [
        f"real(operator.{_COMPARISONS[sign]}, {left}, {right})"
        for left, sign, right in zip(sides, operators, sides[1:], strict=False)
    ]
    return pairs[0] if len(pairs) == 1 else f"all_of({', '.join(pairs)})"
