"""The pace of maps while training goes on: by the time that they take and the bytes that they send."""

from __future__ import annotations

import asyncio
from threading import Event as Flag
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.render.text import Span
from nntui.ui.map import paced
from nntui.ui.map.pace import CELL, FAST_BYTES, INTERVAL, RUN, SLOW_BYTES, MapPace, bytes_of_change
from nntui.ui.map.paced import PacedMaking, PictureQuestion

if TYPE_CHECKING:
    import pytest


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


async def test_what_is_asked_for_while_a_picture_is_made_is_made_after_it_and_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks: list[asyncio.Task[None]] = []
    pane: Any = SimpleNamespace(shown_lines=(), run_worker=lambda work, group: tasks.append(asyncio.create_task(work)))
    monkeypatch.setattr(paced, "host_of", lambda _: SimpleNamespace(guarded=lambda work: work()))
    go, taken = Flag(), list[float]()

    def make(asked: PictureQuestion) -> float:
        go.wait()
        return float(asked.weights[0])

    making = PacedMaking(pane, make, taken.append)
    predictor: Any = object()
    table: Any = object()
    first, *_, last = (PictureQuestion(predictor, table, np.array([each], np.float32)) for each in (1, 2, 3))
    making.ask(first, training=True)
    making.ask(last, training=False)
    assert len(tasks) == 1
    go.set()
    while len(taken) < 2:
        await asyncio.gather(*tasks)
    assert taken == [1.0, 3.0]
    making.ask(last, training=False)
    making.ask(first, training=True)
    assert len(tasks) == 2  # the one is there, the other is not due
    making.ask(first, training=False)
    await asyncio.gather(*tasks)
    assert taken == [1.0, 3.0, 1.0]
