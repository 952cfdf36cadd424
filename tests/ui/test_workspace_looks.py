"""Colours and characters: themes, NO_COLOR, and terminals with nothing but ASCII."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from rich.console import Console

from nntui.session.options import Options, ScreenOptions
from tests.ui.app_host import FRAMES, LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script

DIALOGUES = ("c", "o", "W", "question_mark", "i", "q")


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord", "gruvbox"])
async def test_every_family_of_themes_opens_with_all_panes_and_dialogs(script: Script, here: Path, theme: str) -> None:
    async with opened(screen_options=ScreenOptions(theme=theme, fps=FRAMES)) as user:
        assert user.app.theme == theme
        await user.press("space")
        script.run.reach(300)
        await user.sees("#300 Loss")
        await user.press("n")  # in the table, i is a key of its own
        for key in DIALOGUES:
            await user.press(key)
            await user.until(lambda: "esc " in user.text)
            await user.press("escape")
            await user.until(lambda: "esc " not in user.text)


async def test_no_color_leaves_nothing_but_shades_of_grey(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    def colours(picture: str) -> list[tuple[int, ...]]:
        found = re.findall(r"-r\d+ \{ fill: #(..)(..)(..)", picture)
        return [tuple(int(part, 16) for part in parts) for parts in found]

    monkeypatch.setenv("NO_COLOR", "1")
    async with opened("cars", LARGE) as user:
        shown = colours(user.app.export_screenshot())
        assert shown
        assert max(max(colour) - min(colour) for colour in shown) <= 3
    monkeypatch.delenv("NO_COLOR")
    async with opened("cars", LARGE) as user:
        assert max(max(colour) - min(colour) for colour in colours(user.app.export_screenshot())) > 100


async def test_the_text_that_tests_read_is_that_of_the_exported_picture(script: Script) -> None:
    async with opened("cars") as user:
        for key in ("space", "question_mark"):
            await user.press(key)
            with patch.object(Console, "export_svg", lambda console, **_: console.export_text()):
                lines = user.app.export_screenshot().split("\n")
            assert user.lines == [line.rstrip() for line in lines[: len(user.lines)]]


async def test_the_sign_of_a_weight_is_written_not_only_coloured(script: Script) -> None:
    async with opened() as user:
        assert "+0.500" in user.pane("network")
        assert "-1.250" in user.pane("network")


@pytest.mark.parametrize(
    ("source", "size"), [("tutorial", SMALL), ("tutorial", NORMAL), ("tutorial", LARGE), ("cars", NORMAL)]
)
async def test_ascii_draws_no_character_above_a_tilde(
    script: Script, here: Path, source: str, size: tuple[int, int]
) -> None:
    options = ScreenOptions(ascii=True, fps=FRAMES)
    async with opened(source, size, Options(validation=0.3), options) as user:
        await user.press("space")
        seen = user.text
        for step, key in enumerate("nlpdlypnhdz"):
            script.run.reach(3**step)
            await user.press(key)
            seen += user.text
        await user.press("l", "home")
        seen += user.text
        await user.press("d", "delete")
        seen += user.text
        await user.press("n")  # in the table, i is a key of its own
        for key in DIALOGUES:
            await user.press(key)
            await user.until(lambda: "esc " in user.text)
            seen += user.text
            await user.press("escape")
            await user.settled()
        print("a library prints é ☃ ␛")
        script.run.fail("it failed …")
        seen += await user.sees(" failed")
        assert sorted({character for character in seen if character > "~"}) == []


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_ascii_holds_for_names_from_outside_too(script: Script, here: Path, size: tuple[int, int]) -> None:
    name = "ein sehr langer Name für eine Tabelle, die größer ist als nötig"
    (here / f"{name}.csv").write_text("größe,höhe,日本\n1,2,3\n4,5,6\n", encoding="utf-8")
    async with opened(f"{name}.csv", size, screen_options=ScreenOptions(ascii=True, fps=FRAMES)) as user:
        seen = user.text
        for key in "nlpd":
            await user.press(key)
            seen += user.text
        assert sorted({character for character in seen if character > "~"}) == []
