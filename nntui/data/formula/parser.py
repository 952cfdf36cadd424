"""From the tokens of a formula to its tree, with precedence as in Python."""

from __future__ import annotations

import math
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from nntui.data.formula.functions import FUNCTIONS
from nntui.data.formula.tokens import LONGEST, Token, refuse, tokens
from nntui.data.formula.tree import Arithmetic, Call, Compare, Logic, Name, Number, Power, Prefix, Text
from nntui.safe_text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.formula.functions import Callee
    from nntui.data.formula.tree import Node

DEEPEST = 50
"""Parentheses, signs and powers within one another."""

# How tightly a sign binds its operands.
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _POWER = range(1, 9)
_BINDING = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("<", "<=", ">", ">=", "=", "!="), _COMPARISON),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/", "%"), _PRODUCT),
    "**": _POWER,
}


def parse(
    text: str,
    subject: str = "formula",
    functions: Mapping[str, Callee] = FUNCTIONS,
    *,
    dotted: bool = False,
    phrases: bool = False,
) -> Node:
    """The tree of ``text``, which may call these ``functions``; with ``dotted``, ``loss.train`` is one name.

    With ``phrases``, words beside each other are one name: ``city = New York``. Raises DataError, one line that begins
    with ``subject`` and names the place.
    """
    return _Parser(text, subject, functions, dotted=dotted, phrases=phrases).whole()


def _with_phrases(text: str, found: list[Token]) -> list[Token]:
    """``found`` with names and numbers beside each other as one name, with one blank between them."""
    joined: list[Token] = []
    for token, after in zip(found, [*found[1:], found[-1]], strict=True):
        before = joined[-1] if joined else None
        calls = after.sort == "sign" and after.value == "("
        if before and before.sort in {"name", "number"} and token.sort in {"name", "number"} and not calls:
            joined[-1] = Token("name", " ".join(text[before.start : token.stop].split()), before.start, token.stop)
        else:
            joined.append(token)
    return joined


class _Parser:
    def __init__(
        self, text: str, subject: str, functions: Mapping[str, Callee], *, dotted: bool, phrases: bool
    ) -> None:
        self._subject, self._functions = subject, functions
        found = tokens(text, subject, dotted=dotted)
        self._tokens = _with_phrases(text, found) if phrases else found
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._at_end:
            self._refuse("nothing is written")
        tree = self._expression(_OR)
        if self._at(")"):
            self._refuse(f"the ')' at character {self._token.start + 1} closes nothing")
        if self._at(","):
            self._refuse_comma()
        if not self._at_end:
            self._refuse(f"an operator is missing before {self._here()}")
        return tree

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    @property
    def _at_end(self) -> bool:
        return self._token.sort == "end"

    def _at(self, sign: str) -> bool:
        return self._token.sort == "sign" and self._token.value == sign

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _expression(self, loosest: int) -> Node:
        """The expression from here on, as far as its signs bind at least as tightly as ``loosest``."""
        left = self._operand(loosest)
        while (binding := self._binding()) >= loosest:
            left = self._joined(left, binding)
        return left

    def _binding(self) -> int:
        return _BINDING.get(self._token.value, 0) if self._token.sort == "sign" else 0

    def _joined(self, left: Node, binding: int) -> Node:
        """``left`` with all that signs of one binding join to it."""
        if binding == _POWER:
            self._take()
            return Power(left, self._nested(_SIGN))
        operators: list[str] = []
        operands = [left]
        while self._binding() == binding:
            operators.append(self._take().value)
            operands.append(self._expression(binding + 1))
        if binding in {_OR, _AND}:
            return Logic(operators[0], tuple(operands))
        return (Compare if binding == _COMPARISON else Arithmetic)(tuple(operands), tuple(operators))

    def _nested(self, loosest: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"nested too deeply at character {self._token.start + 1}; at most {DEEPEST} levels")
        tree = self._expression(loosest)
        self._depth -= 1
        return tree

    def _operand(self, loosest: int) -> Node:
        token = self._token
        if self._at_end:
            self._refuse("a value is missing at the end")
        if self._at("not"):
            if loosest > _NOT:
                self._refuse(f"put {self._here()} and what follows it in parentheses")
            self._take()
            return Prefix("not", self._nested(_NOT))
        if self._at("-") or self._at("+"):
            return Prefix(self._take().value, self._nested(_SIGN))
        if self._at("("):
            self._take()
            tree = self._nested(_OR)
            self._close()
            return tree
        if token.sort == "sign":
            self._refuse(f"a value is missing before {self._here()}")
        return self._word(self._take())

    def _word(self, token: Token) -> Node:
        if token.sort == "number":
            number = float(token.value)
            if math.isinf(number):
                self._refuse(f"{quoted(token.value)} at character {token.start + 1} is too large")
            return Number(number)
        if token.sort == "text":
            return Text(token.value)
        if token.sort == "name" and (self._at("(") or token.value == "if"):
            return self._call(token)
        return Name(token.value, bare=token.sort == "name")

    def _call(self, token: Token) -> Node:
        function = token.value
        if function not in self._functions:
            close = get_close_matches(function, self._functions, 1)
            hint = f"did you mean {close[0]}?" if close else "write * to multiply"
            self._refuse(f"function {quoted(function)} is not known; {hint}")
        if not self._at("("):
            self._refuse("write if(condition, value, other value), or a column called if in backquotes")
        self._take()
        arguments: list[Node] = []
        if not self._at(")"):
            arguments.append(self._nested(_OR))
        while self._at(","):
            self._take()
            arguments.append(self._nested(_OR))
        self._close()
        record = self._functions[function]
        if not record.least <= len(arguments) <= (record.most or LONGEST):
            self._refuse(f"{function} takes {record.takes}, not {len(arguments)}; it is {record.help}")
        return Call(function, tuple(arguments))

    def _close(self) -> None:
        if self._at(")"):
            self._take()
        elif self._at_end:
            self._refuse("')' is missing at the end")
        elif self._at(","):
            self._refuse_comma()
        else:
            self._refuse(f"')' or an operator is missing before {self._here()}")

    def _refuse_comma(self) -> NoReturn:
        self._refuse(f"what does {self._here()} mean? Write a decimal point, not a comma")

    def _here(self) -> str:
        return f"{quoted(self._token.value)} at character {self._token.start + 1}"

    def _refuse(self, reason: str) -> NoReturn:
        refuse(self._subject, reason)
