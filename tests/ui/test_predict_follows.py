"""The predict form in the whole app: it follows the table, the weights and the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from tests import golden
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script

PEOPLE = """\
weight,origin,smoker,price
10,usa,yes,1
20,japan,no,2
,usa,no,3
40,europe,yes,4
"""


@pytest.fixture
def people(here: Path) -> str:
    (here / "people.csv").write_text(PEOPLE)
    return "people.csv"


def form(user: User) -> list[str]:
    """The lines of the pane under its title, in single blanks."""
    return [" ".join(line.split()) for line in user.pane("predict").split("\n")[1:]]


async def test_a_file_of_words_and_numbers_is_a_form_of_choices_switches_and_numbers(
    script: Script, people: str
) -> None:
    async with opened(people, LARGE) as user:
        assert form(user)[:3] == ["weight 10 10 to 40", "origin usa 3 of 3", "smoker yes or no"]


async def test_a_column_of_another_role_comes_and_goes_and_the_rest_stays(script: Script, people: str) -> None:
    async with opened(people, LARGE) as user:
        await user.press("p", *"15", "down", "right", "colon", "d", "home", "right", "right", "colon", "m", "g")
        await user.until(lambda: len([line for line in form(user) if line.startswith("smoker")]) == 0)
        assert form(user)[:2] == ["weight 15 10 to 40", "origin europe 1 of 3"]
        await user.press("colon", "u")
        await user.until(lambda: form(user)[2:3] == ["smoker yes or no"])
        assert form(user)[:2] == ["weight 15 10 to 40", "origin europe 1 of 3"]
        await user.sees("price")


async def test_levels_that_are_edited_into_the_table_can_be_chosen(script: Script, people: str) -> None:
    async with opened(people, LARGE) as user:
        await user.press("right", "enter", *["backspace"] * 3)
        await user.type("peru\r")
        await user.sees("origin=peru")
        await user.press("colon", "p", "down", "left")
        assert "origin peru 3 of 4" in form(user)


async def test_v_takes_the_rows_words_and_its_empty_cells(script: Script, people: str) -> None:
    async with opened(people, LARGE) as user:
        await user.press("down", "down", "p", "G")
        filled = ["weight empty: median 20", "origin usa 3 of 3", "smoker no or yes"]
        await user.until(lambda: form(user)[:3] == filled)
        assert not any("missing" in line for line in form(user))


async def test_kept_answers_stay_after_a_rewind_and_go_with_the_session(script: Script) -> None:
    async with opened("iris") as user:
        await user.press("p", "a", "r")
        await user.settled()
        await user.sees("[p]redict · like row 1 · 1 kept")
        await user.press("o")
        await user.sees("enter open")
        await user.type("wine")
        await user.sees("› wine")
        await user.press("enter")
        await user.sees("13-16-3")
        await user.settled()
        assert "kept" not in user.pane("predict")


async def test_typing_goes_on_when_training_starts_again(script: Script) -> None:
    async with opened("iris") as user:
        await user.press("p", "1", "r")
        await user.settled()
        await user.press("5")
        assert form(user)[0].startswith("sepal_length 15 ")


async def test_a_saved_session_comes_back_with_its_question(script: Script, people: str, here: Path) -> None:
    async with opened(people, LARGE) as user:
        await user.press("p", *"15", "down", "right", "down", "right", "colon", "w")
        await user.sees("save session")
        await user.type("\r")
        await user.sees("saved ")
        asked = form(user)[:3]
    async with opened(str(here / "people.nntui"), LARGE) as user:
        assert form(user)[:3] == asked == ["weight 15 10 to 40", "origin europe 1 of 3", "smoker no or yes"]


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_a_digit_is_painted(script: Script, size: tuple[int, int]) -> None:
    async with opened("digits", size, Options(hidden=(6,))) as user:
        await user.press("space", "p", "ctrl+d", "right", "right", "right", "9", *["shift+down"] * 5, "a")
        script.run.reach(20)
        await user.sees(" 20/200")
        await user.settled()
        golden.check(f"ui/predict-digits-{size[0]}x{size[1]}", user.pane("predict"))


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_classes_have_a_bar_each(script: Script, size: tuple[int, int]) -> None:
    async with opened("iris", size, Options(hidden=(6,))) as user:
        await user.press("space", "p", *"9", "a")
        script.run.reach(20)
        await user.sees(" 20/200")
        await user.settled()
        golden.check(f"ui/predict-iris-{size[0]}x{size[1]}", user.pane("predict"))


async def test_the_question_is_at_first_that_of_the_first_complete_row_with_the_true_answer_beside(
    script: Script, here: Path
) -> None:
    (here / "some.csv").write_text("a,b,y\n,2,3\n4.25,5,6.5\n7,8,9\n")
    async with opened("some.csv") as user:
        await user.sees("─[p]redict · like row 2")
        await user.until(lambda: "a 4.25 4.25 to 7" in form(user) and "true 6.5" in user.pane("predict"))
        assert "scaled" not in user.pane("predict")
        await user.press("p", "Z")
        await user.until(lambda: "->" in user.pane("predict"))
        await user.type("5")
        await user.until(lambda: "like row" not in user.pane("predict") and "true" not in user.pane("predict"))
        await user.press("d", "down", "down", "p", "G")
        await user.sees("like row 3", "true 9")
