"""The two questions about a file whose rows are to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.ui.dialogs.open import OpenScreen
from nntui.ui.dialogs.save import AnswersScreen
from tests.ui.app_host import LARGE
from tests.ui.app_host import opened as app_opened
from tests.ui.dialog_host import NORMAL, SMALL, opened, typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script

FLOWERS = "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n6,3,5,2\n,3,5,2\n"


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_tables_are_listed_and_sessions_are_not(tmp_path: Path, size: tuple[int, int]) -> None:
    for name in ("flowers.csv", "trained.nntui"):
        (tmp_path / name).touch()
    async with opened(lambda: OpenScreen(tmp_path, title="predict a file", sessions=False), size) as (host, pilot):
        assert "predict a file" in host.text()
        assert "flowers.csv" in host.text()
        assert "trained.nntui" not in host.text()
        await typed(pilot, "flo", "enter")
        assert host.answers == [str(tmp_path / "flowers.csv")]


async def test_the_answers_go_beside_the_questions_unless_another_place_is_named(tmp_path: Path) -> None:
    async with opened(lambda: AnswersScreen(tmp_path / "flowers.csv")) as (host, pilot):
        assert "flowers-predicted.csv" in host.prose()
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / "flowers-predicted.csv"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flowers.csv", "the table itself would be overwritten"),
        ("gone/answers.csv", "there is no folder"),
        ("answers.pdf", "Unknown file type; use .csv"),
        ("", "give the file a name"),
    ],
)
async def test_a_place_that_will_not_do_is_reported_and_the_dialog_stays(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "flowers.csv").write_text(FLOWERS)
    async with opened(lambda: AnswersScreen(tmp_path / "flowers.csv")) as (host, pilot):
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, text, "enter")
        assert said in host.prose()
        assert host.is_open


async def test_another_file_is_replaced_only_when_asked_twice(tmp_path: Path) -> None:
    (tmp_path / "flowers-predicted.csv").touch()
    async with opened(lambda: AnswersScreen(tmp_path / "flowers.csv")) as (host, pilot):
        await typed(pilot, "", "enter")
        assert "press enter again to replace" in host.prose()
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / "flowers-predicted.csv"]


async def test_f_answers_a_file_and_says_so_in_the_log(script: Script, here: Path) -> None:
    (here / "flowers.csv").write_text(FLOWERS)
    async with app_opened("iris", LARGE) as user:
        script.run.finish(200)
        await user.press("p", "O")
        await user.sees("predict a file")
        await user.type("flowers.csv")
        await user.sees("› flowers.csv")
        await user.press("enter")
        await user.sees("write the predictions")
        await user.press("enter")
        await user.settled()
        log = " ".join(user.pane("loss").split())
        assert "answered 2 of 3 rows of flowers.csv at epoch 200, written to " in log
        assert "1 of 3 rows lack an input and have no answer" in log
        written = (here / "flowers-predicted.csv").read_text().split("\n")
        assert written[0].startswith("sepal_length,sepal_width,petal_length,petal_width,")
        assert len(written) == 5


async def test_a_file_that_cannot_be_answered_is_reported_in_one_line(script: Script, here: Path) -> None:
    (here / "other.csv").write_text("a,b\n1,2\n")
    async with app_opened("iris", LARGE) as user:
        await user.press("p", "O")
        await user.sees("predict a file")
        await user.type("other.csv")
        await user.sees("› other.csv")
        await user.press("enter")
        await user.sees("write the predictions")
        await user.press("enter")
        await user.sees("no column 'sepal_length'")
        assert not (here / "other-predicted.csv").exists()


async def test_escape_asks_nothing_further(script: Script, here: Path) -> None:
    async with app_opened("iris") as user:
        before = user.text
        await user.press("p", "O")
        await user.sees("predict a file")
        await user.press("escape", "d")
        await user.settled()
        assert user.text == before
