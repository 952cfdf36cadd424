"""The open dialog, worked with real keys on real folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from nntui.render.glyphs import ASCII
from nntui.ui.dialogs.open import OpenScreen
from nntui.ui.dialogs.places import matching
from tests.ui.dialog_host import NORMAL, SMALL, opened, settled, typed
from tests.ui.idle import Gate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.ui.dialogs.places import Listing

DATASETS = [("tutorial", "The lesson's three rows"), ("xor", "Exclusive or"), ("cars", "Fuel use of cars")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("houses.csv", "cars.csv", "Wine.TSV", "first.nntui", "notes.txt", ".hidden.csv"):
        (tmp_path / name).touch()
    (tmp_path / "older").mkdir()
    (tmp_path / "older" / "ships.csv").touch()
    return tmp_path


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_ones_own_files_are_offered_first_then_built_ins_and_folders(folder, size):
    async with opened(lambda: OpenScreen(folder, DATASETS), size) as (host, _):
        text = host.text()
        rows = [line.strip(" │").split()[0] for line in text.splitlines() if " table" in line or "built-in" in line]
        assert rows == ["cars.csv", "houses.csv", "Wine.TSV", "tutorial", "xor", "cars"]
        assert "first.nntui" in text
        assert "older/" in text
        assert "notes.txt" not in text
        assert "hidden" not in text


async def test_end_marks_the_last_entry_once_the_cursor_is_at_the_end_and_a_path_is_pasted(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "", "end")
        assert "› older/" in host.text() or "› ../" in host.text()
        await pilot.press("ctrl+home")
        assert "› first.nntui" in host.text()
        host.post_message(Paste("houses.csv\n"))
        await typed(pilot, "")
        assert "› houses.csv" in host.text()


async def test_typing_narrows_the_list_and_enter_opens_the_best_match(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "HOU")
        assert "› houses.csv" in host.text()
        assert "cars" not in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [str(folder / "houses.csv")]


async def test_a_built_in_is_answered_by_its_name(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "cars", "enter")
        assert host.answers == ["cars"]


async def test_the_arrows_choose(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "cars", "down", "enter")
        assert host.answers == [str(folder / "cars.csv")]


async def test_enter_or_tab_on_a_folder_goes_into_it(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "ol", "tab")
        assert "older/" in host.text()
        assert "ships.csv" in host.text()
        await typed(pilot, "..", "enter")
        assert "houses.csv" in host.text()
        await typed(pilot, "older", "enter")
        await typed(pilot, "sh", "tab", "enter")
        assert host.answers == [str(folder / "older" / "ships.csv")]


async def test_a_click_opens(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        row = next(y for y, line in enumerate(host.text().splitlines()) if "houses.csv" in line)
        await pilot.click(offset=(10, row))
        await settled(pilot)
        assert host.answers == [str(folder / "houses.csv")]


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_a_missing_file_is_reported_and_the_dialog_stays(folder, size):
    async with opened(lambda: OpenScreen(folder, DATASETS), size) as (host, pilot):
        await typed(pilot, "zebra.csv", "enter")
        assert host.is_open
        assert "nothing of that name in" in host.text()
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, "hou", "enter")
        assert host.answers == [str(folder / "houses.csv")]


async def test_a_missing_folder_is_reported(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "nowhere/x", "enter")
        assert host.is_open
        assert "cannot read" in host.text()
        assert "no such file or directory" in host.prose()


async def test_enter_on_nothing_asks_for_a_name(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "", "enter")
        assert host.is_open
        assert "type a name, or choose one with the arrows" in host.text()
        await typed(pilot, "", "escape")
        assert host.answers == [None]


async def test_a_tilde_is_the_home_folder(folder, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    async with opened(lambda: OpenScreen(tmp_path_factory.mktemp("elsewhere"))) as (host, pilot):
        await typed(pilot, "~", "tab")
        await typed(pilot, "hou")
        assert "in ~" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [str(folder / "houses.csv")]


async def test_a_file_of_another_kind_opens_for_who_types_its_name(folder):
    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        await typed(pilot, "notes.txt", "enter")
        assert host.answers == [str(folder / "notes.txt")]


HOSTILE = {
    b"1 [bold]red[.csv": "1 [bold]red[.csv",
    b"2 a\x1b[31mb.csv": "2 a␛[31mb.csv",
    b"3 two\nlines.csv": "3 two␊lines.csv",
    b"4 no\xffutf8.csv": "4 no�utf8.csv",
    "5 turned\N{RIGHT-TO-LEFT OVERRIDE}.csv".encode(): "5 turned�.csv",
    "6 \N{CJK UNIFIED IDEOGRAPH-8868}.csv".encode(): "6 \N{CJK UNIFIED IDEOGRAPH-8868}.csv",
}


async def test_hostile_names_are_shown_harmless_and_open_the_file_they_name(tmp_path):
    paths = [os.fsencode(tmp_path) + b"/" + name for name in HOSTILE]
    for path in paths:
        os.close(os.open(path, os.O_CREAT))
    async with opened(lambda: OpenScreen(tmp_path)) as (host, pilot):
        for path, shown in zip(paths, HOSTILE.values(), strict=True):
            assert shown in host.text()
            await typed(pilot, shown[0], "tab")
            assert host.text().count(shown) == 2
            await typed(pilot, "", "enter")
            assert os.fsencode(host.answers.pop()) == path
            host.ask()
            await settled(pilot)


async def test_a_hostile_folder_can_be_gone_through(tmp_path):
    inner = tmp_path / "in\x1b[0m"
    inner.mkdir()
    (inner / "table.csv").touch()
    async with opened(lambda: OpenScreen(tmp_path)) as (host, pilot):
        await typed(pilot, "in", "tab")
        await typed(pilot, "tab", "enter")
        assert host.answers == [str(inner / "table.csv")]


async def test_control_characters_cannot_be_pasted(folder):
    async with opened(lambda: OpenScreen(folder)) as (host, pilot):
        host.post_message(Paste("evil\x1b[2J"))
        await settled(pilot)
        assert "evil" not in host.text()
        host.post_message(Paste("houses"))
        await settled(pilot)
        assert "› houses.csv" in host.text()


async def test_a_huge_folder_is_cut_and_found_by_typing(tmp_path):
    for number in range(5_000):
        os.close(os.open(tmp_path / f"table{number:04}.csv", os.O_CREAT))
    async with opened(lambda: OpenScreen(tmp_path)) as (host, pilot):
        assert "4,501 more, type more of the name" in host.prose()
        await typed(pilot, "4321", "enter")
        assert host.answers == [str(tmp_path / "table4321.csv")]


def slow_disk(folder: Path) -> tuple[Callable[[], OpenScreen], Gate]:
    """Makes a dialog whose disk answers only when the gate is open."""
    answered = Gate()

    class SlowDisk(OpenScreen):
        def examine(self, entered: str) -> Listing:
            answered.wait()
            return super().examine(entered)

    return lambda: SlowDisk(folder, DATASETS), answered


async def test_a_slow_disk_holds_up_neither_typing_nor_the_enter_that_follows(folder):
    disk, answered = slow_disk(folder)
    async with opened(disk, settle=False) as (host, pilot):
        await pilot.press(*"hou", "enter")
        assert "hou" in host.text()
        assert host.is_open
        answered.set()
        await settled(pilot)
        assert host.answers == [str(folder / "houses.csv")]


async def test_leaving_while_the_disk_is_slow_is_clean(folder):
    disk, answered = slow_disk(folder)
    async with opened(disk, settle=False) as (host, pilot):
        await pilot.press("h", "escape")
        assert host.answers == [None]
        answered.set()
        await pilot.pause()
        assert "the screen behind" in host.text()


async def test_a_plain_terminal_gets_plain_characters(folder):
    (folder / "表.csv").touch()
    async with opened(lambda: OpenScreen(folder, DATASETS), SMALL, ASCII) as (host, pilot):
        await typed(pilot, "", "down")
        assert host.text().isascii()


async def test_arrows_that_come_before_a_slow_folder_is_listed_move_in_its_list(folder, monkeypatch):
    gate = Gate()

    def slowly(*given):
        gate.wait()
        return matching(*given)

    async with opened(lambda: OpenScreen(folder, DATASETS)) as (host, pilot):
        monkeypatch.setattr("nntui.ui.dialogs.open.matching", slowly)
        await pilot.press(*"cars", "down", "enter")
        gate.set()
        await typed(pilot, "")
        assert host.answers == [str(folder / "cars.csv")]
