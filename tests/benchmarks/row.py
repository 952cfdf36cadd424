"""The rows that a benchmark returns: what was measured, against what, and whether that is within its budget."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the budgets.

    ``measured`` and ``reference`` (None: the budget is an absolute one) are in ``unit``. What is judged is
    measured / reference, or without a reference ``measured`` itself: at least ``budget`` where ``at_least``, else at
    most. ``spread`` is the lowest and highest of the repeated measurements that were judged; ``note`` says what limits
    it, or what else was seen.
    """

    name: str
    measured: float
    reference: float | None
    unit: str
    budget: float
    at_least: bool = False
    spread: tuple[float, float] | None = None
    note: str = ""

    @property
    def judged(self) -> float:
        """The number that the budget speaks of."""
        return self.measured if self.reference is None else self.measured / self.reference

    @property
    def met(self) -> bool:
        """Whether the budget is kept."""
        return self.judged >= self.budget if self.at_least else self.judged <= self.budget

    def as_line(self) -> str:
        """For people: measured / reference = ratio, budget, met or not."""
        against = "" if self.reference is None else f" / {_number(self.reference)} {self.unit}"
        result = f"= {_number(self.judged)}" if self.reference is not None else ""
        spread = f" ({_number(self.spread[0])} to {_number(self.spread[1])})" if self.spread else ""
        budget = f"budget {'>=' if self.at_least else '<='} {_number(self.budget)}"
        line = f"{self.name}: {_number(self.measured)} {self.unit}{against} {result}".rstrip()
        return f"{line}{spread}; {budget}: {'met' if self.met else 'NOT met'}{f'; {self.note}' if self.note else ''}"

    def as_object(self) -> dict[str, object]:
        """For programs."""
        return asdict(self) | {"judged": self.judged, "met": self.met}


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
