"""Small pictures of neurons: in a few cells, in a table of them, and in the diagram where there is room."""

from __future__ import annotations

import numpy as np
import pytest

from nntui.render.diagram import DiagramNet, Pictures, draw_network
from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.text import LOOKS, Line, Span, width_of
from nntui.render.tiles import tile, tile_table

RISING = np.tile(np.linspace(-1.0, 1.0, 12)[:, None], (1, 12))
"""From -1 in the lowest row to 1 in the highest."""


def text(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def test_a_tile_has_two_shades_a_cell_or_a_glyph_and_its_first_row_is_the_lowest_unless_it_is_the_top() -> None:
    shaded = tile(RISING, 6, 3, UNICODE, shaded=True)
    assert [row[0].style for row in shaded] == ["side-5-4", "side-3-2", "side-1-0"]
    assert {len(row) for row in shaded} == {6}
    assert [row[0].text for row in tile(RISING, 4, 2, ASCII, shaded=False)] == ["%", "."]
    assert tile(RISING, 4, 1, UNICODE, shaded=True, top_first=True)[0][0].style == "side-1-4"
    unknown = tile(np.full((2, 2), np.nan), 4, 1, UNICODE, shaded=True)
    assert [span.text for span in unknown[0]] == ["?"] * 4


@pytest.mark.parametrize("size", [(78, 18), (58, 10), (30, 5), (118, 34)], ids=str)
@pytest.mark.parametrize("pixels", [False, True], ids=["maps", "pixels"])
@pytest.mark.parametrize("count", [1, 5, 64, 500])
def test_a_table_of_tiles_fits_and_shows_the_chosen_one(size: tuple[int, int], pixels: bool, count: int) -> None:
    values = np.zeros((count, 8, 8))
    names = [f"h{number + 1}" for number in range(count)]
    for chosen in {0, count // 2, count - 1}:
        table = tile_table(values, names, chosen, size, UNICODE, shaded=True, top_first=pixels)
        assert len(table.lines) <= size[1]
        assert {span.style for line in table.lines for span in line} <= {"", *LOOKS}
        (marked,) = [span.text.strip() for line in table.lines for span in line if span.style == "selected"]
        assert marked == names[chosen]
        assert all(width_of(line) <= size[0] + 2 for line in table.lines)


@pytest.mark.parametrize("neurons", [1, 2, 3, 4, 5, 6, 8])
def test_neurons_of_a_diagram_have_pictures_where_there_is_room_and_numbers_stay(neurons: int) -> None:
    weights = [np.ones((2, neurons)), np.ones((neurons, 1))]
    pictures = {layer: Pictures(np.ones((count, 4, 4))) for layer, count in ((1, neurons), (2, 1))}
    net = DiagramNet((2, neurons, 1), weights, pictures=pictures)
    lines = text(draw_network(net, 76, 18, glyphs=ASCII).lines)
    plain = text(draw_network(DiagramNet((2, neurons, 1), weights), 76, 18, glyphs=ASCII).lines)
    assert "####" not in "".join(plain)
    assert len(lines) == 18
    assert all(len(line) <= 76 for line in lines)
    drawn = sum("####" in line for line in lines)
    assert drawn >= min(18, neurons)
    assert "+1.0" in "".join(lines)


def test_a_small_diagram_has_no_pictures() -> None:
    pictures = {1: Pictures(np.ones((8, 4, 4)))}
    net = DiagramNet((2, 8, 1), [np.ones((2, 8)), np.ones((8, 1))], pictures=pictures)
    assert "##" not in "".join(text(draw_network(net, 30, 9, glyphs=ASCII).lines))


def test_pictures_are_not_made_again_for_a_frame_with_other_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = {1: Pictures(np.ones((3, 4, 4)))}

    def drawn(weight: float, *, shaded: bool = False) -> list[str]:
        net = DiagramNet((2, 3, 1), [np.full((2, 3), weight), np.ones((3, 1))], pictures=pictures)
        return text(draw_network(net, 76, 18, shaded=shaded).lines)

    first = drawn(1.0)
    monkeypatch.setattr("nntui.render.tiles.tile", lambda *_, **__: [[Span("!")]])
    again = drawn(2.0)
    assert "!" not in "".join(again)
    assert again != first
    assert "!" in "".join(drawn(1.0, shaded=True))
