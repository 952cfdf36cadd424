"""Choosing what to open: files, built-in tables and computed ones, worked with real keys."""

from __future__ import annotations

import pytest

from nntui.session.options import Options
from nntui.ui.dialogs.open import SourceScreen
from tests.ui.dialog_host import NORMAL, SMALL, opened, typed

DATASETS = [("tutorial", "The lesson's three rows"), ("xor", "Exclusive or")]
COMPUTED = [("circle", "A disc within a ring"), ("spiral", "Arms that wind together")]


def screens(folder, current: str = ""):
    """A way to make the screen, and those that were made."""
    made: list[SourceScreen] = []

    def make() -> SourceScreen:
        made.append(SourceScreen(folder, DATASETS, COMPUTED, current))
        return made[-1]

    return make, made


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_computed_tables_stand_behind_the_built_in_ones(tmp_path, size):
    (tmp_path / "cars.parquet").touch()
    make, _ = screens(tmp_path)
    async with opened(make, size) as (host, _):
        lines = [line.strip(" │").split()[0] for line in host.text().splitlines() if ": " in line]
        assert lines[:4] == ["tutorial", "xor", "circle", "spiral"]
        assert "computed: A disc" in host.text()
        assert "^t" in host.text()
        assert "cars.parquet" in host.text()


async def test_choosing_a_computed_table_asks_for_its_settings(tmp_path):
    make, _ = screens(tmp_path)
    async with opened(make) as (host, pilot):
        await typed(pilot, "spi", "enter")
        assert "computed table" in host.text()
        await typed(pilot, "", "down", "down", "down")
        await typed(pilot, "5", "enter")
        assert host.answers == ["spiral:arms=5"]
        assert not host.is_open


async def test_leaving_the_settings_leads_back_to_the_list(tmp_path):
    make, _ = screens(tmp_path)
    async with opened(make) as (host, pilot):
        await typed(pilot, "spi", "enter")
        await typed(pilot, "", "escape")
        assert host.is_open
        assert "computed: Arms" in host.text()


async def test_the_settings_of_what_is_open_are_where_the_form_begins(tmp_path):
    make, _ = screens(tmp_path, "spiral:arms=4,noise=0.1")
    async with opened(make) as (host, pilot):
        await typed(pilot, "spi", "enter")
        assert "arms           4" in host.text()
        assert "noise          0.1" in host.text()


async def test_settings_may_be_typed_behind_the_name(tmp_path):
    make, _ = screens(tmp_path)
    async with opened(make) as (host, pilot):
        await typed(pilot, "circle:0")
        assert "rows '0': give a whole number" in host.prose()
        await typed(pilot, "", "enter")
        assert host.is_open
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, "circle:50", "enter")
        assert host.answers == ["circle:rows=50"]


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_the_dialect_of_a_text_file_can_be_given(tmp_path, size):
    (tmp_path / "odd.csv").touch()
    make, made = screens(tmp_path)
    async with opened(make, size) as (host, pilot):
        await typed(pilot, "", "ctrl+t")
        assert "how text is read" in host.text()
        await typed(pilot, "", "s", "down", "c", "down", "w", "down", "n", "enter")
        assert "separated by ;, decimal comma, windows-1252, no header" in host.prose()
        await typed(pilot, "odd", "enter")
        assert host.answers == [str(tmp_path / "odd.csv")]
        how = Options(separator=";", decimal=",", encoding="windows-1252", header=False)
        assert made[0].how == how


async def test_the_dialect_given_last_is_where_the_dialog_begins(tmp_path):
    make, made = screens(tmp_path)
    async with opened(make) as (host, pilot):
        await typed(pilot, "", "ctrl+t", "t", "enter", "ctrl+t")
        assert "‹ tab ›" in host.text()
        await typed(pilot, "", "a", "enter")
        assert made[0].how == Options()


async def test_much_recovered_work_does_not_hide_the_files_of_the_folder(tmp_path):
    (tmp_path / "cars.parquet").touch()
    recovered = [tmp_path / f"old-{number}.nntui" for number in range(9)]
    async with opened(lambda: SourceScreen(tmp_path, recovered=recovered), SMALL) as (host, _):
        found = [line.strip(" │›").split()[0] for line in host.text().splitlines() if "old-" in line or "cars" in line]
        assert found[:5] == ["old-0.nntui", "old-1.nntui", "old-2.nntui", "cars.parquet", "old-3.nntui"]
