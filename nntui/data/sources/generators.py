"""The kinds of computed tables, their parameters, and the functions and random numbers that they are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

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


TOPS = ((-0.66, 0.42, 1), (0.0, 0.42, -1), (0.66, 0.42, 1), (-0.66, -0.42, -1), (0.0, -0.42, 1), (0.66, -0.42, -1))
"""Of the bumps: x1, x2 and height."""
BREADTH = 0.2
"""The deviation of each bump."""


@dataclass(frozen=True, slots=True)
class CurveFunction:
    """``of`` so many ``variables``, each from ``low`` to ``high``."""

    of: Callable[..., NDArray[np.float64]]
    low: float = -1.0
    high: float = 1.0
    variables: int = 1

    def places(self, rows: int, draws: Draws) -> list[NDArray[np.float64]]:
        """The variables, each [rows]: one goes evenly from ``low`` to ``high``, several are drawn."""
        if self.variables == 1:
            return [np.linspace(self.low, self.high, rows)]
        return [draws.uniform(rows, self.low, self.high) for _ in range(self.variables)]


def bumps(x1: NDArray[np.float64], x2: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of six gaussian bumps, three up and three down."""
    height = np.zeros(len(x1))
    for top1, top2, sign in TOPS:
        height += sign * np.exp(-((x1 - top1) ** 2 + (x2 - top2) ** 2) / (2 * BREADTH**2))
    return height


def sinc(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sin(x) / x, which is 1 at 0; NumPy's is sin(pi x) / (pi x)."""
    return np.sinc(x / np.pi)


FUNCTIONS: dict[str, CurveFunction] = {
    "plane": CurveFunction(lambda x1, x2: (x1 + x2) / 2, variables=2),
    "bumps": CurveFunction(bumps, variables=2),
    "line": CurveFunction(lambda x: 2 * x + 1),
    "parabola": CurveFunction(np.square),
    "abs": CurveFunction(np.abs),
    "step": CurveFunction(lambda x: np.where(x < 0, 0.0, 1.0)),
    "sine": CurveFunction(np.sin, -np.pi, np.pi),
    "sinc": CurveFunction(sinc, -10, 10),
}
"""By name."""


STREAM = 1
"""Sets these draws apart from others by the same seed, such as those that choose the rows held out."""


class Draws:
    """A stream of random numbers.

    Made from raw draws: NumPy promises the same stream of a bit generator in every version, not the same uniform or
    normal numbers.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(STREAM,)))

    def uniform(self, count: int, low: float = 0.0, high: float = 1.0) -> NDArray[np.float64]:
        """So many numbers [count], each as likely as any other from ``low`` up to, not including, ``high``."""
        share = (self._bits.random_raw(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return low + (high - low) * share

    def normal(self, count: int) -> NDArray[np.float64]:
        """So many numbers [count] of mean 0 and deviation 1, by Box and Muller (1958)."""
        distance: NDArray[np.float64] = np.sqrt(-2 * np.log(1 - self.uniform(count)))
        return distance * np.cos(self.uniform(count, 0, 2 * np.pi))
