"""How long training goes on, as the header tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.render.glyphs import UNICODE
from nntui.ui.frame.header import SessionStatus, header_line
from nntui.ui.work.remaining import RemainingTime, TrainingAhead, in_words
from tests.plain_text import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = ("space", "c", "r", "]", "}", "w")


class Watch:
    """A clock that a test sets, and the time that is left by it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.remaining = RemainingTime(lambda: self.now)

    def told(self, done: float, goal: float = 1_000, *, key: object = 0, early: bool = False) -> str:
        """What is told a tenth of a second later, with so many epochs done."""
        self.now += 0.1
        return self.remaining.look(TrainingAhead((key,), (done,), (goal,), early=early))

    def trained(self, speed: float, begin: float, seconds: float, goal: float = 1_000) -> Iterator[str]:
        """What is told every tenth of a second of a training at this speed."""
        for tenth in range(round(10 * seconds)):
            yield self.told(begin + speed * tenth / 10, goal)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 s"),
        (7.2, "8 s"),
        (12, "15 s"),
        (57, "1 min"),
        (61, "1 min 10 s"),
        (1_500, "25 min"),
        (3_599, "1 h"),
        (5_000, "1 h 30 min"),
        (90_000, "25 h"),
        (300_000, "3 days"),
    ],
)
def test_a_time_is_rounded_up_to_what_is_worth_telling(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_the_time_left_counts_down_to_the_goal_without_wavering() -> None:
    told = list(Watch().trained(10, 0, 99.8))
    assert set(told[:10]) == {""}
    shown = list(dict.fromkeys(told[12:]))
    assert shown[0] == "1 min 40 s left"
    assert shown[-1] == "1 s left"
    assert len(shown) == 4 + 10 + 10  # each of the steps once: 10 s, then 5 s, then 1 s


def test_a_speed_that_trembles_shows_nothing_and_another_that_lasts_does() -> None:
    watch, done, shown = Watch(), 0.0, []
    for tenth in range(300):
        done += 0.5 if tenth % 7 else 1.5
        shown.append(watch.told(done))
    counted = [each for each in dict.fromkeys(shown) if each]
    assert counted[0] == "2 min 50 s left"
    assert counted == sorted(counted, reverse=True)
    assert len(counted) < 6
    later = [watch.told(done + tenth * 0.05) for tenth in range(600)]
    assert later[-1].startswith("26 min")


def test_nothing_is_told_of_what_is_over_soon_or_does_not_move_or_has_not_been_measured() -> None:
    assert set(Watch().trained(500, 0, 2)) == {""}
    assert set(Watch().trained(0, 0, 20)) == {""}
    watch = Watch()
    list(watch.trained(10, 0, 5))
    assert watch.told(51, key=1) == ""  # other settings: another speed
    assert watch.remaining.look(None) == ""  # paused
    assert watch.told(51, key=1) == ""
    list(watch.trained(10, 51, 5))
    assert watch.told(10) == ""  # back to an earlier epoch


def test_what_may_end_earlier_says_at_most_and_the_first_of_two_ends_counts() -> None:
    watch = Watch()
    for tenth in range(30):
        told = watch.told(tenth, early=True)
    assert told == "at most 1 min 40 s left"
    watch = Watch()
    for tenth in range(30):
        watch.now += 0.1
        told = watch.remaining.look(TrainingAhead((), (tenth, tenth / 10), (1_000, 22.5)))
    assert told == "20 s left"


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (60, " cars*  training  epoch 120/800  2 min 20 s left"),
        (80, " cars*  6-64-64-1  training  epoch 120/800  loss 0.0123     2 min 20 s left"),
        (
            120,
            (
                " cars*  6-64-64-1  training  epoch 120/800  loss 0.0123    validation 0.0456 "
                "     5.20 epochs/s  2 min 20 s left"
            ),
        ),
    ],
)
def test_the_header_has_the_time_left_at_every_size(width: int, seen: str) -> None:
    status = SessionStatus(
        name="cars",
        network="6-64-64-1",
        state="training",
        epoch=120,
        goal=800,
        loss=0.0123,
        validation_loss=0.0456,
        speed=5.2,
        changed=True,
        left="2 min 20 s left",
    )
    assert plain_text([header_line(status, width, UNICODE, KEYS)]).rstrip() == seen


def test_a_goal_that_is_not_known_is_not_shown() -> None:
    shown = plain_text([header_line(SessionStatus("run1", "", "training", 199), 80, UNICODE, KEYS)])
    assert "epoch 199 " in f"{shown} "
    assert "199/" not in shown
