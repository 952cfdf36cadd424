"""The ladder of speeds at which training can be watched."""

from __future__ import annotations

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.ui.work.speed import LIMITS, WATCHABLE, at_first, faster, in_words, slower


def test_slower_goes_down_the_ladder_and_stops_at_its_foot() -> None:
    limit = None
    passed = [limit := slower(limit) for _ in range(len(LIMITS) + 1)]
    assert passed == [*LIMITS, LIMITS[-1]]


def test_faster_goes_up_again_to_full_speed_and_stays_there() -> None:
    limit: float | None = LIMITS[-1]
    passed = [limit := faster(limit) for _ in range(len(LIMITS) + 1)]
    assert passed == [*reversed(LIMITS[:-1]), None, None]


def test_the_lesson_as_it_stands_begins_watchable_whatever_its_seed() -> None:
    for options in (Options(), Options(seed=7)):
        assert at_first(open_source("tutorial", options), options) == WATCHABLE


def test_a_lesson_that_was_changed_and_every_other_table_go_at_full_speed() -> None:
    longer = Options(epochs=1_000_000)
    assert at_first(open_source("tutorial", longer), longer) is None
    assert at_first(open_source("cars", Options()), Options()) is None


def test_the_log_says_what_holds() -> None:
    assert in_words(None) == "full speed"
    assert in_words(50.0) == "at most 50 epochs a second"
