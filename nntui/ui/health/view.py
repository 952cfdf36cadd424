"""The lines of the health pane: findings with their cures, and the numbers of each layer over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.glyphs import clean, fit
from nntui.render.numbers import format_signed
from nntui.render.spark import sparkline
from nntui.render.text import Line, Span, join_spans
from nntui.render.worked import paragraph
from nntui.session.health.words import headline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.training.health.checks import Health
    from nntui.training.health.records import Finding, LayerNumbers

NUMBER, SHARE = 5, 5
"""Cells of a number, and of a share in per cent."""
LEAST_SPARK, MOST_SPARK = 3, 24
COLUMNS: tuple[tuple[tuple[str, ...], Callable[[LayerNumbers], float], bool], ...] = (
    (("size of weights", "weights"), lambda each: each.weights, False),
    (("gradient",), lambda each: each.gradient, False),
    (("update/weights", "upd./weight", "update"), lambda each: each.ratio, False),
    (("dead",), lambda each: len(each.dead) / each.width, True),
    (("saturated", "satur."), lambda each: len(each.saturated) / each.width, True),
)
"""Wordings of the heading, the number, and whether it is a share."""


def finding_lines(
    findings: Sequence[Finding], chosen: int, cure: str, size: tuple[int, int], glyphs: Glyphs
) -> list[Line]:
    """A line for each finding, below the ``chosen`` one its cause and what cures it; in ``size`` (width, height)."""
    width, height = size
    lines: list[Line] = []
    at = 0
    for number, finding in enumerate(findings):
        here = number == chosen
        style = "selected" if here else "warning" if finding.lasts else "dim"
        mark = f"{'>' if here else ' '}{'!' if finding.lasts else ' '}"
        lines.append((Span(fit(f"{mark} {clean(headline(finding), glyphs)}", width, glyphs=glyphs).rstrip(), style),))
        if here:
            at = len(lines) - 1
            lines += paragraph(_sentence(finding.symptom.cause), width, glyphs, "", indent=3)
            if finding.lasts:
                lines += paragraph(cure, width, glyphs, "good", indent=3)
    first = max(0, min(at, len(lines) - height))
    return lines[first : first + height]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def layer_lines(health: Health, names: Sequence[str], top: int, size: tuple[int, int], glyphs: Glyphs) -> list[Line]:
    """A heading and a line for each layer from number ``top`` on, in ``size`` (width, height): the last number of each
    column and how it went before."""
    width, height = size
    looks = health.looks
    if not looks or height < 2:
        return []
    label = min(max(map(len, names)), max(6, width // 6)) + 2
    room = (width - label) // len(COLUMNS)
    times = [float(each.epoch) for each in looks]
    heading = [Span(fit("", label, glyphs=glyphs))]
    for wordings, _, _ in COLUMNS:
        title = next((each for each in wordings if len(each) < room), wordings[-1])
        heading.append(Span(fit(title, room, glyphs=glyphs), "dim"))
    lines = [join_spans(heading)]
    for layer in range(top, min(len(names), top + height - 1)):
        spans = [Span(fit(f" {names[layer]}", label, glyphs=glyphs), "bold")]
        for _, number, share in COLUMNS:
            series = [number(each.layers[layer]) for each in looks]
            spans += _cell(times, series, room, glyphs, share=share)
        lines.append(join_spans(spans))
    return lines


def _cell(times: Sequence[float], series: Sequence[float], room: int, glyphs: Glyphs, *, share: bool) -> list[Span]:
    """The last number and a sparkline, in exactly ``room`` cells."""
    figures = SHARE if share else NUMBER
    text = f"{100 * series[-1]:.0f} %".rjust(figures) if share else _number(series[-1])
    spark = min(MOST_SPARK, room - figures - 2)
    if spark < LEAST_SPARK:
        return [Span(f"{text} ".ljust(room)[:room])]
    drawn = sparkline(times, series, spark, glyphs, span=(0.0, 1.0) if share else None)
    return [Span(f"{text} "), Span(drawn.ljust(room - figures - 1), "train")]


def _number(value: float) -> str:
    """A number that is not negative in ``NUMBER`` cells."""
    return format_signed(value, NUMBER + 1).strip().lstrip("+")[:NUMBER].rjust(NUMBER)
