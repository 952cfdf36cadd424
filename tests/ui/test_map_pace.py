"""The pace of maps while training goes on: by the time that they take and the bytes that they send."""

from __future__ import annotations

from nntui.render.text import Span
from nntui.ui.map.pace import CELL, FAST_BYTES, INTERVAL, RUN, SLOW_BYTES, MapPace, bytes_of_change


def test_only_cells_that_changed_count_and_a_run_of_one_style_is_cheap() -> None:
    before = [(Span("aaaa", "dim"), Span("b")), (Span("same"),)]
    assert bytes_of_change(before, before) == 0
    assert bytes_of_change(before, [(Span("acca", "dim"), Span("b")), (Span("same"),)]) == RUN + 2 * CELL
    assert bytes_of_change(before, [(Span("caac", "dim"), Span("b")), (Span("same"),)]) == 2 * (RUN + CELL)
    assert bytes_of_change([], [(Span("ab"), Span("c", "bold"))]) == 2 * RUN + 3 * CELL


def test_the_next_map_is_due_once_time_and_line_allow_it() -> None:
    now = [100.0]
    pace = MapPace(10.0, lambda: now[0])
    assert pace.is_due
    for frames, seconds, size, wait in (
        (10.0, 0.001, 0, INTERVAL),
        (10.0, 0.05, 0, 2.5),
        (10.0, 0.0, 3 * FAST_BYTES, 3.0),
        (4.0, 0.0, 5 * SLOW_BYTES, 5.0),
    ):
        pace.frames = frames
        pace.made(seconds, size)
        now[0] += wait - 0.01
        assert not pace.is_due
        now[0] += 0.02
        assert pace.is_due
