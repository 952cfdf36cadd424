"""The selected neuron or weight is described in full precision if there is room."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from nntui.render.diagram import DiagramNet, Edge, Neuron, describe_selection
from nntui.render.glyphs import ASCII
from tests.plain_text import plain_text

NET = DiagramNet(
    (2, 3, 1),
    weights=[[[1.5, -0.25, 0.1], [0.3, 2.0, -1.0]], [[0.5], [-1.25], [1 / 3]]],
    biases=[[0.1, 0.2, 0.3], [-0.4]],
    activations=[[2 / 3, 1.0], [0.9, 0.7, 0.1], [0.25]],
    input_labels=("age", "weight"),
    output_labels=("speed",),
    activation_names=("tanh", "sigmoid"),
)
PRE_ACTIVATIONS = [[1.4, 0.8, 0.1], [-1.1]]


@pytest.mark.parametrize(
    ("selection", "text"),
    [
        (Neuron(0, 0), "age · input 1 of 2\nvalue 0.6666667"),
        (Neuron(1, 1), "hidden 1 · neuron 2 of 3 · tanh\nbias b 0.2  pre-activation z 0.8  activation a 0.7"),
        (Neuron(2, 0), "speed · output 1 of 1 · sigmoid\nbias b -0.4  pre-activation z -1.1  activation a 0.25"),
        (Edge(0, 0, 1), "age → hidden 1 neuron 2\nweight -0.25  carries 0.6666667 × -0.25 = -0.16666667"),
        (Edge(1, 2, 0), "hidden 1 neuron 3 → speed\nweight 0.33333334  carries 0.1 × 0.33333334 = 0.033333335"),
    ],
)
def test_all_numbers_are_shown_if_there_is_room(selection: Neuron | Edge, text: str) -> None:
    assert plain_text(describe_selection(NET, selection, PRE_ACTIVATIONS)) == text


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (46, "hidden 1 · neuron 2 of 3 · tanh\nb 0.2  z 0.8  a 0.7"),
        (18, "neuron 2 of 3\nb 0.2  a 0.7"),
        (6, "neuro…\na 0.7"),
        (1, "…\n…"),
    ],
)
def test_the_least_important_is_dropped_first(width: int, text: str) -> None:
    assert plain_text(describe_selection(NET, Neuron(1, 1), PRE_ACTIVATIONS, width)) == text


def test_both_ends_of_an_edge_are_seen_though_their_names_are_long() -> None:
    net = DiagramNet((1, 1), input_labels=("a very long column name",), output_labels=("another long column name",))
    assert plain_text(describe_selection(net, Edge(0, 0, 0), width=25)[:1]) == "a very lon… → another lo…"


def test_unknown_numbers_are_named() -> None:
    structure = DiagramNet((2, 3, 1))
    assert plain_text(describe_selection(structure, Neuron(1, 0))) == "hidden 1 · neuron 1 of 3\nno weights yet"
    assert plain_text(describe_selection(structure, Neuron(0, 1))) == "input 2 of 2\nno weights yet"
    assert plain_text(describe_selection(structure, Edge(0, 1, 0))) == "input 2 → hidden 1 neuron 1\nno weights yet"
    without_row = DiagramNet((2, 3, 1), weights=NET.weights)
    assert plain_text(describe_selection(without_row, Neuron(0, 1))) == "input 2 of 2\nno complete row selected"
    assert plain_text(describe_selection(without_row, Edge(0, 0, 0))) == "input 1 → hidden 1 neuron 1\nweight 1.5"


def test_an_ascii_terminal_gets_ascii_only() -> None:
    net = DiagramNet(
        (1, 1), weights=[[[2.0]]], activations=[[0.5], [1.0]], input_labels=("größe",), output_labels=("y",)
    )
    text = plain_text(describe_selection(net, Edge(0, 0, 0), glyphs=ASCII))
    assert text == "gr??e -> y\nweight 2  carries 0.5 x 2 = 1"


@pytest.mark.parametrize("selection", [Neuron(0, 0), Neuron(1, 2), Neuron(2, 0), Edge(0, 1, 2), Edge(1, 0, 0)])
def test_two_lines_at_any_width(selection: Neuron | Edge) -> None:
    for width in range(100):
        lines = describe_selection(NET, selection, PRE_ACTIVATIONS, width)
        assert len(lines) == 2
        assert all(cell_len(plain_text([line])) <= width for line in lines)
