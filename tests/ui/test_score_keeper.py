"""How often the score is calculated while a network is trained."""

from __future__ import annotations

import pytest

from nntui.ui.score.keeper import pause_after


@pytest.mark.parametrize("seconds", [0.0001, 0.004, 0.01, 0.3, 7.0])
def test_scores_take_at_most_a_fiftieth_of_the_time_and_come_four_times_a_second_at_most(seconds: float) -> None:
    assert seconds / pause_after(seconds) <= 0.02
    assert pause_after(seconds) >= 0.25
