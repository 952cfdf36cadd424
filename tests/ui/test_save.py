"""The save dialog, worked with real keys on real folders."""

from __future__ import annotations

import pytest

from nntui.ui.dialogs.save import SaveScreen
from tests.ui.dialog_host import NORMAL, SMALL, opened, typed

SIZES = [SMALL, NORMAL]


async def test_enter_saves_where_it_was_suggested(tmp_path):
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui")) as (host, pilot):
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / "cars.nntui"]


async def test_the_suffix_is_added(tmp_path):
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui")) as (host, pilot):
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, "first.try")
        assert "first.try.nntui" in host.prose()
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / "first.try.nntui"]


@pytest.mark.parametrize("size", SIZES)
async def test_another_file_is_replaced_only_when_asked_twice(tmp_path, size, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "cars.nntui").touch()
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui"), size) as (host, pilot):
        assert "replaces the file ~/cars.nntui" in host.text()
        await typed(pilot, "", "enter")
        assert host.is_open
        assert "press enter again to replace ~/cars.nntui" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / "cars.nntui"]


async def test_typing_on_takes_the_question_back(tmp_path):
    (tmp_path / "cars.nntui").touch()
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui")) as (host, pilot):
        await typed(pilot, "", "enter", "x", "backspace", "enter")
        assert host.is_open
        assert "press enter again" in host.text()


async def test_its_own_file_is_saved_over_without_a_question(tmp_path):
    own = tmp_path / "cars.nntui"
    own.touch()
    async with opened(lambda: SaveScreen(own, own)) as (host, pilot):
        await typed(pilot, "", "enter")
        assert host.answers == [own]


@pytest.mark.parametrize("size", SIZES)
async def test_a_missing_folder_is_reported_at_once_and_the_dialog_stays(tmp_path, size, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui"), size) as (host, pilot):
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, "~/gone/cars")
        assert "there is no folder ~/gone" in host.text()
        await typed(pilot, "", "enter")
        assert host.is_open


async def test_a_hostile_name_is_shown_harmless_and_saved_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "a\x1b[31m[red].nntui"
    async with opened(lambda: SaveScreen(path)) as (host, pilot):
        assert "saves to ~/a␛[31m[red].nntui" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [path]


async def test_escape_saves_nothing(tmp_path):
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui")) as (host, pilot):
        await typed(pilot, "", "escape")
        assert host.answers == [None]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["rows.csv", "rows.TSV", "rows.parquet", "rows.jsonl"])
async def test_a_name_of_a_table_writes_the_table_alone_and_says_so(tmp_path, size, name, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui"), size) as (host, pilot):
        assert "as .csv, .tsv, .parquet or .jsonl the table alone" in host.prose()
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, f"~/{name}")
        assert f"writes the table alone to ~/{name}; the session remains a .nntui file" in host.prose()
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / name]


async def test_a_table_is_replaced_only_when_asked_twice(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "cars.csv").touch()
    async with opened(lambda: SaveScreen(tmp_path / "cars.nntui")) as (host, pilot):
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, "~/cars.csv", "enter")
        assert host.is_open
        assert "press enter again to replace ~/cars.csv" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [tmp_path / "cars.csv"]
