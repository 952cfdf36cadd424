"""The predict form of a table of pictures: painted pixel by pixel, with the answer beside it."""

from __future__ import annotations

import pytest

from tests.ui.predict_pane_host import SMALL_PANE, ZOOMED, opened


class TestPicture:
    async def test_pixel_inputs_are_a_picture_with_the_bars_beside_it(self) -> None:
        async with opened("digits", SMALL_PANE) as user:
            assert user.lines[1].startswith(" ‹  ░░▓▓▒▒      0  ")
            assert user.lines[9].startswith(" r0c0 0         8  ")
            assert user.lines[10].startswith(" digit: ")

    @pytest.mark.parametrize(
        ("keys", "number"),
        [("+", 4), ("++", 8), ("+++++", 16), ("++-", 4), ("9", 16), ("5", 9), ("0", 0), ("-", 0)],
    )
    async def test_plus_darkens_minus_lightens_and_a_digit_says_how_dark(self, keys: str, number: int) -> None:
        async with opened("digits") as user:
            await user.press("ctrl+d", *keys)
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
            await user.press("ctrl+d", "9", "shift+right", "shift+down")
            assert [name for name, value in user.host.pane.values.items() if value] == ["r0c0", "r0c1", "r1c1"]
            await user.press("delete")
            assert [name for name, value in user.host.pane.values.items() if value] == ["r0c0", "r0c1"]

    async def test_the_answer_forms_as_one_paints(self) -> None:
        async with opened("digits", SMALL_PANE) as user:
            await user.press("ctrl+d")
            seen = [user.text]
            for _ in range(3):
                await user.press("shift+down")
                seen.append(user.text)
            bars = {tuple(line[16:] for line in text.split("\n")) for text in seen}
            assert len(bars) == 4

    async def test_alone_on_the_screen_it_is_larger(self) -> None:
        async with opened("digits", ZOOMED) as user:
            await user.press("ctrl+d", "9")
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
            await user.press("number_sign")
            assert "darker" not in user.text

    async def test_g_shows_the_pixels_as_numbers_and_back(self) -> None:
        async with opened("digits") as user:
            await user.press("number_sign")
            assert user.line("r0c2").startswith("r0c2 5")
            assert "more inputs" in user.title
            await user.press("down", "down", "7", "number_sign")
            assert "r0c2 7" in user.text

    async def test_v_brings_a_row_into_the_picture(self) -> None:
        async with opened("digits", SMALL_PANE) as user:
            user.host.row = 1
            await user.press("ctrl+d", "G")
            assert user.lines[1].startswith(" ‹    ▓▓▓▓░░    0  ")

    async def test_a_kept_picture_comes_back(self) -> None:
        async with opened("digits") as user:
            before = user.text
            await user.press("a", "ctrl+d", "K")
            assert "picture, 35 of 64 pixels inked" in user.text
            await user.press("enter")
            assert user.text == before
