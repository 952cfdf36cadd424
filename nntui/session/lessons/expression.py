"""Expressions in lessons: conditions, right answers and numbers in texts, worked out from the real network."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.formula.functions import (
    ARITHMETIC,
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    all_of,
    any_of,
    holds,
    negated,
    power,
)
from nntui.data.formula.parser import parse
from nntui.data.formula.tree import Arithmetic, Call, Compare, Logic, Name, Number, Power, Prefix, Text
from nntui.data.numbers import is_number
from nntui.errors import DataError
from nntui.safe_text import quoted
from nntui.session.lessons.situation import NAMES, NETWORK_FUNCTIONS, NOTHING, NetworkFunction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.formula.functions import Callee, Values
    from nntui.data.formula.tree import Node
    from nntui.session.lessons.situation import Situation, Value

BEFORE = NetworkFunction("before", lambda _: NOTHING, "the value when the step began: before(loss.train)")
ALL_FUNCTIONS: dict[str, Callee] = {**FUNCTIONS, **NETWORK_FUNCTIONS, BEFORE.name: BEFORE}
_TEXT_COMPARISONS = {"=": operator.eq, "!=": operator.ne}


@dataclass(frozen=True, slots=True)
class LessonExpression:
    """A parsed expression: its ``text`` and ``tree``.

    It has the operators and functions of the formulas of columns, the ``NAMES`` of a situation in place of columns,
    its ``NETWORK_FUNCTIONS``, and ``before(...)``, the value that something had when the step began.
    """

    text: str
    tree: Node

    @classmethod
    def parse(cls, text: str) -> LessonExpression:
        """The expression that ``text`` spells. Raises DataError, without a subject, for a mistake in it."""
        try:
            tree = parse(text, "", ALL_FUNCTIONS, dotted=True)
        except DataError as error:
            raise DataError(str(error).removeprefix(": ")) from None
        for node in _nodes(tree):
            if isinstance(node, Name) and node.name not in NAMES and not (node.bare and node.name in CONSTANTS):
                near = get_close_matches(node.name, [*NAMES, *ALL_FUNCTIONS], 1)
                hint = f"; did you mean {near[0]}{'(...)' * (near[0] not in NAMES)}?" if near else ""
                raise DataError(f"unknown name {quoted(node.name)}{hint}")
        return cls(text, tree)

    def value(self, now: Situation, start: Situation) -> Value:
        """Its value ``now``, where the step began in the situation ``start``; NaN where a part of it is missing.

        Raises DataError for a layer, neuron, column or row that there is not, and for text used as a number.
        """
        with np.errstate(all="ignore"):
            return _value(self.tree, now, start)

    def holds(self, now: Situation, start: Situation) -> bool:
        """Whether it is a number other than 0. Raises DataError as ``value`` does."""
        found = self.value(now, start)
        return isinstance(found, float) and found != 0 and not math.isnan(found)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Prefix(_, operand):
            yield from _nodes(operand)
        case Power(base, exponent):
            yield from (*_nodes(base), *_nodes(exponent))
        case Arithmetic(operands) | Compare(operands) | Logic(_, operands) | Call(_, operands):
            for each in operands:
                yield from _nodes(each)
        case _:
            return


def _value(node: Node, now: Situation, start: Situation) -> Value:
    found: Value
    match node:
        case Text(text):
            found = text
        case Name(name) if name in NAMES:
            found = NAMES[name].value(now)
        case Call("before", (argument,)):
            found = _value(argument, start, start)
        case Call(function, arguments) if function in NETWORK_FUNCTIONS:
            given = [_value(argument, now, start) for argument in arguments]
            found = NETWORK_FUNCTIONS[function].compute(now, *given)
        case Call("if", (condition, then, otherwise)):
            decided = _number(condition, now, start)
            found = NOTHING if math.isnan(decided) else _value(then if decided else otherwise, now, start)
        case Compare(operands, operators):
            sides = [_value(operand, now, start) for operand in operands]
            pairs = [_compared(*each) for each in zip(sides, operators, sides[1:], strict=False)]
            found = float(all_of([np.float64(each) for each in pairs]))
        case _:
            found = float(_calculated(node, now, start))
    return found


def _number(node: Node, now: Situation, start: Situation) -> np.float64:
    found = _value(node, now, start)
    if isinstance(found, str):
        raise DataError(f"the text {quoted(found)} can only be compared, with = or !=")
    return np.float64(found)


def _calculated(node: Node, now: Situation, start: Situation) -> Values:
    """The number of a node whose operands are numbers."""

    def number(operand: Node) -> np.float64:
        return _number(operand, now, start)

    found: Values
    match node:
        case Number(value):
            found = np.float64(value)
        case Name(name):
            found = np.float64(CONSTANTS[name])
        case Prefix(sign, operand):
            found = number(operand)
            found = negated(found) if sign == "not" else -found if sign == "-" else found
        case Power(base, exponent):
            found = power(number(base), number(exponent))
        case Arithmetic(operands, operators):
            found = number(operands[0])
            for sign, operand in zip(operators, operands[1:], strict=True):
                found = ARITHMETIC[sign](found, number(operand))
        case Logic(word, operands):
            found = (all_of if word == "and" else any_of)([number(operand) for operand in operands])
        case Call(function, arguments):
            found = FUNCTIONS[function].compute(*map(number, arguments))
        case _:
            raise AssertionError(node)
    return found


def _compared(left: Value, sign: str, right: Value) -> float:
    if isinstance(left, str) and isinstance(right, str):
        if sign not in _TEXT_COMPARISONS:
            raise DataError(f"the texts {quoted(left)} and {quoted(right)} can only be compared with = or !=")
        return float(_TEXT_COMPARISONS[sign](left, right))
    if isinstance(left, str) and is_number(left):
        left = float(left)
    elif isinstance(right, str) and is_number(right):
        right = float(right)
    if isinstance(left, str) or isinstance(right, str):
        if any(isinstance(side, float) and math.isnan(side) for side in (left, right)):
            return NOTHING
        text, other = (left, right) if isinstance(left, str) else (right, left)
        raise DataError(f"{quoted(str(text))} is text and {other:g} a number: they cannot be compared")
    return float(holds(COMPARISONS[sign](np.float64(left), np.float64(right)), np.float64(left), np.float64(right)))
