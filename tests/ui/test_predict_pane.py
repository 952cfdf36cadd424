"""The predict form, worked with real keys: each kind of input."""

from __future__ import annotations

from rich.cells import cell_len

from tests.ui.predict_pane_host import SMALL_PANE, lettered, mixed, opened


class TestNumbers:
    async def test_a_digit_begins_a_new_number_and_the_answer_follows_each_key(self) -> None:
        async with opened("cars") as user:
            before = user.line("mpg")
            await user.type("4.5")
            assert user.line("cylinders") == "cylinders 4.5 3 to 8"
            assert [asked["cylinders"] for asked in user.host.asked] == [4.0, 4.5]
            assert user.line("mpg") != before

    async def test_a_fraction_may_be_asked_where_all_that_was_trained_on_were_whole(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", *"3.5")
            assert user.line("doors").startswith("doors 3.5 2 to ")
            assert [asked["doors"] for asked in user.host.asked] == [3, 3.5]
            assert isinstance(user.host.asked[0]["doors"], int)

    async def test_the_last_answer_is_dim_while_the_number_is_invalid(self) -> None:
        async with opened("cars") as user:
            await user.type("5-")
            before = user.line("mpg")
            assert user.line("cylinders") == "cylinders 5- not a number"
            await user.press("escape")
            assert user.line("cylinders").startswith("cylinders 8 ")
            assert user.line("mpg") != before

    async def test_an_emptied_field_names_its_value(self) -> None:
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
            assert user.title == "[p]redict · origin"
            assert [line.strip() for line in user.lines[1:5]] == ["› europe", "japan", "usa", "(empty)"]
            assert "price" in user.text
            await user.press("down", "down", "enter")
            assert user.line("origin") == "origin usa 3 of 3"
            assert user.title == "[p]redict"

    async def test_escape_leaves_the_list_as_it_was(self) -> None:
        async with opened(mixed()) as user:
            await user.press("down", "down", "enter", "down", "escape")
            assert user.line("origin") == "origin europe 1 of 3"
            assert not user.host.asked

    async def test_in_the_list_letters_find_a_level(self) -> None:
        async with opened(lettered(), SMALL_PANE) as user:
            await user.press("enter", *"s W")
            assert user.title == "[p]redict · s W"
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

    async def test_an_unknown_level_is_reported_and_not_guessed(self) -> None:
        async with opened(mixed()) as user:
            await user.press("end")
            await user.paste("hydrogen")
            assert user.line("fuel") == "fuel hydrogen not one of 2 trained on"
            assert "! fuel: 'hydrogen' is not among the levels" in user.text
            await user.press("left")
            assert user.line("fuel") == "fuel petrol 2 of 2"
            assert "!" not in user.text


async def test_long_and_hostile_names_and_levels_are_cut_and_harmless() -> None:
    name = "[bold]\x1b[31m" + "very " * 20 + "long"
    async with opened(lettered(name=name), SMALL_PANE) as user:
        assert user.lines[1].startswith(" [bold]␛[")
        await user.press("enter")
        assert user.title.startswith("[p]redict · [bold]␛[31mver")
        assert "\x1b" not in user.text
        assert all(cell_len(line) <= SMALL_PANE[0] for line in user.lines)
