"""Answers of the network as lines: values with units, probabilities of classes as bars, and warnings.

If there is little room, warnings after the first go first, then scaled numbers, titles and bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.bars import bars
from nntui.render.glyphs import clean, fit
from nntui.render.text import Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

MOST_NAME = 16
"""Most cells of a target's name."""
WIDEST_BARS = 60
"""Largest width of a line with a bar."""
NARROW = 13
"""Largest width in which bars have no margin."""
LEAST_BARS = 2
"""Fewest bars worth showing."""
MOST_INPUTS = 24
"""Most inputs in a line about a question: more never fit."""
NOTHING = "-"
"""An empty field in such a line."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the ``texts`` of the fields by name, and their ``values``.

    ``inked`` counts the pixels of a picture that are not white; None if it is no picture.
    """

    texts: tuple[tuple[str, str], ...]
    values: Mapping[str, Cell]
    inked: int | None = None

    def describe(self, room: int) -> str:
        """The question in a line of about ``room`` cells, without names if these do not fit."""
        if self.inked is not None:
            return f"picture, {self.inked} of {len(self.texts)} pixels inked"
        named = ", ".join(f"{name} {text or NOTHING}" for name, text in self.texts[:MOST_INPUTS])
        return named if cell_len(named) <= room else ", ".join(text or NOTHING for _, text in self.texts[:MOST_INPUTS])


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer: ``outputs`` as (name, value with unit), ``scaled`` inputs and outputs, and a ``title``.

    ``classes`` are (name, probability) in the order of their codes; empty if the targets are numbers. ``truths`` are
    the values that the table has for the outputs, "" for none. ``spreads`` are lines on how far other networks differ.
    """

    title: str
    outputs: tuple[tuple[str, str], ...]
    scaled: str
    classes: tuple[tuple[str, float], ...] = ()
    truths: tuple[str, ...] = ()
    spreads: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """The values in one line: ``versicolor 87 %``, ``35.3 mi/gal``."""
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
    """At most ``height`` lines of ``width`` cells; ``stale`` answers, to an earlier question, are dim."""
    essential = sum(bool(answer.title) + len(answer.outputs) for answer in answers) + bool(warnings)
    ranked: list[tuple[int, Line]] = []
    for answer in answers:
        ranked.append((2, _dim(f" {answer.title}", width, glyphs)) if answer.title else (5, ()))
        shares = class_lines(answer.classes, height - essential - len(answer.spreads), width, glyphs)
        ranked += value_lines(answer, width, glyphs, stale=stale, certain=not shares)
        ranked += [(2, line) for line in shares]
        if answer.scaled:
            ranked.append((3, _dim(_scaled_line(answer.scaled, width), width, glyphs)))
    for number, warning in enumerate(warnings):
        ranked.append((4 if number else 1, (Span(fit(f" ! {warning}", width, glyphs=glyphs), "warning"),)))
    best = sorted(range(len(ranked)), key=lambda index: (ranked[index][0], index))[: max(0, height)]
    return [ranked[index][1] for index in sorted(best)]


def value_lines(
    answer: ShownAnswer, width: int, glyphs: Glyphs, *, stale: bool, certain: bool
) -> list[tuple[int, Line]]:
    """One line a target: its value, that of a class with its probability if ``certain``, and the true one if known.

    A true value that has no room there is on a line of its own, and so is the spread of an answer. Each line is
    ranked as in ``answer_lines``.
    """
    lines: list[tuple[int, Line]] = []
    outputs = [(answer.outputs[0][0], answer.brief)] if answer.classes and certain else answer.outputs
    none = [""] * len(outputs)
    for (name, value), known, spread in zip(outputs, [*answer.truths, *none], [*answer.spreads, *none], strict=False):
        shown = fit(value, min(cell_len(clean(value, glyphs)), max(1, width - 4)), glyphs=glyphs)
        room = max(1, width - 3 - cell_len(shown))
        named = Span(f" {fit(name, min(MOST_NAME, room), glyphs=glyphs)} ", "dim" if stale else "target")
        truth = f"  true {clean(known, glyphs)}" if not stale and known else ""
        named_cells = cell_len(named.text) + cell_len(shown)
        if named_cells + cell_len(truth) > width:
            named = Span(f" {fit(name, min(MOST_NAME, room, cell_len(name)), glyphs=glyphs)} ", named.style)
            named_cells = cell_len(named.text) + cell_len(shown)
        fits = named_cells + cell_len(truth) <= width
        spans = [named, Span(shown, "dim" if stale else "bold"), Span(truth if fits else "", "dim")]
        lines.append((0, join_spans(spans)))
        if truth and not fits:
            lines.append((1, _dim(f" {truth.strip()}", width, glyphs)))
        if spread and not stale:
            lines.append((1, _dim(_spread_line(spread, width), width, glyphs)))
    return lines


def _spread_line(spread: str, width: int) -> str:
    """The spread behind a margin; where it does not fit, in fewer words."""
    shorter = spread.replace(" over ", " (").replace(" networks agree", " agree").replace(" networks", " networks)")
    texts = (f"   {spread}", f" {spread}", f" {shorter}", f" {shorter.replace(', probability', ',')}")
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def _scaled_line(scaled: str, width: int) -> str:
    labelled = f" scaled: {scaled}"
    return labelled if cell_len(labelled) <= width else f"   {scaled}"


def class_lines(classes: Sequence[tuple[str, float]], room: int, width: int, glyphs: Glyphs) -> list[Line]:
    """The probabilities of classes as bars on at most ``room`` lines, in the order of their codes.

    If there are more classes, the most probable come first, and the last line has the sum of the others.
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
