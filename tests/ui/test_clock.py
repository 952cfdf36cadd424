"""When frames are drawn, by a clock whose time, work and line a test sets."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from nntui.ui.terminal.clock import Clock

FRAMES = 10.0


@dataclass
class FakeLine:
    """A line that is as busy, and as slow, as a test says."""

    busy: bool = False
    rate: float | None = None
    sent: int = 0


class Watched:
    """A clock, and what goes on around it: every tick a tenth of a second, every frame at its cost."""

    def __init__(self) -> None:
        self.line = FakeLine()
        self.time = 0.0
        self.worked = 0.0
        self.clock = Clock(FRAMES, self.line, now=lambda: self.time, worked=lambda: self.worked)

    def frames(self, ticks: int, *, work: float = 0.001, size: int = 500) -> int:
        """How many of so many ticks draw."""
        drawn = 0
        for _ in range(ticks):
            if self.clock.tick():
                drawn += 1
                self.worked += work
                self.clock.drawn()
                self.line.sent += size
            self.time += 1 / FRAMES
        return drawn


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_every_tick_draws_while_nothing_is_slow(watched: Watched) -> None:
    assert watched.frames(50) == 50
    assert watched.clock.lowered is None


def test_ticks_that_come_a_little_early_draw_too(watched: Watched) -> None:
    drawn = 0
    for early in (0.0, 0.02, 0.01, 0.03):
        watched.time += 0.1 - early
        drawn += watched.clock.tick()
    assert drawn == 4


def test_no_frame_is_drawn_while_an_earlier_one_is_on_its_way(watched: Watched) -> None:
    watched.frames(5)
    watched.line.busy = True
    assert watched.frames(20) == 0
    watched.line.busy = False
    assert watched.frames(1) == 1


def test_frames_that_take_long_to_draw_become_fewer_and_come_back(watched: Watched) -> None:
    drawn = watched.frames(200, work=0.08)
    assert 0.08 * drawn / 20 < 0.15
    assert watched.clock.lowered is not None
    assert watched.clock.lowered < 2
    watched.frames(400)
    assert watched.clock.lowered is None
    assert watched.frames(20) == 20


def test_one_frame_that_takes_long_changes_nothing(watched: Watched) -> None:
    watched.frames(20)
    watched.frames(1, work=0.5)
    assert watched.frames(20) == 20


def test_a_slow_line_gets_frames_that_leave_it_room(watched: Watched) -> None:
    watched.line.rate = 20_000
    watched.frames(100, size=8_000)
    assert watched.frames(100, size=8_000) * 8_000 / 10 < 0.5 * watched.line.rate
    assert watched.clock.lowered is not None


def test_a_slow_line_gets_all_frames_that_are_small(watched: Watched) -> None:
    watched.line.rate = 20_000
    assert watched.frames(100, size=700) == 100


def test_without_a_line_time_alone_counts() -> None:
    time = iter(range(100))
    clock = Clock(1.0, now=lambda: next(time), worked=lambda: 0.0)
    assert [clock.tick() for _ in range(5)] == [True] * 5
