"""The bounded loss curve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.training.history import MOST_POINTS, RECENT, History
from tests.training.samples import same


def filled(blocks: list[int], history: History | None = None, start: int = 0) -> History:
    """A history with blocks of these lengths; the losses of an epoch follow from its number."""
    history = history or History()
    for block in blocks:
        epochs = np.arange(start, start + block, dtype=np.float64)
        history.append(start, np.stack([epochs * 2, epochs * 3], axis=1), epochs / 4)
        start += block
    return history


def test_a_short_history_is_whole() -> None:
    history = filled([1, 10, 500])
    for losses in (history.curve(), history.recent()):
        assert losses.epochs.tolist() == list(range(511))
        assert losses.train.tolist() == [2 * epoch for epoch in range(511)]
        assert losses.validation.tolist() == [3 * epoch for epoch in range(511)]
        assert losses.seconds.tolist() == [epoch / 4 for epoch in range(511)]


def test_a_history_without_entries_is_empty() -> None:
    assert len(History().curve().epochs) == len(History().recent().epochs) == 0


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=12))
@settings(deadline=None)
def test_a_long_history_is_even_keeps_its_ends_and_its_last_stretch(blocks: list[int]) -> None:
    history = filled(blocks)
    curve, recent, total = history.curve(), history.recent(), sum(blocks)
    assert len(curve.epochs) == min(total, len(curve.epochs)) <= MOST_POINTS
    assert recent.epochs.tolist() == list(range(max(0, total - RECENT), total))
    if total:
        assert (curve.epochs[0], curve.epochs[-1]) == (0, total - 1)
        gaps = np.diff(curve.epochs)
        assert len(np.unique(gaps[:-1])) <= 1
        assert len(curve.epochs) >= min(total, MOST_POINTS // 2)
        assert np.array_equal(curve.train, curve.epochs * 2.0)


@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=8))
@settings(deadline=None)
def test_the_curve_does_not_depend_on_the_blocks_it_came_in(blocks: list[int]) -> None:
    assert same(filled(blocks).curve(), filled([sum(blocks)]).curve())


@given(before=st.integers(1, 9_000), after=st.integers(1, 9_000))
@settings(deadline=None)
def test_a_restored_history_goes_on_as_if_it_had_never_stopped(before: int, after: int) -> None:
    saved = filled([before])
    restored = History.restored(saved.curve(), saved.recent())
    filled([after], restored, start=before)
    unbroken = filled([before, after])
    assert same(restored.curve(), unbroken.curve())
    assert same(restored.recent(), unbroken.recent())


def test_a_million_epochs_take_no_more_room_than_a_few_thousand() -> None:
    history = filled([1_000] * 1_000)
    assert len(history.curve().epochs) <= MOST_POINTS
    assert history.curve().epochs[-1] == 999_999
    assert len(history.recent().epochs) == RECENT


def test_every_entry_reaches_the_sink_in_order() -> None:
    epochs: list[int] = []
    filled([1, 5_000, 2], History(lambda block: epochs.extend(block.epochs)))
    assert epochs == list(range(5_003))


def test_what_was_handed_out_does_not_change_later() -> None:
    history = filled([10])
    curve = history.curve()
    filled([5_000], history, start=10)
    assert curve.epochs.tolist() == list(range(10))


def test_a_cleared_history_begins_again() -> None:
    history = filled([3_000])
    history.clear()
    filled([2], history)
    assert history.curve().epochs.tolist() == history.recent().epochs.tolist() == [0, 1]


def test_losses_that_are_not_numbers_are_kept_as_they_are() -> None:
    history = History()
    history.append(0, np.array([[1.0, np.nan]]), np.zeros(1))
    assert history.curve().validation[0] != pytest.approx(0)
