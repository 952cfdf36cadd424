"""The answers of the predict form, and those that are kept."""

from __future__ import annotations

import pytest

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.session.open import open_source
from nntui.session.options import Options
from tests.ui.predict_pane_host import PANE, SMALL_PANE, ZOOMED, lettered, mixed, opened

SIZES = [SMALL_PANE, PANE, ZOOMED]


class TestAnswers:
    async def test_probabilities_of_classes_are_bars_in_their_order(self) -> None:
        async with opened("iris", SMALL_PANE) as user:
            assert [line.split()[0] for line in user.text.split("\n")[5:9]] == [
                "species",
                "setosa",
                "versicolor",
                "virginica",
            ]
            assert "█" in user.line("setosa")

    async def test_they_move_with_the_weights(self) -> None:
        async with opened("iris") as user:
            before = user.line("setosa")
            user.host.train()
            await user.press()
            assert user.line("setosa") != before

    @pytest.mark.parametrize("size", SIZES)
    async def test_of_many_classes_the_most_probable_come_first(self, size: tuple[int, int]) -> None:
        async with opened(lettered(), size) as user:
            bars = [line for line in user.lines if "word" in line and "." in line]
            shares = [float(line.split()[-1]) for line in bars]
            if len(bars) < 26:
                assert shares == sorted(shares, reverse=True)
                assert f" {26 - len(bars)} others 0." in user.text
            assert len(bars) >= 5
            assert user.line("letter").endswith("word")

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
    @pytest.mark.parametrize("source", ["cars", "iris", "digits", "breast-cancer", "tutorial"])
    async def test_the_answer_is_on_the_screen_at_every_size(
        self, source: str, size: tuple[int, int], glyphs: Glyphs
    ) -> None:
        session = open_source(source, Options())
        async with opened(session, size, glyphs) as user:
            assert session.table.targets[0].name in user.text
            assert all(len(line) <= size[0] for line in user.lines)
            assert glyphs is UNICODE or user.text.isascii()

    async def test_several_numbers_have_a_line_each(self) -> None:
        async with opened(open_source("cars", Options(targets=("mpg", "weight")))) as user:
            assert user.line("mpg").endswith("mi/gal")
            assert user.line("weight").endswith("lb")


class TestKeeping:
    async def test_k_keeps_the_question_its_answer_and_the_epoch(self) -> None:
        async with opened(mixed()) as user:
            answer = user.line("price").removeprefix("price ")
            await user.press("a")
            assert user.title == "[p]redict · 1 kept"
            await user.press("K")
            assert user.lines[1].split() == [f"›{answer.split()[0]}", "EUR", "epoch", "7"]
            assert user.lines[2].strip() == "25, 4, europe, never, diesel"

    async def test_a_kept_answer_stays_when_training_goes_on(self) -> None:
        async with opened(mixed()) as user:
            await user.press("a", "K")
            before = user.text
            user.host.train()
            await user.press()
            assert user.text == before
            await user.press("a", "K", "K")
            assert "epoch 8" in user.lines[1]
            assert user.lines[3:5] == [line.replace("›", " ") for line in before.split("\n")[:2]]

    async def test_the_newest_is_first_and_enter_asks_it_again(self) -> None:
        async with opened(mixed(), ZOOMED) as user:
            await user.press("a", *"12", "a", "enter", *"3", "a", "K")
            asked = [line.split(",")[:2] for line in user.lines if "weight" in line]
            assert asked == [["   weight 12", " doors 3"], ["   weight 12", " doors 4"], ["   weight 25", " doors 4"]]
            await user.press("down", "down", "enter")
            assert user.line("weight").startswith("weight 25")
            assert user.line("doors").startswith("doors 4")

    async def test_a_key_forgets_one_and_another_all(self) -> None:
        async with opened(mixed()) as user:
            await user.press("a", "a", "a", "K", "delete")
            assert user.title == "[p]redict · 2 kept"
            await user.press("ctrl+d")
            assert user.title == "[p]redict"
            assert "cleared, esc brings it back" in user.text
            await user.press("escape")
            assert user.title == "[p]redict · 2 kept"
            await user.press("ctrl+d", "down", "K")
            assert "Nothing is kept yet. a keeps an answer." not in user.text
            assert user.line("weight").startswith("weight 25")

    async def test_a_question_with_a_fault_is_not_kept(self) -> None:
        async with opened(mixed()) as user:
            await user.press(*"2-", "a")
            assert user.title == "[p]redict"
            assert "! not kept: fix the field first" in user.text
            await user.press("backspace", "a")
            assert user.title == "[p]redict · 1 kept"
            assert "not kept" not in user.text

    async def test_a_long_list_is_scrolled(self) -> None:
        async with opened(mixed(), SMALL_PANE) as user:
            for number in range(20, 32):
                await user.press(*str(number), "a", "escape")
            await user.press("K", "end")
            assert "20, 4" in user.text
            await user.press("home")
            assert "31, 4" in user.lines[2]
