"""Guesses of a number before it is shown: up or down, or about how much. Pure and deterministic."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GuessKind = Literal["direction", "amount"]

OPTIONS = 3
"""Values to choose from."""
APART = 0.2
"""Least difference between two of them, as a share of the larger one."""
KEYS: dict[GuessKind, tuple[tuple[str, ...], ...]] = {
    "direction": (("up", "+"), ("down", "-")),
    "amount": tuple((str(number),) for number in range(1, OPTIONS + 1)),
}
"""The keys that choose each option, by the kind of the guess."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A number to be guessed: one of ``options``, of which the one at place ``right`` is true.

    The options of a "direction" are 1.0 (the number goes up) and -1.0 (it goes down), those of an "amount" values in
    rising order.
    """

    kind: GuessKind
    options: tuple[float, ...]
    right: int

    def chosen_by(self, key: str) -> int | None:
        """The place of the option that ``key`` chooses; None for a key that chooses none of them."""
        keys = KEYS[self.kind][: len(self.options)]
        return next((place for place, names in enumerate(keys) if key in names), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the guesses so far were right."""

    right: int = 0
    asked: int = 0

    def counted(self, *, right: bool) -> Tally:
        """The tally after one more guess."""
        return Tally(self.right + right, self.asked + 1)

    @property
    def words(self) -> str:
        """``7 of 9 right``; "" before the first guess."""
        return f"{self.right} of {self.asked} right" if self.asked else ""


def guess_direction(before: float, after: float) -> Guess | None:
    """Whether a number goes up or down; None where it stays as it is, or is not a number."""
    if not (math.isfinite(before) and math.isfinite(after)) or before == after:
        return None
    return Guess("direction", (1.0, -1.0), 0 if after > before else 1)


def guess_amount(
    value: float,
    topic: str,
    slips: Sequence[float] = (),
    within: tuple[float, float] = (-math.inf, math.inf),
) -> Guess | None:
    """About how much ``value`` is: one of three values that can be told apart at a glance.

    ``slips`` are the results of likely mistakes, such as a sum without its bias, and are preferred as wrong options;
    all options lie ``within`` these bounds. ``topic`` names what is guessed: the same topic and value always give the
    same options. None where ``value`` is not a finite number.
    """
    if not math.isfinite(value):
        return None
    options = [value]
    for wrong in (*slips, *_others(value, topic)):
        possible = math.isfinite(wrong) and within[0] <= wrong <= within[1]
        if possible and all(_apart(wrong, option) for option in options):
            options.append(wrong)
        if len(options) == OPTIONS:
            break
    if len(options) < OPTIONS:
        return None
    ordered = tuple(sorted(options))
    return Guess("amount", ordered, ordered.index(value))


def _others(value: float, topic: str) -> Iterable[float]:
    """Plausible values beside ``value``, those first that ``topic`` puts first."""
    size = abs(value)
    near = [-value, value * 2, value * 5, value / 2, value / 4] if value else [0.5, -0.5, 1.0, -1.0]
    shift = zlib.crc32(f"{topic} {value:.6g}".encode()) % len(near)
    fraction = [1 - value, 0.5, size / 10] if 0 <= value <= 1 else []
    return [*near[shift:], *near[:shift], *fraction, value + 1, value - 1]


def _apart(one: float, other: float) -> bool:
    """Whether two values can be told apart at a glance."""
    return abs(one - other) > APART * max(abs(one), abs(other))
