"""The predict form, worked with real keys: each kind of input, the answers, and what is kept of them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.session.options import Options
from nntui.session.source import open_source
from tests.ui.predict_pane_host import PANE, SMALL_PANE, ZOOMED, lettered, mixed, opened

SIZES = [SMALL_PANE, PANE, ZOOMED]


class TestNumbers:
    async def test_a_digit_begins_a_new_number_and_the_answer_follows_each_key(self) -> None:
        async with opened("cars") as user:
            before = user.line("mpg")
            await user.type("4.5")
            assert user.line("cylinders") == "cylinders 4.5 3 to 8"
            assert [asked["cylinders"] for asked in user.host.asked] == [4.0, 4.5]
            assert user.line("mpg") != before

    async def test_a_whole_number_takes_no_other(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", *"3.5")
            assert user.line("doors") == "doors 3.5 not a whole number"
            assert [asked["doors"] for asked in user.host.asked] == [3]
            assert isinstance(user.host.asked[0]["doors"], int)

    async def test_the_last_answer_stands_back_while_the_number_is_none(self) -> None:
        async with opened("cars") as user:
            await user.type("5-")
            before = user.line("mpg")
            assert user.line("cylinders") == "cylinders 5- not a number"
            await user.press("escape")
            assert user.line("cylinders").startswith("cylinders 5.5")
            assert user.line("mpg") != before

    async def test_an_emptied_field_says_what_it_is_taken_for(self) -> None:
        async with opened(mixed()) as user:
            await user.press("delete")
            assert user.line("weight") == "weight empty: mean 23.33"
            assert user.host.asked[-1]["weight"] is None
            filled = user.line("price")
            await user.type("23.333333333333332")
            assert user.line("price") == filled

    async def test_one_that_may_not_be_empty_asks_for_a_number(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", "delete")
            assert user.line("doors") == "doors give a number"
            assert not user.host.asked

    async def test_keys_that_come_all_at_once_land_in_the_right_fields(self) -> None:
        async with opened("cars") as user:
            await user.press(*"4", "enter", *"97", "down", *"88", "backspace", "enter", *"2130")
            assert [user.line(name).split()[1] for name in ("cylinders", "displacement", "horsepower", "weight")] == [
                "4",
                "97",
                "8",
                "2130",
            ]

    async def test_letters_stay_commands_of_the_screen(self) -> None:
        async with opened("cars") as user:
            await user.press("s", "e", "5", "enter", "z")
            assert user.host.struck == ["s", "e", "z"]

    async def test_a_pasted_number_takes_the_place_of_the_other(self) -> None:
        async with opened("cars") as user:
            await user.paste(" 6\n")
            assert user.line("cylinders").startswith("cylinders 6 ")
            await user.paste("six")
            assert user.line("cylinders").startswith("cylinders 6 ")


class TestWords:
    async def test_left_and_right_go_through_the_levels_round_and_round(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", "down")
            assert user.line("origin") == "origin europe 1 of 3"
            await user.press("right", "right")
            assert user.line("origin") == "origin usa 3 of 3"
            await user.press("right", "left")
            assert user.line("origin") == "origin usa 3 of 3"
            assert [asked["origin"] for asked in user.host.asked] == ["japan", "usa", "europe", "usa"]

    async def test_enter_opens_a_list_to_choose_from(self) -> None:
        async with opened(mixed(), SMALL_PANE) as user:
            await user.press("down", "down", "enter")
            assert user.title == "predict · origin"
            assert [line.strip() for line in user.lines[1:5]] == ["› europe", "japan", "usa", "(empty)"]
            assert "price" in user.text
            await user.press("down", "down", "enter")
            assert user.line("origin") == "origin usa 3 of 3"
            assert user.title == "predict"

    async def test_escape_leaves_the_list_as_it_was(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", "down", "enter", "down", "escape")
            assert user.line("origin") == "origin europe 1 of 3"
            assert not user.host.asked

    async def test_in_the_list_letters_find_a_level(self) -> None:
        async with opened(lettered(), SMALL_PANE) as user:
            await user.press("enter", *"s W")
            assert user.title == "predict · s W"
            assert "› s word" in user.text
            await user.press("backspace", "backspace", "backspace", "w", "enter")
            assert user.line("first") == "first w word 23 of 26"
            assert user.host.struck == []

    async def test_an_empty_cell_is_a_level_of_its_own_where_the_column_says_so(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", "down", "enter", "end", "enter")
            assert user.line("origin") == "origin (empty) a level of its own"
            assert user.host.asked[-1]["origin"] is None

    async def test_one_that_is_filled_says_with_what(self) -> None:
        async with opened(mixed()) as user:
            await user.press("end", "delete")
            assert user.line("fuel") == "fuel empty: most frequent petrol"

    async def test_a_switch_has_two_words(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", "down", "down")
            assert user.line("smoker") == "smoker never or often"
            await user.press("left")
            assert user.line("smoker") == "smoker often or never"
            await user.press("right")
            assert [asked["smoker"] for asked in user.host.asked] == [True, False]
            await user.press("delete")
            assert user.line("smoker") == "smoker choose one"

    async def test_a_level_that_was_not_trained_on_is_said_and_not_guessed(self) -> None:
        async with opened(mixed()) as user:
            await user.press("end")
            await user.paste("hydrogen")
            assert user.line("fuel") == "fuel hydrogen not one of 2 trained on"
            assert "! fuel: 'hydrogen' is not among the levels" in user.text
            await user.press("left")
            assert user.line("fuel") == "fuel petrol 2 of 2"
            assert "!" not in user.text


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
    async def test_of_many_classes_the_likeliest_come_first_and_the_rest_is_told(self, size: tuple[int, int]) -> None:
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
            assert session.table.targets[0].name in user.text.split()
            assert all(len(line) <= size[0] for line in user.lines)
            assert glyphs is UNICODE or user.text.isascii()

    async def test_several_numbers_stand_below_one_another(self) -> None:
        async with opened(open_source("cars", Options(targets=("mpg", "weight")))) as user:
            assert user.line("mpg").endswith("mi/gal")
            assert user.line("weight").endswith("lb")


class TestKeeping:
    async def test_k_keeps_the_question_its_answer_and_the_epoch(self) -> None:
        async with opened(mixed()) as user:
            answer = user.line("price").removeprefix("price ")
            await user.press("k")
            assert user.title == "predict · 1 kept"
            await user.press("K")
            assert user.lines[1].split() == [f"›{answer.split()[0]}", "EUR", "epoch", "7"]
            assert user.lines[2].strip() == "25, 4, europe, never, diesel"

    async def test_what_was_said_then_stays_when_training_goes_on(self) -> None:
        async with opened(mixed()) as user:
            await user.press("k", "K")
            before = user.text
            user.host.train()
            await user.press()
            assert user.text == before
            await user.press("k", "K", "K")
            assert "epoch 8" in user.lines[1]
            assert user.lines[3:5] == [line.replace("›", " ") for line in before.split("\n")[:2]]

    async def test_the_newest_is_first_and_enter_asks_it_again(self) -> None:
        async with opened(mixed(), ZOOMED) as user:
            await user.press("k", *"12", "k", "enter", *"3", "k", "K")
            asked = [line.split(",")[:2] for line in user.lines if "weight" in line]
            assert asked == [["   weight 12", " doors 3"], ["   weight 12", " doors 4"], ["   weight 25", " doors 4"]]
            await user.press("down", "down", "enter")
            assert user.line("weight").startswith("weight 25")
            assert user.line("doors").startswith("doors 4")

    async def test_a_key_forgets_one_and_another_all(self) -> None:
        async with opened(mixed()) as user:
            await user.press("k", "k", "k", "K", "delete")
            assert user.title == "predict · 2 kept"
            await user.press("C")
            assert user.title == "predict"
            assert "nothing is kept yet" in user.text
            await user.press("escape")
            assert user.line("weight").startswith("weight 25")

    async def test_a_question_with_a_fault_is_not_kept(self) -> None:
        async with opened(mixed()) as user:
            await user.press(*"2-", "k")
            assert user.title == "predict"
            assert "! not kept: mend the field first" in user.text
            await user.press("backspace", "k")
            assert user.title == "predict · 1 kept"
            assert "not kept" not in user.text

    async def test_a_long_list_is_scrolled(self) -> None:
        async with opened(mixed(), SMALL_PANE) as user:
            for number in range(20, 32):
                await user.press(*str(number), "k", "escape")
            await user.press("K", "end")
            assert "20, 4" in user.text
            await user.press("home")
            assert "31, 4" in user.lines[2]


class TestPicture:
    async def test_pixel_inputs_are_a_picture_with_the_bars_beside_it(self) -> None:
        async with opened("digits", SMALL_PANE) as user:
            assert user.lines[1].startswith(" ‹  ░░▓▓▒▒      0  ")
            assert user.lines[9].startswith(" r0c0 0         8  ")
            assert user.lines[10].startswith(" digit ")

    @pytest.mark.parametrize(
        ("keys", "number"),
        [("+", 4), ("++", 8), ("+++++", 16), ("++-", 4), ("9", 16), ("5", 9), ("0", 0), ("-", 0)],
    )
    async def test_plus_darkens_minus_lightens_and_a_digit_says_how_dark(self, keys: str, number: int) -> None:
        async with opened("digits") as user:
            await user.press("C", *keys)
            assert user.line("r0c0") == user.line("r0c0").replace("r0c0 0", f"r0c0 {number}")
            assert user.host.pane.values["r0c0"] == number

    async def test_arrows_go_from_pixel_to_pixel_and_stop_at_the_edge(self) -> None:
        async with opened("digits") as user:
            await user.press("left", "up", "right", "right", "down", "0", "enter", "enter")
            assert "r1c2 8" in user.text
            await user.press("end", *["right"] * 9)
            assert "r7c7" in user.text

    async def test_shift_and_arrows_draw_a_stroke_and_delete_wipes_a_pixel(self) -> None:
        async with opened("digits") as user:
            await user.press("C", "9", "shift+right", "shift+down")
            assert [name for name, value in user.host.pane.values.items() if value] == ["r0c0", "r0c1", "r1c1"]
            await user.press("delete")
            assert [name for name, value in user.host.pane.values.items() if value] == ["r0c0", "r0c1"]

    async def test_the_answer_forms_as_one_paints(self) -> None:
        async with opened("digits", SMALL_PANE) as user:
            await user.press("C")
            seen = [user.text]
            for _ in range(3):
                await user.press("shift+down")
                seen.append(user.text)
            bars = {tuple(line[16:] for line in text.split("\n")) for text in seen}
            assert len(bars) == 4

    async def test_alone_on_the_screen_it_is_larger(self) -> None:
        async with opened("digits", ZOOMED) as user:
            await user.press("C", "9")
            assert [line[:9] for line in user.lines[1:6]] == [
                "████████ ",
                "████████ ",
                "█████‹██ ",
                "████████ ",
                "         ",
            ]

    async def test_where_there_is_a_line_to_spare_it_tells_how_to_paint(self) -> None:
        async with opened("digits") as user:
            assert user.lines[-1].startswith(" + darker  - lighter  shift+")
            await user.press("g")
            assert "darker" not in user.text

    async def test_g_shows_the_pixels_as_numbers_and_back(self) -> None:
        async with opened("digits") as user:
            await user.press("g")
            assert user.line("r0c2").startswith("r0c2 5")
            assert "more inputs" in user.title
            await user.press("down", "down", "7", "g")
            assert "r0c2 7" in user.text

    async def test_v_brings_a_row_into_the_picture(self) -> None:
        async with opened("digits", SMALL_PANE) as user:
            user.host.row = 1
            await user.press("C", "v")
            assert user.lines[1].startswith(" ‹    ▓▓▓▓░░    0  ")

    async def test_a_kept_picture_comes_back(self) -> None:
        async with opened("digits") as user:
            before = user.text
            await user.press("k", "C", "K")
            assert "picture, 35 of 64 pixels inked" in user.text
            await user.press("enter")
            assert user.text == before


async def test_long_and_hostile_names_and_levels_are_cut_and_harmless() -> None:
    name = "[bold]\x1b[31m" + "very " * 20 + "long"
    async with opened(lettered(name=name), SMALL_PANE) as user:
        assert user.lines[1].startswith(" [bold]␛[")
        await user.press("enter")
        assert user.title.startswith("predict · [bold]␛[31mvery")
        assert "\x1b" not in user.text
        assert all(cell_len(line) <= SMALL_PANE[0] for line in user.lines)
