"""The matrix of a layer's weights, and what is frozen or silenced in it and in the diagram."""

from collections.abc import Callable, Sequence

import pytest

from nntui.render.diagram import (
    Bias,
    DiagramNet,
    Edge,
    Neuron,
    describe_selection,
    draw_network,
    move_selection,
    nearest_selection,
)
from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.text import Line
from nntui.render.weights import draw_weights, matrix_name, move_in_matrix
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]

SIZES = (3, 4, 2)
NET = DiagramNet(
    SIZES,
    weights=[
        [[0.5, -1.25, 1e-7, 123456.0], [0.0, -3e38, 2.0, -0.125], [float("nan"), float("inf"), 1.0, 10.0]],
        [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]],
    ],
    biases=[[0.25, 0.0, -7.5, 1.0], [-0.32, 0.5]],
    activations=[[1.0, 2.0, 3.0], [0.1, 0.2, 0.0, 0.4], [1.0, -1.0]],
    input_labels=("age", "a very long column name", "height"),
    output_labels=("speed", "range"),
    frozen_weights=[[[0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], [[1, 0], [0, 0], [0, 0], [0, 0]]],
    frozen_biases=[[0, 0, 0, 0], [1, 0]],
    silenced=frozenset({Neuron(1, 2)}),
)


def styles(lines: list[Line], style: str) -> list[str]:
    """The texts of that style."""
    return [span.text for line in lines for span in line if span.style == style]


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII)])
def test_a_matrix_names_rows_and_columns_and_marks_what_is_frozen_and_silenced(
    name: str, glyphs: Glyphs, check_frame: CheckFrame
) -> None:
    check_frame(f"weights-3-4-{name}", draw_weights(NET, Edge(0, 1, 2), 60, 8, glyphs))


@pytest.mark.parametrize("width", [12, 18, 28, 43, 60, 120])
@pytest.mark.parametrize("chosen", [Edge(0, 0, 0), Edge(0, 2, 3), Bias(1, 1), Edge(1, 3, 1), Bias(2, 0)], ids=str)
def test_the_chosen_number_is_in_sight_and_none_is_cut(width: int, chosen: Edge | Bias) -> None:
    for height in (1, 2, 3, 5, 9):
        lines = draw_weights(NET, chosen, width, height)
        assert len(lines) <= height
        assert len(styles(lines, "selected")) == 1
        for line in plain_text(lines).splitlines():
            assert len(line) <= width
        assert not any(text.strip().endswith((".", "e", "e-", "+", "-")) for text in styles(lines, "selected"))


def test_a_large_matrix_scrolls_to_the_chosen_weight_and_says_which_part_is_seen() -> None:
    net = DiagramNet((784, 128), weights=[[[0.5] * 128 for _ in range(784)]], biases=[[0.25] * 128])
    text = plain_text(draw_weights(net, Edge(0, 500, 64), 60, 14))
    assert "input 501" in text
    assert "785×128  rows 495-506  columns 62-67" in text
    assert "bias" in plain_text(draw_weights(net, Bias(1, 127), 60, 14))


@pytest.mark.parametrize(
    ("chosen", "moved"),
    [
        (Edge(0, 1, 2), [Edge(0, 1, 1), Edge(0, 1, 3), Edge(0, 0, 2), Edge(0, 2, 2), Edge(0, 0, 2), Bias(1, 2)]),
        (Bias(2, 0), [Bias(2, 0), Bias(2, 1), Edge(1, 3, 0), Bias(2, 0), Edge(1, 0, 0), Bias(2, 0)]),
        (Neuron(2, 1), [Edge(1, 0, 0), Edge(1, 0, 1), Edge(1, 0, 1), Edge(1, 1, 1), Edge(1, 0, 1), Bias(2, 1)]),
    ],
    ids=["weight", "bias", "neuron"],
)
def test_the_cursor_goes_from_number_to_number_and_stays_in_the_matrix(
    chosen: Edge | Bias | Neuron, moved: list[Edge | Bias]
) -> None:
    keys = ("left", "right", "up", "down", "home", "end")
    assert [move_in_matrix(NET, chosen, key) for key in keys] == moved
    assert matrix_name(NET, Edge(0, 0, 0)) == "W1: inputs to hidden 1"


def test_a_bias_is_chosen_behind_the_weights_of_its_layer() -> None:
    biased = NET.biased_layers
    assert move_selection(SIZES, Edge(0, 2, 3), "down", biased) == Bias(1, 0)
    assert move_selection(SIZES, Bias(1, 0), "up", biased) == Edge(0, 2, 3)
    assert move_selection(SIZES, Bias(1, 3), "down", biased) == Edge(0, 0, 0)
    assert move_selection(SIZES, Edge(1, 0, 0), "end", biased) == Bias(2, 1)
    assert move_selection(SIZES, Edge(0, 2, 3), "down") == Edge(0, 0, 0)
    assert move_selection(SIZES, Bias(1, 3), "right", biased) == Neuron(1, 3)
    assert move_selection(SIZES, Bias(1, 3), "left", biased) == Neuron(0, 2)
    assert nearest_selection(SIZES, Bias(7, 7)) == Bias(2, 1)


def test_the_diagram_signs_frozen_numbers_and_silenced_neurons() -> None:
    lines = draw_network(NET, 78, 20, Bias(2, 0)).lines
    text = plain_text(lines)
    assert "b-0.32'" in text
    assert "×" in text
    assert styles(lines, "selected").count("b-0.32'") == 1
    assert plain_text(draw_network(NET, 78, 20, Edge(1, 0, 0)).lines).count("+0.100'") == 1
    assert "x" in plain_text(draw_network(NET, 78, 20, glyphs=ASCII).lines)


def test_the_lines_below_say_what_is_frozen_and_silenced() -> None:
    assert plain_text(describe_selection(NET, Edge(1, 0, 0))).splitlines()[1].startswith("weight 0.1  frozen")
    assert plain_text(describe_selection(NET, Bias(2, 0))) == "bias of speed\nbias b -0.32  frozen"
    assert "silenced" in plain_text(describe_selection(NET, Neuron(1, 2)))
    bare = DiagramNet(SIZES, weights=NET.weights)
    assert "this layer has no biases" in plain_text(describe_selection(bare, Bias(1, 0)))
