"""A network with more neurons or edges than can be told apart shows those of the chosen neuron, and the strongest."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.diagram import DiagramNet, Edge, Neuron, Selection, draw_network, move_selection
from nntui.render.glyphs import ASCII, UNICODE, Glyphs, fit_ending, fit_names
from nntui.render.numbers import format_signed
from tests.plain_text import plain_text

SIZES = [(6, 16, 1), (4, 16, 3), (2, 64, 64, 1), (30, 64, 64, 1), (64, 64, 64, 10), (784, 128, 10), (30, 4)]
PANES = [(49, 8), (58, 10), (74, 15), (124, 26)]
"""Room for the diagram on screens of 80x24, 60x16 (one pane), 120x40 and 200x60."""
NODE = "[○◐●◉]"
NUMBER = re.compile(r"[+-](?:\d+\.\d*|\d*\.?\d+)(?:e-?\d+|[kMGT])?")

of_sizes = pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "-".join(map(str, sizes)))
of_panes = pytest.mark.parametrize("room", PANES, ids=lambda room: f"{room[0]}x{room[1]}")


def network(sizes: tuple[int, ...], names: str = "sensor reading ", seed: int = 0) -> DiagramNet:
    """A network with weights, biases and activations from a normal distribution, whose names begin alike."""
    random = np.random.default_rng(seed)
    return DiagramNet(
        sizes,
        [random.normal(0, 1, pair).astype(np.float32) for pair in pairwise(sizes)],
        [random.normal(0, 0.3, count).astype(np.float32) for count in sizes[1:]],
        [np.abs(random.normal(0, 1, count)) for count in sizes],
        [f"{names}{index + 1}" for index in range(sizes[0])],
        [f"class {index}" for index in range(sizes[-1])],
        ["relu"] * (len(sizes) - 2) + ["linear"],
    )


def spelled(number: float) -> set[str]:
    """A number as it may be written."""
    return {format_signed(number, width).strip() for width in (4, 5, 6)}


def neurons_of(sizes: tuple[int, ...]) -> list[Neuron]:
    """The first, a middle and the last neuron of each layer."""
    return [Neuron(layer, index) for layer, count in enumerate(sizes) for index in sorted({0, count // 2, count - 1})]


@of_panes
@of_sizes
def test_every_number_is_whole(sizes: tuple[int, ...], room: tuple[int, int]) -> None:
    net = network(sizes)
    for neuron in neurons_of(sizes):
        diagram = draw_network(net, *room, neuron)
        view = diagram.view.layers
        known = set[str]()
        for layer, seen in enumerate(view):
            for index in seen:
                known |= spelled(net.activation(layer, index) or 0.0) | spelled(net.bias(layer, index) or 0.0)
        for layer, (sources, targets) in enumerate(pairwise(view)):
            for source in sources:
                for target in targets:
                    known |= spelled(net.weight(layer, source, target) or 0.0)
        counted = {f"+{count - len(seen)}" for count, seen in zip(sizes, view, strict=True)}
        assert set(NUMBER.findall(plain_text(diagram.lines))) <= known | counted


@of_panes
@of_sizes
def test_the_number_of_each_edge_of_the_chosen_neuron_is_beside_its_other_end(
    sizes: tuple[int, ...], room: tuple[int, int]
) -> None:
    net = network(sizes, names="x")
    for neuron in neurons_of(sizes):
        diagram = draw_network(net, *room, neuron)
        frame = plain_text(diagram.lines)
        layers = diagram.view.layers
        if neuron.layer:
            for source in layers[neuron.layer - 1]:
                texts = "|".join(map(re.escape, spelled(net.weight(neuron.layer - 1, source, neuron.index) or 0.0)))
                assert re.search(rf"{NODE}(?:[+-]\S*)? ?(?:{texts})[ \n]", frame) or len(layers[neuron.layer - 1]) <= 4
        if neuron.layer + 1 < len(sizes):
            for target in layers[neuron.layer + 1]:
                texts = "|".join(map(re.escape, spelled(net.weight(neuron.layer, neuron.index, target) or 0.0)))
                found = re.search(rf"(?:{texts}) (?: *h\d+ )?{NODE}", frame)
                assert found or len(layers[neuron.layer + 1]) <= 4


@of_panes
@of_sizes
def test_the_drawing_keeps_within_the_pane_with_few_changes_of_style(
    sizes: tuple[int, ...], room: tuple[int, int]
) -> None:
    for glyphs in (UNICODE, ASCII):
        for neuron in neurons_of(sizes):
            lines = draw_network(network(sizes), *room, neuron, glyphs).lines
            assert len(lines) == room[1]
            assert max(cell_len("".join(span.text for span in line)) for line in lines) <= room[0]
            assert sum(len(line) for line in lines) <= 16 * len(lines)


@of_sizes
def test_the_choice_walks_to_every_neuron(sizes: tuple[int, ...]) -> None:
    net, chosen = network(sizes), Neuron(0, 0)
    before = draw_network(net, 49, 8, chosen)
    for layer in range(len(sizes)):
        seen = 0
        for _ in range(min(sizes[layer], 130)):
            before = draw_network(net, 49, 8, chosen, before=before.view)
            seen += "◉" in plain_text(before.lines)
            chosen = walked(sizes, chosen, "down")
        assert seen == min(sizes[layer], 130)
        chosen = walked(sizes, chosen, "right", "right")


def walked(sizes: tuple[int, ...], chosen: Selection, *keys: str) -> Neuron:
    """The neuron that the keys lead to."""
    for key in keys:
        chosen = move_selection(sizes, chosen, key)
    assert isinstance(chosen, Neuron)
    return chosen


def test_a_chosen_edge_is_in_view_with_its_number() -> None:
    net = network((6, 64, 64, 1))
    for edge in (Edge(0, 0, 0), Edge(0, 5, 40), Edge(1, 63, 63), Edge(1, 0, 31), Edge(2, 20, 0)):
        for room in PANES:
            lines = draw_network(net, *room, edge).lines
            weight = net.weight(edge.layer, edge.source, edge.target) or 0.0
            marked = {span.text for line in lines for span in line if span.style == "selected"}
            assert marked & spelled(weight)


def test_beside_the_chosen_neuron_the_strongest_are_in_view() -> None:
    net = network((6, 64, 1))
    assert net.weights is not None
    magnitudes = [abs(net.weight(0, 2, target) or 0.0) for target in range(64)]
    seen = draw_network(net, 74, 15, Neuron(0, 2)).view.layers[1]
    assert set(seen) == set(sorted(range(64), key=lambda index: -magnitudes[index])[: len(seen)])


def test_what_is_in_view_does_not_change_with_every_small_change_of_the_weights() -> None:
    net, random = network((6, 64, 64, 1)), np.random.default_rng(1)
    assert net.weights is not None
    before = draw_network(net, 74, 15, Neuron(0, 2))
    weights = [
        np.array([[float(row[target]) for target in range(fan_out)] for row in map(each.__getitem__, range(fan_in))])
        for each, (fan_in, fan_out) in zip(net.weights, pairwise(net.sizes), strict=True)
    ]
    weights = [each * (1 + random.normal(0, 0.03, each.shape)) for each in weights]
    after = draw_network(replace(net, weights=weights), 74, 15, Neuron(0, 2), before=before.view)
    assert after.view == before.view


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_the_edges_are_counted(glyphs: Glyphs) -> None:
    whole, part = network((2, 3, 1)), network((4, 16, 3))
    small = draw_network(whole, 49, 8, Neuron(0, 0), glyphs)
    large = draw_network(part, 74, 15, Neuron(0, 0), glyphs)
    assert (small.drawn, small.edges) == (9, 9)
    assert 16 < large.drawn < large.edges == 112


def test_alike_names_are_cut_in_their_middle_and_others_at_their_end() -> None:
    assert fit_names(("sensor reading 17", "sensor reading 18"), 8) == ("sens… 17", "sens… 18")
    assert fit_names(("displacement", "horsepower"), 9) == ("displace…", "horsepow…")
    assert fit_names(("displacement", "weight"), 9, ASCII) == ("displace~", "weight")
    assert fit_names(("日本語の列その一", "日本語の列その二"), 7) == ("日本…一", "日本…二")
    assert fit_names(("ab", "ac"), 0) == ("", "")


SENSORS = tuple(f"sensor_{number:03d}_value" for number in range(300))
TEMPERATURES = tuple(f"average temperature of the {place} sensor" for place in ("upper", "lower", "outer"))


@pytest.mark.parametrize(
    ("names", "width", "shown"),
    [
        (SENSORS, 6, ("s…000…", "s…001…", "s…002…")),
        (SENSORS[:8], 6, ("s…000…", "s…001…", "s…002…")),
        (SENSORS, 14, ("sensor_000_va…", "sensor_001_va…", "sensor_002_va…")),
        (TEMPERATURES, 8, ("a…upper…", "a…lower…", "a…outer…")),
        (("sepal_length", "sepal_width", "petal_length", "petal_width"), 6, ("s…len…", "s…wid…", "p…len…", "p…wid…")),
        (("日本語の列その一列列列列", "日本語の列その二列列列列"), 7, ("日…一…", "日…二…")),
    ],
)
def test_of_names_that_begin_and_end_alike_the_word_in_which_they_differ_stays(
    names: tuple[str, ...], width: int, shown: tuple[str, ...]
) -> None:
    assert fit_names(names, width)[: len(shown)] == shown


@given(st.lists(st.text(alphabet="ab_ c日", max_size=14), max_size=6), st.integers(0, 12))
def test_cut_names_fit_and_those_that_are_the_same_stay_the_same(names: list[str], width: int) -> None:
    for glyphs in (UNICODE, ASCII):
        short = fit_names(tuple(names), width, glyphs)
        assert all(cell_len(name) <= width for name in short)
        assert all(
            a == b for a, x in zip(short, names, strict=True) for b, y in zip(short, names, strict=True) if x == y
        )


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [("speed", 7, "speed ="), ("displacement", 9, "dis…ent ="), ("displacement", 3, "… ="), ("speed", 6, "sp…d =")],
)
def test_an_ending_stays_where_the_name_before_it_is_cut(name: str, width: int, shown: str) -> None:
    assert fit_ending(name, " =", width) == shown


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_slopes_are_shown_in_place_of_activations_by_their_own_scale(glyphs: Glyphs) -> None:
    net = replace(network((2, 3, 1)), slopes={1: [3e-4, -1e-4, float("nan")], 2: [0.02]})
    text = plain_text(draw_network(net, 74, 15, glyphs=glyphs).lines)
    assert text.count("dL/dz") == 2
    assert all(number in text for number in ("+3e-4", "-1e-4", "+0.02"))
    assert text.count(glyphs.unknown) >= 1
    assert sum(glyphs.nodes[2] in line for line in text.split("\n")) >= 2
    narrow = plain_text(draw_network(net, 30, 15, glyphs=glyphs).lines)
    assert "dL/dz" in narrow
    assert "hidden" not in narrow
