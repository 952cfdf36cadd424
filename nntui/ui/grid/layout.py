"""Where the columns stand: how wide each is, and which are in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.data.edits import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.data.table import Table

NARROWEST = 6
"""Cells that a column has at least: room to type a number, and for the word "target"."""
SHORT_NAME, SHORT_NUMBER = 5, 8
"""Cells down to which names, and then numbers, are cut before the table is scrolled sideways."""
LONGEST_NAME = 24
"""Cells of a name that are ever shown in the table; the status line has more room."""
LONGEST_IN_PASSING = 12
"""Cells of a name or a number in a table that is scrolled sideways anyhow; fewer where there is little room."""
SAMPLED_CELLS, SAMPLED_PLACES = 3_000, 8
"""How much of a table is looked at for its widths, and at how many places between first and last row."""


class Widths(NamedTuple):
    """The cells that each column takes, and those left free before it."""

    columns: tuple[int, ...]
    gap: int

    def total(self) -> int:
        """The cells that all columns take together."""
        return sum(self.columns) + self.gap * len(self.columns)


class Place(NamedTuple):
    """A column in sight: it takes ``width`` cells from ``x`` on."""

    column: int
    x: int
    width: int


def numbers(table: Table) -> list[int]:
    """The cells that each column's numbers take, by a sample of the first rows, the last ones, and some between."""
    rows = max(SAMPLED_CELLS // max(table.width, 1) // SAMPLED_PLACES, 1)
    wanted = [0] * table.width
    for place in range(SAMPLED_PLACES):
        start = (table.height - rows) * place // (SAMPLED_PLACES - 1)
        for row in table.rows(max(start, 0), max(start, 0) + rows):
            wanted = [max(width, len(format_number(cell))) for width, cell in zip(wanted, row, strict=True)]
    return wanted


def widths(names: Sequence[int], numbers: Sequence[int], room: int) -> Widths:
    """How wide the columns are in ``room`` cells, where their names and numbers would take so many each.

    As wide as they want; else with names cut, else with numbers cut too; else so that one likes to scroll sideways.
    """
    for candidate in _candidates(names, numbers):
        if candidate.total() <= room:
            return candidate
    name, number = max(SHORT_NAME, room // 8), max(SHORT_NUMBER, room // 4)
    return Widths(_cut(names, numbers, min(name, LONGEST_IN_PASSING), min(number, LONGEST_IN_PASSING)), 1)


def _candidates(names: Sequence[int], numbers: Sequence[int]) -> Iterator[Widths]:
    natural = _cut(names, numbers, max(names), max(numbers))
    yield Widths(natural, 2)
    yield Widths(natural, 1)
    for cap in range(max(names), SHORT_NAME - 1, -1):
        yield Widths(_cut(names, numbers, cap, max(numbers)), 1)
    for cap in range(max(numbers), SHORT_NUMBER - 1, -1):
        yield Widths(_cut(names, numbers, SHORT_NAME, cap), 1)


def _cut(names: Sequence[int], numbers: Sequence[int], longest_name: int, longest_number: int) -> tuple[int, ...]:
    pairs = zip(names, numbers, strict=True)
    return tuple(max(NARROWEST, min(name, longest_name), min(number, longest_number)) for name, number in pairs)


def first_in_sight(widths: Widths, first: int, column: int, room: int) -> int:
    """The column to begin with so that ``column`` is in sight: ``first`` where that will do, else the nearest to it."""
    if widths.total() <= room:
        return 0
    if column <= first:
        return column
    start, used = column, widths.columns[column] + widths.gap
    while start > first and used + widths.columns[start - 1] + widths.gap <= room:
        start -= 1
        used += widths.columns[start] + widths.gap
    return start


def places(widths: Widths, first: int, x: int, room: int) -> tuple[Place, ...]:
    """The columns from ``first`` on that stand whole in ``room`` cells from ``x`` on.

    One that is wider than all the room is cut to it.
    """
    found: list[Place] = []
    end = x + room
    for column in range(first, len(widths.columns)):
        width = widths.columns[column]
        x += widths.gap
        if x + width > end:
            if not found:
                found.append(Place(column, x, max(end - x, 1)))
            break
        found.append(Place(column, x, width))
        x += width
    return tuple(found)
