"""The network is drawn with its numbers, as far as there is room, and nothing moves while they change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from nntui.render.diagram import DiagramNet, Edge, Neuron, Selection
from nntui.render.diagram import draw_network as draw_diagram
from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.numbers import format_signed
from nntui.render.text import Line
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]
MakeNet = Callable[..., DiagramNet]

CARS = ("cylinders", "displacement", "horsepower", "weight", "acceleration", "year")


def draw_network(*given: Any) -> list[Line]:
    """The lines of a drawing."""
    return draw_diagram(*given).lines


NUMBER = re.compile(r"[+-]\d+\.\d+")


def weights_of(net: DiagramNet) -> list[float]:
    return [
        net.weight(layer, source, target) or 0.0
        for layer, (fan_in, fan_out) in enumerate(pairwise(net.sizes))
        for source in range(fan_in)
        for target in range(fan_out)
    ]


def shown(numbers: Sequence[float], frame: str) -> int:
    """How many of the numbers stand in the frame, with as many digits as there may be room for."""
    return sum(any(format_signed(number, width) in frame for width in (5, 6)) for number in numbers)


def styles_of(lines: Sequence[Line], text: str) -> set[str]:
    return {span.style for line in lines for span in line if text in span.text}


@pytest.mark.parametrize(("width", "height"), [(46, 9), (50, 10), (80, 20)])
def test_the_tutorial_network_shows_every_weight_and_activation(
    check_frame: CheckFrame, tutorial_net: DiagramNet, width: int, height: int
) -> None:
    lines = draw_network(tutorial_net, width, height, Neuron(1, 1))
    assert shown(weights_of(tutorial_net), plain_text(lines)) == 9
    assert shown([tutorial_net.activation(1, index) or 0.0 for index in range(3)], plain_text(lines)) == 3
    check_frame(f"diagram-2-3-1-{width}x{height}", lines)


@pytest.mark.parametrize(
    ("sizes", "width", "height"),
    [((2, 3, 1), 46, 9), ((2, 4, 1), 46, 9), ((2, 4, 2, 1), 60, 14), ((4, 4, 3), 70, 16), ((3, 6, 3), 100, 30)],
)
def test_small_networks_show_all_their_weights_and_biases(
    make_net: MakeNet, sizes: tuple[int, ...], width: int, height: int
) -> None:
    net = make_net(sizes, inputs="abcd", outputs="xyz")
    frame = plain_text(draw_network(net, width, height))
    assert shown(weights_of(net), frame) == len(weights_of(net))
    biases = [net.bias(layer, index) or 0.0 for layer, size in enumerate(sizes) if layer for index in range(size)]
    assert sum(any("b" + format_signed(bias, digits) in frame for digits in (5, 6)) for bias in biases) == len(biases)


@pytest.mark.parametrize(
    ("name", "sizes", "width", "height", "selection"),
    [
        ("2-4-2-1", (2, 4, 2, 1), 60, 14, Edge(1, 2, 1)),
        ("6-16-1", (6, 16, 1), 50, 10, Neuron(1, 1)),
        ("6-16-1", (6, 16, 1), 100, 30, Neuron(1, 5)),
        ("784-128-10", (784, 128, 10), 50, 10, Edge(0, 500, 60)),
        ("784-128-10", (784, 128, 10), 100, 30, Neuron(1, 60)),
        ("deep", (4, *[8] * 18, 3), 100, 16, Neuron(9, 5)),
    ],
)
def test_a_network_is_drawn(
    check_frame: CheckFrame,
    make_net: MakeNet,
    *,
    name: str,
    sizes: tuple[int, ...],
    width: int,
    height: int,
    selection: Selection,
) -> None:
    inputs = CARS if sizes[0] == len(CARS) else [f"x{index}" for index in range(sizes[0])]
    net = make_net(sizes, inputs, ["mpg", "y", "z"], names=["relu"] * (len(sizes) - 2) + ["linear"])
    check_frame(f"diagram-{name}-{width}x{height}", draw_network(net, width, height, selection))


def test_a_network_in_ascii(check_frame: CheckFrame, make_net: MakeNet) -> None:
    lines = draw_network(make_net((2, 3, 1), ("age", "weight"), ("speed",)), 60, 14, Edge(0, 0, 1), ASCII)
    assert plain_text(lines).isascii()
    check_frame("diagram-2-3-1-ascii-60x14", lines)


def test_without_weights_the_structure_is_drawn_dim(check_frame: CheckFrame) -> None:
    lines = draw_network(DiagramNet((2, 3, 1), input_labels=("age", "weight"), output_labels=("speed",)), 46, 9)
    assert not NUMBER.search(plain_text(lines))
    assert {span.style for line in lines for span in line} <= {"", "dim", "node", "input", "target"}
    check_frame("diagram-structure-46x9", lines)


@pytest.mark.parametrize(("sizes", "width", "height"), [((2, 3, 1), 46, 9), ((6, 16, 1), 100, 30), ((3, 5, 2), 60, 14)])
@pytest.mark.parametrize("selection", [None, Neuron(1, 0), Edge(0, 1, 2)])
def test_nothing_moves_while_the_numbers_change(
    make_net: MakeNet, sizes: tuple[int, ...], width: int, height: int, selection: Selection | None
) -> None:
    def places(net: DiagramNet) -> list[list[int]]:
        frame = plain_text(draw_network(net, width, height, selection)).splitlines()
        return [[match.start() for match in re.finditer(r"(?<!\d)[+-](?=\d\.)|[○◐●◉]", line)] for line in frame]

    assert all(
        places(make_net(sizes, CARS, "y", shift=shift)) == places(make_net(sizes, CARS, "y")) for shift in (1, 2)
    )


def test_dashes_show_the_sign_of_a_weight(make_net: MakeNet) -> None:
    def line(weight: float) -> str:
        return plain_text(draw_network(DiagramNet((1, 1), weights=[[[weight]]]), 12, 1))

    assert line(2.0) != line(-2.0)


def test_thickness_shows_the_size_of_a_weight() -> None:
    def frame(weight: float) -> str:
        return plain_text(draw_network(DiagramNet((1, 2), weights=[[[weight, 3.0]]]), 30, 5)).splitlines()[1]

    lines = [re.sub(r"[-+ ?\d.]", "", frame(weight)) for weight in (0.01, 0.6, 1.5, 2.9)]
    assert len(set(lines)) == 4


@pytest.mark.parametrize("selection", [Edge(0, 4, 9), Edge(0, 0, 0), Edge(0, 5, 15)])
def test_the_number_of_the_selected_weight_is_always_shown(make_net: MakeNet, selection: Edge) -> None:
    net = make_net((6, 16, 1), CARS, ("mpg",))
    weight = net.weight(0, selection.source, selection.target) or 0.0
    for width, height in ((50, 10), (60, 16), (100, 30)):
        lines = draw_network(net, width, height, selection)
        assert any(styles_of(lines, format_signed(weight, digits).strip()) == {"selected"} for digits in (5, 6))


def test_the_selected_neuron_shows_the_numbers_of_its_weights(make_net: MakeNet) -> None:
    net = make_net((6, 16, 1), CARS, ("mpg",))
    lines = draw_network(net, 100, 30, Neuron(1, 5))
    own = [net.weight(0, source, 5) or 0.0 for source in range(6)] + [net.weight(1, 5, 0) or 0.0]
    assert shown(own, plain_text(lines)) == len(own)
    assert styles_of(lines, "◉") == {"selected"}
    assert {"plus3", "minus3"} & {span.style for line in lines for span in line}


@pytest.mark.parametrize(("layer", "index"), [(0, 0), (0, 400), (0, 782), (0, 783), (1, 0), (1, 64), (1, 127), (2, 9)])
def test_the_selected_neuron_is_in_view_however_many_there_are(make_net: MakeNet, layer: int, index: int) -> None:
    net = make_net((784, 128, 10), [f"x{number}" for number in range(784)], [str(digit) for digit in range(10)])
    for width, height in ((50, 10), (100, 30), (60, 3), (30, 1)):
        assert "◉" in plain_text(draw_network(net, width, height, Neuron(layer, index)))


@pytest.mark.parametrize("height", [3, 4, 7, 10, 20, 30])
@pytest.mark.parametrize("index", [0, 1, 30, 126, 127])
def test_neurons_in_view_and_out_of_view_add_up(make_net: MakeNet, height: int, index: int) -> None:
    frame = plain_text(draw_network(make_net((2, 128, 1)), 60, height, Neuron(1, index)))
    skipped = sum(int(count) for count in re.findall(r"\+ ?(\d+)(?: more|$)", frame, re.MULTILINE))
    places = Counter(match.start() for line in frame.splitlines() for match in re.finditer("[○◐●◉]", line))
    hidden = sorted(places)[1]
    assert skipped + places[hidden] == 128


@pytest.mark.parametrize("layer", [0, 1, 10, 19])
def test_layers_around_the_selection_are_in_view_and_the_others_are_counted(make_net: MakeNet, layer: int) -> None:
    frame = plain_text(draw_network(make_net((4, *[8] * 18, 3)), 50, 10, Neuron(layer, 1)))
    assert "◉" in frame
    before, after = re.search(r"‹ (\d+) more", frame), re.search(r"(\d+) more ›", frame)
    assert (before is None) == (layer <= 1)
    assert (after is None) == (layer == 19)


def test_layers_are_named_where_there_is_height(make_net: MakeNet) -> None:
    top = plain_text(draw_network(make_net((2, 3, 1), names=("tanh", "linear")), 80, 14)[:1])
    assert top.split("  ")[0].strip() == "inputs"
    assert "hidden 1 · tanh" in top
    assert "output · linear" in top


def test_a_long_name_is_cut_with_an_ellipsis(make_net: MakeNet) -> None:
    frame = plain_text(
        draw_network(make_net((2, 3, 1), ("a very long column name", "b"), ("another long one",)), 46, 9)
    )
    assert "a very l…" in frame
    assert "another …" in frame


def test_only_weights_in_view_and_those_of_the_selected_neuron_are_looked_at() -> None:
    class Counting:
        seen = 0

        def __getitem__(self, source: int) -> list[float]:
            Counting.seen += 1
            return [0.5] * 4096

    net = DiagramNet((4096, 4096, 1), weights=[Counting(), Counting()])
    draw_network(net, 100, 30, Neuron(1, 2000))
    assert 0 < Counting.seen < 4096 + 1000


def test_unknown_activations_keep_their_place(make_net: MakeNet) -> None:
    net = make_net((2, 3, 1), ("age", "weight"), ("speed",))
    known, unknown = draw_network(net, 46, 9), draw_network(replace(net, activations=None), 46, 9)
    assert [line.find("○") for line in plain_text(unknown).splitlines() if "○" in line]
    assert shown(weights_of(net), plain_text(unknown)) == shown(weights_of(net), plain_text(known)) == 9


def test_numbers_that_are_not_finite_are_marked() -> None:
    lines = draw_network(DiagramNet((1, 1), weights=[[[float("nan")]]], activations=[[1.0], [float("inf")]]), 40, 3)
    assert styles_of(lines, "nan") == {"error"}
    assert "+inf" in plain_text(lines)


def test_lines_have_few_changes_of_style(make_net: MakeNet) -> None:
    lines = draw_network(make_net((2, 3, 1), ("age", "weight"), ("speed",)), 46, 9, Neuron(1, 1))
    assert max(len(line) for line in lines) <= 9
    assert all(one.style != other.style for line in lines for one, other in pairwise(line))


def test_a_network_without_hidden_layers_is_drawn(make_net: MakeNet) -> None:
    net = make_net((3, 1), ("a", "b", "c"), ("y",))
    assert shown(weights_of(net), plain_text(draw_network(net, 46, 9))) == 3


def test_the_glyph_of_a_node_tells_how_active_it_is() -> None:
    net = DiagramNet((3, 1), weights=[[[1.0]] * 3], activations=[[0.1, 0.5, 0.9], [0.0]])
    frame = plain_text(draw_network(net, 46, 9))
    assert [glyph for glyph in frame if glyph in UNICODE.nodes][:4] == ["○", "◐", "○", "●"]
