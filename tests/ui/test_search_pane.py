"""The search pane: trials appear, the best one's settings are taken with a key, and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.render.glyphs import UNICODE
from nntui.session import search as searching
from nntui.session.options import Options
from nntui.ui.search import searching as on_screen
from nntui.ui.search.pane import SearchPane
from tests.ui.app_host import LARGE, SMALL, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def hidden(user: User) -> tuple[int, ...]:
    session = user.app.workspace.controller.session
    assert session is not None
    return session.network.hidden


@pytest.fixture(autouse=True)
def cheap_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two trials that take milliseconds, over and over."""

    def settings(_seed: int, _recipe: str) -> Iterator[tuple[str, Options]]:
        for _ in range(8):
            yield "three neurons", Options(hidden=(3,), epochs=2)
            yield "a loss that does not fit", Options(output_activation="softmax", loss="mse")

    monkeypatch.setattr(searching, "trial_settings", settings)
    monkeypatch.setattr("nntui.training.many.wait_for_kernel", lambda: None)


async def test_settings_are_searched_for_taken_and_brought_back(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching.Trial, "baseline", lambda *_: 0.5)
    async with opened("cars", LARGE, options=Options(epochs=2, engine="autograd")) as user:
        await user.press("j")
        await user.sees("J searches 30 seconds", "The validation rows take no part")
        await user.press("enter")
        await user.sees("There are no settings to take yet. J searches for some.")
        await user.press("J")
        await user.sees("three neurons", "the present settings", "tried on folds of", "training rows")
        pane = user.app.screen.query_one(SearchPane)
        await user.until(lambda: sum(not trial.fault for trial in pane.trials) >= 2)
        await user.press("J")
        await user.sees_no_more("s left")
        await user.sees("no better than always the same answer (0.5)")
        await user.press("S", "down")
        await user.until(lambda: pane.chosen is not None and pane.chosen.number == 1)
        await user.press("enter")
        await user.until(lambda: hidden(user) == (3,))
        await user.sees("took the settings of the search: three neurons; u brings the earlier ones back")
        await user.press("u")
        await user.until(lambda: hidden(user) != (3,))
        await user.resize(*SMALL)
        await user.press("j")
        await user.sees("three neurons")


def test_the_chosen_trial_stays_chosen_while_better_ones_pass_it(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [on_screen.TrialRow(number, "", 1, float(number), 0.0, 9.0, "", Options()) for number in (3, 4, 5)]
    monkeypatch.setattr(SearchPane, "trials", property(lambda _: tuple(listed)))
    pane = SearchPane(UNICODE)
    assert pane.chosen is listed[0]
    pane.choose(1)
    second = listed[1]
    assert pane.chosen is second
    listed.insert(0, on_screen.TrialRow(6, "", 1, 0.0, 0.0, 9.0, "", Options()))
    assert pane.chosen is second
    pane.choose(100)
    assert pane.chosen is listed[-1]
    pane.choose(-100)
    assert pane.chosen is listed[0]


async def test_a_table_that_cannot_be_searched_says_why(script: Script) -> None:
    async with opened("xor", LARGE) as user:
        await user.press("j", "J")
        await user.sees("a search needs 5 rows to train on")


async def test_a_fault_of_ours_in_the_thread_is_shown(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_screen, "_state", lambda *_: 1 / 0)
    async with opened("iris", LARGE, options=Options(epochs=1, engine="autograd")) as user:
        await user.press("j", "J")
        await user.sees("ZeroDivisionError")
