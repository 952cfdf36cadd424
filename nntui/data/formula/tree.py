"""The syntax tree of a formula: frozen nodes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A column. ``bare``: written without backquotes, as are ``pi`` and ``e``, numbers where no column is called so."""

    name: str
    bare: bool = True


@dataclass(frozen=True, slots=True)
class Prefix:
    """``-``, ``+`` or ``not`` before an operand."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Power:
    """``base ** exponent``."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Operands with one of + - (or of * / %) between each two, calculated from left to right.

    Flat, so that a long sum is no deep tree.
    """

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Operands with < <= > >= = or != between each two; all must hold, as in ``1 < x <= 3``."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """Operands with ``and``, or with ``or``, between them."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of its arguments."""

    function: str
    arguments: tuple[Node, ...]


Node = Number | Text | Name | Prefix | Power | Arithmetic | Compare | Logic | Call
