"""Whatever the network, the names and the room: a drawing fits, and never fails."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.diagram import DiagramNet, Edge, Neuron, Selection, describe_selection, draw_network
from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from tests.plain_text import plain_text


@dataclass(frozen=True)
class Cyclic:
    """A matrix of any size that goes through a few numbers again and again."""

    numbers: list[float]
    start: int = 0

    def __getitem__(self, index: int) -> Numbers:
        return Numbers(self.numbers, self.start + 7 * index)


@dataclass(frozen=True)
class Numbers:
    numbers: list[float]
    start: int

    def __getitem__(self, index: int) -> float:
        return self.numbers[(self.start + index) % len(self.numbers)]


@st.composite
def nets(draw_one: st.DrawFn) -> DiagramNet:
    sizes = tuple(draw_one(st.lists(st.sampled_from([1, 2, 3, 4, 7, 12, 25, 200]), min_size=2, max_size=6)))
    numbers = draw_one(st.lists(st.floats(), min_size=1, max_size=9))
    known = draw_one(st.sampled_from(["all", "weights", "none"]))
    labels = draw_one(st.lists(st.text(max_size=20), max_size=5))
    return DiagramNet(
        sizes,
        weights=None if known == "none" else [Cyclic(numbers, layer) for layer in range(len(sizes) - 1)],
        biases=[Numbers(numbers, layer) for layer in range(len(sizes))] if draw_one(st.booleans()) else None,
        activations=[Numbers(numbers, layer) for layer in range(len(sizes))] if known == "all" else None,
        input_labels=labels,
        output_labels=labels[::-1],
        activation_names=labels[: len(sizes) - 1],
    )


selections = st.one_of(
    st.none(),
    st.builds(Neuron, st.integers(0, 6), st.integers(0, 200)),
    st.builds(Edge, st.integers(0, 5), st.integers(0, 200), st.integers(0, 200)),
)


@settings(deadline=None, max_examples=150)
@given(nets(), st.integers(-1, 130), st.integers(-1, 40), selections, st.sampled_from([UNICODE, ASCII]))
def test_any_network_fits_any_size_and_nothing_raw_gets_through(
    net: DiagramNet, width: int, height: int, selection: Selection | None, glyphs: Glyphs
) -> None:
    lines = draw_network(net, width, height, selection, glyphs).lines
    details = describe_selection(net, selection or Neuron(0, 0), net.activations, max(0, width), glyphs)
    assert len(lines) == max(0, height)
    for line in (*lines, *details):
        text = plain_text([line])
        assert cell_len(text) <= max(0, width)
        assert text.isprintable()
        assert text.isascii() or glyphs is UNICODE
