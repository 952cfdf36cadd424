"""The network's answers beside the rows of the table, while it learns and whatever becomes of the rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nntui.session.predict import Predictor
from tests.ui.app_host import ENDLESS, LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def shown(user: User) -> dict[int, tuple[str, ...]]:
    """The last two words of each row in sight, by its number."""
    found = {}
    for line in user.pane("data").split("\n"):
        if match := re.match(r" *(\d+)[ ◇!] ", line):
            found[int(match[1])] = tuple(line.rstrip(" ▁▂▃▄▅▆▇█").split()[-2:])
    return found


def said(user: User, row: int) -> float:
    """The answer of the present network to a row."""
    controller = user.app.workspace.controller
    assert controller.session is not None
    predictor = Predictor(controller.session, controller.encoder)
    values = predictor.answers(controller.session.table, user.snapshot.weights).trained.values[0]
    answer: float = values[row - 1]
    return answer


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_p_shows_the_answer_and_the_error_beside_each_row_and_hides_them_again(script: Script, size) -> None:
    async with opened("cars", size) as user:
        await user.press("z", "P")
        await user.sees("mpg =", "error")
        await user.until(lambda: shown(user)[1] == (f"{said(user, 1):.2f}", f"{said(user, 1) - 18:+.2f}"))
        await user.press("P")
        await user.sees_no_more("mpg =", "error")


async def test_they_follow_the_weights_and_an_edited_row(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("P")
        await user.until(lambda: shown(user)[1][0] == f"{said(user, 1):.2f}")
        before = shown(user)[1]
        await user.press("space")
        script.run.reach(500)
        await user.until(lambda: shown(user)[1][0] == f"{said(user, 1):.2f}" and shown(user)[1] != before)
        before = shown(user)[1]
        await user.type("3\r")
        await user.until(lambda: shown(user)[1][0] == f"{said(user, 1):.2f}" and shown(user)[1] != before)


async def test_they_follow_the_rows_in_sight(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("P", "ctrl+end")
        await user.until(lambda: 392 in shown(user) and shown(user)[392][0] == f"{said(user, 392):.2f}")


async def test_of_classes_the_likeliest_and_its_probability_are_shown(script: Script) -> None:
    async with opened("iris", LARGE) as user:
        await user.press("z", "P")
        await user.sees("species =", "true class", "probability")
        lines = [line for line in user.pane("data").split("\n") if re.match(r" *\d+ ", line)]
        await user.until(
            lambda: bool(re.search(r"(setosa|versicolor|virginica) 0\.\d\d +(wrong )?0\.\d\d", user.pane("data")))
        )
        assert len(lines) > 20
        await user.press("ctrl+end")
        await user.sees("wrong 0.")


async def test_a_row_without_an_input_has_no_answer(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("z", "P")
        await user.until(lambda: shown(user)[1][1].startswith(("+", "-")))
        await user.press("delete")
        await user.until(lambda: not shown(user)[1][1].startswith(("+", "-")))
        assert shown(user)[2][1].startswith(("+", "-"))


async def test_e_puts_the_worst_rows_first_and_says_at_which_epoch(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("z", "E")
        await user.sees("worst first at epoch 0", "mpg =")
        await user.until(lambda: all(each[1].startswith(("+", "-")) for each in shown(user).values()))
        errors = [abs(float(error)) for _, error in shown(user).values()]
        assert errors == sorted(errors, reverse=True)
        assert len(errors) > 20
        await user.press("space")
        script.run.reach(300)
        await user.press("E")
        await user.sees("worst first at epoch 300")


async def test_the_worst_of_a_filter_are_shown_and_a_column_takes_over_again(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("z", "f")
        await user.type("origin = japan\r")
        await user.sees("79 of 392 rows: origin = japan")
        await user.press("E")
        await user.sees("79 of 392 rows: origin = japan, worst first at epoch 0")
        await user.press("S")
        await user.sees("79 of 392 rows: origin = japan, by cylinders")


async def test_rows_deleted_and_undone_under_the_answers_keep_their_own(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("P")
        await user.until(lambda: shown(user)[2][0] == f"{said(user, 2):.2f}")
        second = shown(user)[2]
        await user.press("ctrl+d")
        await user.until(lambda: shown(user)[1][0] == f"{said(user, 1):.2f}")
        await user.press("u")
        await user.until(lambda: shown(user)[2] == second)


@pytest.mark.parametrize("source", ["cars", "iris"])
async def test_while_it_learns_rows_and_columns_may_go_and_come(source: str) -> None:
    async with opened(source, LARGE, ENDLESS) as user:
        await user.press("P", "E", "space")
        await user.sees("worst first")
        await user.trains_on()
        for key in ("ctrl+d", "ctrl+d", "a", "ctrl+k", "u", "E", "u", "u", "S", "ctrl+d", "m", "t", "u", "P", "P"):
            await user.press(key)
        await user.sees(" training ", " =")
        await user.trains_on()


async def test_a_table_that_cannot_be_learnt_says_so_and_shows_no_answers(script: Script) -> None:
    async with opened(size=LARGE) as user:
        await user.press("P", "ctrl+d", "ctrl+d", "ctrl+d")
        await user.sees("no rows")
        await user.press("E")
        await user.sees("speed =")
        await user.press("u")
        await user.sees("row 1 of 1")
