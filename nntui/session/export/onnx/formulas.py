"""Formulas of calculated columns as nodes of an ONNX graph; NaN is an empty cell, as in formulas."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.formula.functions import CONSTANTS
from nntui.data.formula.tree import Arithmetic, Call, Compare, Logic, Name, Number, Power, Prefix, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nntui.data.formula.tree import Node
    from nntui.session.export.onnx.graph import OnnxGraph


class NoOperatorError(Exception):
    """ONNX has no operator for a part of a formula."""


_ARITHMETIC = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}
_COMPARISONS = {"<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual", "=": "Equal"}
_OPERATORS = {
    name: name.capitalize()
    for name in ("exp", "log", "sqrt", "abs", "sign", "floor", "ceil", "round", "tanh", "min", "max", "sin", "cos")
}
"""Functions that are one operator on float64."""


class FormulaNodes:
    """Adds the nodes of formulas to a graph. ``columns`` are the values [rows, 1], float64 or text, by name."""

    def __init__(self, graph: OnnxGraph, columns: Mapping[str, str], texts: frozenset[str]) -> None:
        self._graph = graph
        self._columns = columns
        self._texts = texts

    def value(self, node: Node) -> str:
        """The value of a formula, float64 [rows, 1] or a single number. Raises NoOperatorError."""
        match node:
            case Number(value):
                found = self._graph.number(value)
            case Name(name) if name in self._columns and name not in self._texts:
                found = self._columns[name]
            case Name(name) if node.bare and name in CONSTANTS:
                found = self._graph.number(CONSTANTS[name])
            case Prefix(sign, operand):
                found = self._signed(sign, self.value(operand))
            case Power(base, exponent):
                sides = self.value(base), self.value(exponent)
                found = self._finite(self._where(self._missing(*sides), self._nan, self._graph.node("Pow", *sides)))
            case Arithmetic(operands, operators):
                found = self.value(operands[0])
                for sign, operand in zip(operators, operands[1:], strict=True):
                    found = self._finite(self._arithmetic(sign, found, self.value(operand)))
            case Compare(operands, operators):
                pairs = [self._compared(*each) for each in zip(pairwise(operands), operators, strict=True)]
                found = pairs[0] if len(pairs) == 1 else self._logic("and", pairs)
            case Logic(word, operands):
                found = self._logic(word, [self.value(operand) for operand in operands])
            case Call(function, arguments):
                found = self._call(function, arguments)
            case _:
                raise NoOperatorError
        return found

    def _signed(self, sign: str, value: str) -> str:
        if sign == "not":
            return self._holds(self._graph.node("Equal", value, self._graph.number(0)), value)
        return self._graph.node("Neg", value) if sign == "-" else value

    def _arithmetic(self, sign: str, left: str, right: str) -> str:
        if sign != "%":
            return self._graph.node(_ARITHMETIC[sign], left, right)
        whole = self._graph.node("Floor", self._graph.node("Div", left, right))
        return self._graph.node("Sub", left, self._graph.node("Mul", whole, right))

    def _compared(self, sides: tuple[Node, Node], sign: str) -> str:
        texts = [self._text(side) for side in sides]
        negated = sign == "!="
        operator = _COMPARISONS["=" if negated else sign]
        if None not in texts:
            if operator != "Equal":
                raise NoOperatorError
            same = self._graph.node(operator, *(text for text in texts if text is not None))
            empty = [self._graph.node("Equal", text, self._graph.constant("")) for text in texts if text is not None]
            missing = reduce(lambda one, other: self._graph.node("Or", one, other), empty)
            same = self._graph.node("Not", same) if negated else same
            return self._where(missing, self._nan, self._graph.cast(same, np.float64))
        left, right = (self.value(side) for side in sides)
        condition = self._graph.node(operator, left, right)
        return self._holds(self._graph.node("Not", condition) if negated else condition, left, right)

    def _text(self, node: Node) -> str | None:
        if isinstance(node, Text):
            return self._graph.constant(node.value)
        return self._columns[node.name] if isinstance(node, Name) and node.name in self._texts else None

    def _logic(self, word: str, operands: Sequence[str]) -> str:
        """0 or 1 where an operand decides it, else empty where one is empty, else the other."""
        zeros = [self._graph.node("Equal", operand, self._graph.number(0)) for operand in operands]
        if word == "and":
            deciding, answer = zeros, 0.0
        else:
            filled = [self._graph.node("Not", self._missing(operand)) for operand in operands]
            others = [self._graph.node("Not", zero) for zero in zeros]
            deciding = [self._graph.node("And", *pair) for pair in zip(others, filled, strict=True)]
            answer = 1.0
        decided = reduce(lambda one, other: self._graph.node("Or", one, other), deciding)
        other = self._where(self._missing(*operands), self._nan, self._graph.number(1 - answer))
        return self._where(decided, self._graph.number(answer), other)

    def _call(self, function: str, arguments: Sequence[Node]) -> str:
        if function == "empty" and (text := self._text(arguments[0])) is not None:
            return self._graph.cast(self._graph.node("Equal", text, self._graph.constant("")), np.float64)
        values = [self.value(argument) for argument in arguments]
        if function in _OPERATORS:
            found = self._graph.node(_OPERATORS[function], *values)
            if function in {"min", "max"}:
                found = self._where(self._missing(*values), self._nan, found)
            return self._finite(found)
        made = _COMPOSED.get(function)
        if made is None:
            raise NoOperatorError
        return self._finite(made(self, *values))

    def clip(self, value: str, low: str, high: str) -> str:
        """``clip``: empty where one of the three is."""
        found = self._graph.node("Min", self._graph.node("Max", value, low), high)
        return self._where(self._missing(value, low, high), self._nan, found)

    def chosen(self, condition: str, then: str, otherwise: str) -> str:
        """``if``: empty where the condition is."""
        zero = self._graph.node("Equal", condition, self._graph.number(0))
        return self._where(self._missing(condition), self._nan, self._where(zero, otherwise, then))

    def is_empty(self, value: str) -> str:
        """1 where there is no value, else 0."""
        return self._graph.cast(self._missing(value), np.float64)

    def log_by(self, value: str, base: float) -> str:
        """The logarithm to a base."""
        return self._graph.node("Div", self._graph.node("Log", value), self._graph.number(float(np.log(base))))

    def log1p(self, value: str) -> str:
        """The natural logarithm of 1 + the value."""
        return self._graph.node("Log", self._graph.node("Add", value, self._graph.number(1)))

    def tangent(self, value: str) -> str:
        """The sine over the cosine."""
        return self._graph.node("Div", self._graph.node("Sin", value), self._graph.node("Cos", value))

    def hyperbolic(self, value: str, sign: str) -> str:
        """Half of e^x plus or minus e^-x."""
        powers = self._graph.node("Exp", value), self._graph.node("Exp", self._graph.node("Neg", value))
        return self._graph.node("Mul", self._graph.node(_ARITHMETIC[sign], *powers), self._graph.number(0.5))

    def _finite(self, value: str) -> str:
        return self._where(self._graph.node("IsInf", value), self._nan, value)

    def _holds(self, condition: str, *of: str) -> str:
        return self._where(self._missing(*of), self._nan, self._graph.cast(condition, np.float64))

    def _missing(self, *values: str) -> str:
        found = [self._graph.node("IsNaN", value) for value in values]
        return reduce(lambda one, other: self._graph.node("Or", one, other), found)

    def _where(self, condition: str, then: str, otherwise: str) -> str:
        return self._graph.node("Where", condition, then, otherwise)

    @property
    def _nan(self) -> str:
        return self._graph.number(np.nan)


_COMPOSED: dict[str, Callable[..., str]] = {
    "clip": FormulaNodes.clip,
    "if": FormulaNodes.chosen,
    "empty": FormulaNodes.is_empty,
    "log10": lambda nodes, value: nodes.log_by(value, 10),
    "log2": lambda nodes, value: nodes.log_by(value, 2),
    "log1p": FormulaNodes.log1p,
    "tan": FormulaNodes.tangent,
    "sinh": lambda nodes, value: nodes.hyperbolic(value, "-"),
    "cosh": lambda nodes, value: nodes.hyperbolic(value, "+"),
}
"""Functions that are several operators."""
