"""What the network says, as lines: values in their units, the probabilities of classes as bars, and what to beware of.

Where there is little room, what is said best goes last: the blank line, the scaled numbers, bars of improbable classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.bars import bars
from nntui.render.glyphs import clean, fit
from nntui.render.text import Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

MOST_NAME = 16
"""Cells of a target's name."""
WIDEST_BARS = 60
"""Cells of a line of bars: longer ones say no more."""
NARROW = 13
"""Cells of a line in which bars need all of them."""
LEAST_BARS = 2
"""Classes that are shown before anything else is left out for them."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What the network says: ``outputs`` are (name, value with unit), ``scaled`` what went in and came out.

    ``classes`` are (name, probability) in the order of their codes; none where the targets are numbers.
    """

    title: str
    outputs: tuple[tuple[str, str], ...]
    scaled: str
    classes: tuple[tuple[str, float], ...] = ()

    @property
    def brief(self) -> str:
        """The values alone, in a line: ``versicolor 87 %``, ``35.3 mi/gal``."""
        if self.classes:
            certainty = max(probability for _, probability in self.classes)
            return f"{self.outputs[0][1]} {certainty:.0%}"
        return ", ".join(value if len(self.outputs) == 1 else f"{name} {value}" for name, value in self.outputs)


def answer_lines(
    answers: Sequence[ShownAnswer],
    warnings: Sequence[str],
    width: int,
    height: int,
    glyphs: Glyphs,
    *,
    stale: bool = False,
) -> list[Line]:
    """At most ``height`` lines of ``width`` cells; ``stale`` answers, to a question that is being typed, stand back."""
    essential = sum(bool(answer.title) + len(answer.outputs) for answer in answers) + bool(warnings)
    ranked: list[tuple[int, Line]] = []
    for answer in answers:
        ranked.append((2, _dim(f" {answer.title}", width, glyphs)) if answer.title else (5, ()))
        shares = class_lines(answer.classes, height - essential, width, glyphs)
        ranked += [(0, line) for line in value_lines(answer, width, glyphs, stale=stale, certain=not shares)]
        ranked += [(2, line) for line in shares]
        if answer.scaled:
            ranked.append((3, _dim(f"   {answer.scaled}", width, glyphs)))
    for number, warning in enumerate(warnings):
        ranked.append((4 if number else 1, (Span(fit(f" ! {warning}", width, glyphs=glyphs), "warning"),)))
    best = sorted(range(len(ranked)), key=lambda place: (ranked[place][0], place))[: max(0, height)]
    return [ranked[place][1] for place in sorted(best)]


def value_lines(answer: ShownAnswer, width: int, glyphs: Glyphs, *, stale: bool, certain: bool) -> list[Line]:
    """A target and its value a line; for one of classes with its probability where that is ``certain`` to be told."""
    lines: list[Line] = []
    for name, value in [(answer.outputs[0][0], answer.brief)] if answer.classes and certain else answer.outputs:
        shown = fit(value, min(cell_len(clean(value, glyphs)), max(1, width - 4)), glyphs=glyphs)
        room = max(1, width - 3 - cell_len(shown))
        named = Span(f" {fit(name, min(MOST_NAME, room), glyphs=glyphs)} ", "dim" if stale else "target")
        lines.append((named, Span(shown, "dim" if stale else "bold")))
    return lines


def class_lines(classes: Sequence[tuple[str, float]], room: int, width: int, glyphs: Glyphs) -> list[Line]:
    """The probabilities of classes as bars on at most ``room`` lines, in the order of their codes.

    Where there are more of them, the likeliest first and, in the last line, what is left for the others together.
    """
    width, margin = min(width, WIDEST_BARS), int(width > NARROW)
    if room < min(LEAST_BARS, len(classes)) or not classes:
        return []
    if len(classes) <= room:
        return _indented(bars(classes, width - margin, glyphs), margin)
    likeliest = sorted(classes, key=lambda each: -each[1])[: room - 1]
    others = max(0.0, 1 - sum(probability for _, probability in likeliest))
    rest = f" {len(classes) - len(likeliest)} others {others:.2f}"
    return [*_indented(bars(likeliest, width - margin, glyphs), margin), _dim(rest, width, glyphs)]


def _indented(lines: Sequence[Line], cells: int) -> list[Line]:
    return [join_spans((Span(" " * cells), *line)) for line in lines]


def _dim(text: str, width: int, glyphs: Glyphs) -> Line:
    return (Span(fit(text, width, glyphs=glyphs), "dim"),)
