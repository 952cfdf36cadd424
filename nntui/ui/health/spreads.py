"""Histograms of the weights and gradients of each layer, now and at earlier epochs, as lines of the health pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.numbers import format_number
from nntui.render.glyphs import fit
from nntui.render.spark import histogram_line
from nntui.render.text import Line, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.training.health.checks import Health
    from nntui.training.health.records import HealthLook, SpreadOfNumbers

MOST_ROWS = 6
"""Moments of one layer at most."""
LIMIT, BETWEEN = 9, 2
"""Cells of a range, and between columns."""
LEAST_BARS = 8
"""Fewest cells of a histogram; in a narrower pane there is none."""
NAMES, STYLES = ("weights", "gradients"), ("train", "validation")


def spread_lines(health: Health, names: Sequence[str], top: int, size: tuple[int, int], glyphs: Glyphs) -> list[Line]:
    """A heading, then for each layer from number ``top`` on histograms at one to six moments, the present last.

    In ``size`` (width, height); no lines where there is no room, or nothing known. The weights of a layer have one
    range at all moments; gradients shrink so much that each histogram has its own.
    """
    width, height = size
    looks = [each for each in health.looks if all(layer.spreads is not None for layer in each.layers)]
    if not looks or height < 2:
        return []
    rows = max(1, min(MOST_ROWS, (height - 1) // max(1, len(names) - top), len(looks)))
    moments = _spaced(looks, rows)
    label = min(max(map(len, names)), max(6, width // 6)) + 2
    epoch = max(len(f"{each.epoch:,}") for each in moments) + BETWEEN + len("epoch ")
    bars = min(32, (width - label - epoch) // 2 - LIMIT - BETWEEN)
    if bars < LEAST_BARS:
        return []
    bars = 32 // -(-32 // bars)
    column = bars + LIMIT + BETWEEN
    heading = fit("", label + epoch, glyphs=glyphs) + "".join(fit(each, column, glyphs=glyphs) for each in NAMES)
    lines: list[Line] = [(Span(heading.rstrip(), "dim"),)]
    for layer in range(top, len(names)):
        widest = max(_of(each, layer)[0].limit for each in moments)
        for number, moment in enumerate(moments):
            name = fit(f" {names[layer]}" if not number else "", label, glyphs=glyphs)
            spans = [Span(name, "bold"), Span(f"epoch {moment.epoch:,}".ljust(epoch), "dim")]
            weights, gradient = _of(moment, layer)
            spans += _histogram(weights.widened(widest), STYLES[0], bars, glyphs, ranged=not number)
            spans += _histogram(gradient, STYLES[1], bars, glyphs, ranged=True)
            lines.append(join_spans(spans))
    return lines[:height]


def _histogram(spread: SpreadOfNumbers, style: str, bars: int, glyphs: Glyphs, *, ranged: bool) -> list[Span]:
    """The histogram, and its range, or blanks in its place."""
    limit = f" {'±' if glyphs.braille else '+-'}{format_number(float(f'{spread.limit:.2g}'))}" if ranged else ""
    drawn = histogram_line(spread.counts, bars, glyphs).ljust(bars)
    return [Span(drawn, style), Span(fit(limit, LIMIT + BETWEEN, glyphs=glyphs), "dim")]


def _of(look: HealthLook, layer: int) -> tuple[SpreadOfNumbers, SpreadOfNumbers]:
    spreads = look.layers[layer].spreads
    assert spreads is not None
    return spreads


def _spaced(looks: Sequence[HealthLook], most: int) -> list[HealthLook]:
    """So many of the looks, the last and, if there is room, the first among them, evenly spread over the epochs."""
    if most <= 1 or len(looks) <= most:
        return list(looks[-most:])
    first, last = looks[0].epoch, looks[-1].epoch
    wanted = [first + (last - first) * place / (most - 1) for place in range(most)]
    found = {min(range(len(looks)), key=lambda place: abs(looks[place].epoch - epoch)) for epoch in wanted}
    return [looks[place] for place in sorted(found | {len(looks) - 1})]
