"""The arrows lead through a network, from neuron to edge to neuron."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.render.diagram import Edge, Neuron, Selection, move_selection, nearest_selection

SIZES = (2, 3, 1)
KEYS = ("left", "right", "up", "down", "home", "end", "x")

networks = st.lists(st.integers(1, 9), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (Neuron(0, 1), "right", Edge(0, 1, 0)),
        (Edge(0, 1, 0), "down", Edge(0, 1, 1)),
        (Edge(0, 0, 2), "down", Edge(0, 1, 0)),
        (Edge(0, 1, 2), "down", Edge(0, 0, 0)),
        (Edge(0, 0, 0), "up", Edge(0, 1, 2)),
        (Edge(0, 1, 1), "right", Neuron(1, 1)),
        (Neuron(1, 1), "left", Edge(0, 0, 1)),
        (Edge(0, 0, 1), "left", Neuron(0, 0)),
        (Neuron(0, 0), "left", Neuron(0, 0)),
        (Neuron(2, 0), "right", Neuron(2, 0)),
        (Neuron(1, 0), "up", Neuron(1, 0)),
        (Neuron(1, 0), "down", Neuron(1, 1)),
        (Neuron(1, 2), "down", Neuron(1, 2)),
        (Neuron(1, 1), "home", Neuron(1, 0)),
        (Neuron(1, 1), "end", Neuron(1, 2)),
        (Edge(0, 1, 0), "home", Edge(0, 0, 0)),
        (Edge(0, 0, 0), "end", Edge(0, 1, 2)),
        (Edge(0, 0, 0), "enter", Edge(0, 0, 0)),
    ],
)
def test_a_key_leads_to_its_neighbour(before: Selection, key: str, after: Selection) -> None:
    assert move_selection(SIZES, before, key) == after


@pytest.mark.parametrize(
    ("selection", "nearest"),
    [
        (Neuron(9, 9), Neuron(2, 0)),
        (Neuron(1, -4), Neuron(1, 0)),
        (Edge(7, 7, 7), Edge(1, 2, 0)),
        (Edge(0, 1, 2), Edge(0, 1, 2)),
    ],
)
def test_a_selection_moves_into_a_smaller_network(selection: Selection, nearest: Selection) -> None:
    assert nearest_selection(SIZES, selection) == nearest


@given(networks, st.lists(st.sampled_from(KEYS), max_size=60))
def test_no_keys_lead_out_of_the_network(sizes: list[int], keys: list[str]) -> None:
    selection: Selection = Neuron(0, 0)
    for key in keys:
        selection = move_selection(sizes, selection, key)
        assert nearest_selection(sizes, selection) == selection


@given(networks)
def test_down_goes_round_all_edges_of_a_column(sizes: list[int]) -> None:
    start = edge = move_selection(sizes, Neuron(0, 0), "right")
    seen = set()
    for _ in range(sizes[0] * sizes[1]):
        seen.add(edge)
        edge = move_selection(sizes, edge, "down")
    assert edge == start
    assert len(seen) == sizes[0] * sizes[1]


@given(networks)
def test_right_leads_from_the_inputs_to_the_outputs(sizes: list[int]) -> None:
    selection: Selection = Neuron(0, 0)
    for _ in range(2 * (len(sizes) - 1)):
        selection = move_selection(sizes, selection, "right")
    assert selection == Neuron(len(sizes) - 1, 0)
