"""One table of commands: help, palette, footer and the user's own keys all come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.ui.commands.screen import SECTIONS
from tests.ui.app_host import HUGE, LARGE, SMALL, opened

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.kinds import Cell
    from nntui.ui.commands.record import Command
    from nntui.ui.workspace import Workspace
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script

COMMANDS = [command for section in SECTIONS.values() for command in section if command.help]


def rows(user: User) -> list[tuple[Cell, ...]]:
    """The cells of the open table."""
    table = user.app.workspace.controller.table
    assert table is not None
    return table.rows(0, table.height)


def changed(before: list[tuple[Cell, ...]], after: list[tuple[Cell, ...]]) -> list[tuple[int, int]]:
    """The cells that differ: row, column."""
    pairs = ((row, old, new) for row, (old, new) in enumerate(zip(before, after, strict=True)))
    return [(row, at) for row, old, new in pairs for at in range(len(old)) if old[at] != new[at]]


async def test_help_lists_every_command_and_the_keys_of_every_pane(script: Script) -> None:
    async with opened(size=(120, 300)) as user:
        await user.press("question_mark")
        text = await user.sees("all keys")
        inside = " ".join(line.split("│")[1] for line in user.lines if line.count("│") > 1)  # the dialog, not the panes
        prose = " ".join(inside.split())
        assert [command.help for command in COMMANDS if command.help not in prose] == []
        for own in (
            "Add an empty row below this one",
            "Copy the values of the table's current row",
            "Follow the newest line",
        ):
            assert own in text
        await user.press("question_mark")
        await user.sees_no_more("all keys")


async def test_help_is_read_to_its_end_on_a_small_screen(script: Script) -> None:
    async with opened(size=SMALL) as user:
        await user.press("question_mark")
        await user.sees("all keys", "In the data pane", "Edit the cell")
        await user.press("end")
        await user.sees_no_more("Edit the cell")


async def test_training_goes_on_under_the_help(script: Script) -> None:
    async with opened(size=HUGE) as user:
        await user.press("space", "question_mark")
        await user.sees("all keys")
        script.run.reach(500)
        await user.until(lambda: user.epoch == 500)


async def test_the_palette_finds_a_command_by_a_word_of_it(script: Script) -> None:
    async with opened() as user:
        await user.press("ctrl+p")
        await user.sees("find a command")
        await user.type("new weights")
        await user.sees("Start again with the next seed (R)")
        assert "Train, or pause" not in user.text
        await user.press("enter")
        await user.sees("new first weights, from seed 1")


async def test_the_palette_has_the_keys_of_the_panes_too(script: Script) -> None:
    async with opened(size=LARGE) as user:
        await user.press("ctrl+p")
        await user.sees("find a command")
        await user.type("duplicate row")
        await user.sees("data: duplicate row", "Duplicate the selected rows below (A)")
        await user.press("enter")
        await user.sees("row 1 duplicated, u undoes")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
async def test_the_key_of_every_command_does_something_that_is_seen(
    script: Script, command: Command[Workspace]
) -> None:
    async with opened(size=LARGE) as user:
        await user.press("e", "l" if command.id == "data" else "d")
        before = user.text
        await user.press(command.keys)
        await user.until(lambda: user.app.return_code is not None or user.text != before)


async def test_t_chooses_among_the_themes(script: Script) -> None:
    async with opened() as user:
        await user.press("T")
        await user.sees("› textual-dark", "nord")
        await user.type("nord")
        await user.sees_no_more("ansi-dark")
        await user.press("enter")
        await user.until(lambda: user.app.theme == "nord")
        await user.sees(" ready ", "age")


WORD_TABLE = "name,city,smoker,size\nDog,Oslo,no,1\nCat,Rome,no,2\nEmu,Bern,yes,3\n"


@pytest.mark.parametrize("place", [0, 1, 2], ids=["text", "category", "yes-no"])
async def test_words_typed_on_a_cell_of_words_change_that_cell_alone(
    script: Script, tmp_path: Path, place: int
) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(WORD_TABLE)
    async with opened(str(path), LARGE) as user:
        before = rows(user)
        await user.press("home", "down", *["right"] * place)
        await user.sees("⏎ edit  :a add row", ":q quit")
        for word in ("Madrid", "Dog", "zzqDXRrTW", "élan", "yes"):
            await user.type(word)
            await user.press("ctrl+u")
            await user.type("yes\r" if place == 2 else "Zug\r")
            await user.until(lambda: changed(before, rows(user)) == [(1, place)])
            await user.press("colon", "u")
            await user.until(lambda: rows(user) == before)
        assert user.app.screen is user.app.workspace
        await user.press("colon")
        await user.sees(" : then ", " q quit")


async def test_there_is_a_way_out_of_a_cell_of_words(script: Script, tmp_path: Path) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(WORD_TABLE)
    async with opened(str(path), LARGE) as user:
        await user.press("home", "right", "colon", "7")
        await user.sees("No command has the key 7; ? lists them all.")
        await user.press("colon", "escape", "B", "escape", "tab")
        await user.sees("━[n]etwork")
        await user.press("shift+tab", "question_mark")
        await user.sees("all keys")
        await user.press("escape", "colon", "n")
        await user.sees("━[n]etwork")
        assert len(rows(user)) == 3
