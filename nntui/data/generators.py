"""The kinds of computed tables: what each is called, what it looks like, and what can be chosen about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEVELS = "abcdefghijklmnopqrstuvwxyz"
"""The names of the classes."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something to choose: a number from ``least`` to ``most``, a whole one where ``whole`` says so."""

    name: str
    title: str
    default: float
    least: float
    most: float
    whole: bool = True


ROWS = Parameter("rows", "how many rows", 250, 1, 1_000_000)
SEED = Parameter("seed", "which random numbers", 0, 0, 2**63 - 1)
JITTER = Parameter("noise", "deviation of what is added to x1 and to x2", 0, 0, 10, whole=False)
ERROR = Parameter("noise", "deviation of what is added to y", 0, 0, 10, whole=False)
ARMS = Parameter("arms", "how many arms, each a class", 2, 2, len(LEVELS))
TURNS = Parameter("turns", "how often an arm goes round", 1.75, 0, 20, whole=False)


@dataclass(frozen=True, slots=True)
class Generator:
    """One kind of computed table; ``task`` is the one of its default settings."""

    name: str
    title: str
    task: Literal["regression", "binary"]
    inputs: tuple[str, ...]
    target: str
    parameters: tuple[Parameter, ...]


def _points(name: str, title: str, *more: Parameter) -> Generator:
    return Generator(name, title, "binary", ("x1", "x2"), "class", (ROWS, JITTER, SEED, *more))


def _surface(name: str, title: str) -> Generator:
    return Generator(name, title, "regression", ("x1", "x2"), "y", (ROWS, ERROR, SEED))


def _curve(name: str, title: str) -> Generator:
    return Generator(name, title, "regression", ("x",), "y", (ROWS, ERROR, SEED))


GENERATORS = {
    generator.name: generator
    for generator in (
        _points("circle", "A disc within a ring"),
        _points("xor", "Four quarters, crosswise"),
        _points("gauss", "Two clouds of points"),
        _points("moons", "Two interlocking moons"),
        _points("spiral", "Arms that wind together", ARMS, TURNS),
        _surface("plane", "y = (x1 + x2) / 2"),
        _surface("bumps", "Six bumps, up and down"),
        _curve("line", "y = 2 * x + 1"),
        _curve("parabola", "y = x ** 2"),
        _curve("abs", "y = abs(x)"),
        _curve("step", "y = 0 below 0, then 1"),
        _curve("sine", "y = sin(x)"),
        _curve("sinc", "y = sin(x) / x"),
    )
}
"""By name, the simplest first."""
