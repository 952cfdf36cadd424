"""Which weight is checked, in which view, and what is chosen elsewhere."""

from __future__ import annotations

import pytest

from nntui.model.spec import NetworkSpec
from nntui.render.diagram import Edge, Neuron
from nntui.session.walk import Address
from nntui.ui.check.choice import place_of, selection_of
from nntui.ui.check.making import MOST_ZOOM, reach_of
from nntui.ui.check.state import CheckState

PLAIN = NetworkSpec(inputs=2, hidden=(3,), outputs=1, bias=False)
FULL = NetworkSpec(inputs=2, hidden=(3,), outputs=1, input_scale=True)


@pytest.mark.parametrize(
    ("chosen", "plain", "full"),
    [
        (None, None, None),
        (Edge(0, 1, 2), 5, 5),
        (Edge(1, 2, 0), 8, 11),
        (Neuron(1, 1), 1, 7),
        (Neuron(2, 0), 6, 12),
        (Neuron(0, 1), 3, 14),
        (Address(1, 2, 1), 5, 5),
        (Address(1, 2, "bias"), 2, 8),
        (Address(0, 1, "scale"), 3, 14),
        (Address(1), None, None),
        (Address(), None, None),
    ],
    ids=str,
)
def test_what_is_chosen_in_the_diagram_or_the_walk_is_a_parameter(
    chosen: Edge | Neuron | Address | None, plain: int | None, full: int | None
) -> None:
    assert place_of(PLAIN, chosen) == plain
    assert place_of(FULL, chosen) == full


def test_the_diagram_selects_what_is_chosen_in_the_check() -> None:
    assert [place_of(FULL, selection_of(FULL, place)) for place in range(15)] == list(range(15))


def test_weights_are_gone_through_and_paired() -> None:
    state = CheckState(count=5)
    state.choose(9)
    assert (state.place, state.second_place) == (4, 3)
    state.choose(-1)
    assert (state.place, state.second_place) == (0, 1)
    state.page(1, [0, 2, 3])
    assert state.place == 2
    state.page(-1, [0, 2, 3])
    assert state.place == 0
    state.take_second()
    assert (state.view, state.place, state.second) == ("surface", 1, 0)
    state.take_second()
    assert (state.place, state.second) == (0, 1)
    state.next_view()
    assert state.wanted.view == "plane"
    for _ in range(99):
        state.zoom(1)
    assert state.wanted.zoom == MOST_ZOOM
    state.next_view()
    assert (state.wanted.view, state.wanted.zoom) == ("weight", 0)


def test_the_range_is_as_wide_as_the_weight_is_large() -> None:
    assert [reach_of(weight, 0) for weight in (0.0, -0.3, 1.2, -40)] == [1, 1, 2, 50]
    assert reach_of(0.5, -2) == 0.25
