"""Tables from files and back to files on the main screen: large ones, changed ones, computed ones."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from nntui.data.files.tables import read
from nntui.data.sources import computed
from nntui.ui.work import loader
from tests.ui.app_host import LARGE, NORMAL, held_back, opened

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.table import Table
    from nntui.ui.work.loader import Services
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def table(user: User) -> Table:
    """The present table."""
    found = user.app.workspace.controller.table
    assert found is not None
    return found


def write_rows(path: Path, rows: int) -> None:
    """A table of two columns, and a target that is their sum."""
    numbers = np.arange(float(rows))
    pl.DataFrame({"a": numbers, "b": numbers % 7, "sum": numbers + numbers % 7}).write_csv(path)


@pytest.mark.parametrize("name", ["rows.csv", "rows.tsv", "rows.parquet", "rows.jsonl"])
async def test_save_as_writes_the_table_alone_with_its_edits(script: Script, here: Path, name: str) -> None:
    async with opened(size=LARGE) as user:
        await user.type("8\r")
        await user.press("W")
        await user.sees("save session", "the table alone")
        await user.press("ctrl+u")
        await user.type(name)
        await user.sees("writes the table alone to")
        await user.press("enter")
        await user.sees("wrote 3 rows to")
        assert read(here / name).table.frame.rows() == table(user).frame.rows()
        assert user.name == "tutorial*"


async def test_a_table_that_cannot_be_written_is_reported_and_nothing_happens(script: Script, here: Path) -> None:
    (here / "locked").mkdir(mode=0o500)
    async with opened(size=LARGE) as user:
        await user.press("W")
        await user.sees("save session")
        await user.press("ctrl+u")
        await user.type("nowhere/x.csv")
        await user.sees("there is no folder")
        await user.press("enter", "escape")
        assert list(here.iterdir()) == [here / "locked"]


async def test_the_rows_of_a_large_file_are_seen_before_all_of_it_is_read(
    script: Script, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(here / "big.csv", 3_000)
    monkeypatch.setattr(loader, "LARGE", 1_000)
    gate = held_back(monkeypatch, loader, "open_session")
    async with opened("big.csv", LARGE, ready=False) as user:
        await user.sees("reading big.csv", "row 1 of 200", "sum")
        await user.type("9\r")
        await user.sees("The file is still being read")
        assert "row 1 of 200" in user.text or "still being read" in user.text
        gate.set()
        await user.sees("3,000", " ready ")
        assert table(user).value(0, 0) == 0


async def test_notes_on_how_a_file_was_read_are_in_the_log(script: Script, here: Path) -> None:
    (here / "odd.csv").write_bytes("größe;größe;y\n1,5;2;3\n2,5;4;5\n".encode("windows-1252"))
    async with opened("odd.csv", LARGE) as user:
        log = user.pane("loss")
        assert "odd.csv: separated by ;, decimal comma, windows-1252" in " ".join(log.split())
        assert "größe" in log.split("odd.csv", 1)[1]


async def test_a_file_is_read_as_the_open_dialog_says(script: Script, here: Path) -> None:
    (here / "plain.csv").write_text("1;2\n3;4\n5;6\n")
    async with opened(size=LARGE) as user:
        await user.press("o")
        await user.sees("^t format")
        await user.press("ctrl+t")
        await user.sees("how text is read")
        await user.press("down", "down", "down", "n", "enter")
        await user.sees("text files: no header")
        await user.type("plain.csv")
        await user.sees("› plain.csv")
        await user.press("enter")
        await user.until(lambda: table(user).height == 3)


async def test_a_file_that_someone_else_writes_is_noticed_once(
    script: Script, here: Path, services: list[Services]
) -> None:
    services.append(replace(services[-1], watch_interval=0.02))
    write_rows(here / "cars.csv", 5)
    async with opened("cars.csv", LARGE) as user:
        await user.pause()
        assert "changed on disk" not in user.text
        write_rows(here / "cars.csv", 6)
        await user.sees("cars.csv changed on disk. Press o to open it again.")
        assert not user.app.screen.query("Toast")
        await user.pause()
        said = user.pane("loss").count("changed on disk")
        write_rows(here / "cars.csv", 7)
        for _ in range(20):
            await user.pause()
        assert user.pane("loss").count("changed on disk") <= said  # in the log, and over it for a while
        assert table(user).height == 5


async def test_what_is_written_by_oneself_is_no_change(script: Script, here: Path, services: list[Services]) -> None:
    services.append(replace(services[-1], watch_interval=0.02))
    (here / "cars.csv").write_text("a;y\n1,5;2\n2,5;4\n")
    async with opened("cars.csv", LARGE) as user:
        await user.type("9\r")
        await user.press("W")
        await user.sees("save session")
        await user.press("ctrl+u")
        await user.type("cars.csv")
        await user.sees("replaces the file")
        await user.press("enter")
        await user.sees("press enter again to replace")
        await user.press("enter")
        await user.sees("wrote 2 rows")
        for _ in range(20):
            await user.pause()
        assert "changed on disk" not in user.text
        assert (here / "cars.csv").read_text() == "a;y\n9;2\n2,5;4\n"  # as it was spelled before


async def test_a_computed_table_is_opened_with_the_settings_that_were_chosen(script: Script) -> None:
    async with opened(size=NORMAL) as user:
        await user.press("o")
        await user.type("spiral")
        await user.sees("› spiral")
        await user.press("enter")
        await user.sees("computed table", "arms")
        await user.press("down")
        await user.type("60")
        await user.press("down", "down")
        await user.type("3")
        await user.sees("opens spiral:rows=60,arms=3")
        await user.press("enter")
        await user.sees("spiral  2-16-3")
        assert table(user).frame.equals(computed.generate(computed.Recipe("spiral", rows=60, arms=3)).frame)


async def test_its_settings_are_changed_from_the_same_place_and_the_network_is_kept(script: Script) -> None:
    async with opened("circle:rows=50", LARGE) as user:
        runs = len(script.runs)
        await user.press("space")
        script.run.reach(20)
        await user.press("o")
        await user.type("circle")
        await user.sees("› circle")
        await user.press("enter")
        await user.sees("rows           50")
        await user.press("down", "down")
        await user.type("0.2")
        await user.sees("opens circle:rows=50,noise=0.2")
        await user.press("enter")
        await user.until(lambda: table(user).frame.equals(computed.generate(computed.Recipe("circle", 50, 0.2)).frame))
        assert user.epoch >= 20
        assert len(script.runs) == runs
        await user.press("o")
        await user.type("circle")
        await user.sees("› circle")
        await user.press("enter")
        await user.sees("noise          0.2")
        await user.press("escape", "escape")
        await user.press("u")
        await user.sees("undid: compute circle:rows=50,noise=0.2")
        assert table(user).frame.equals(computed.generate(computed.Recipe("circle", 50)).frame)


async def test_a_table_from_standard_input_is_called_so_in_the_log(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x;y\n1;2\n3;4\n5;6\n")))
    async with opened("-", LARGE) as user:
        assert user.name == "stdin"
        assert "standard input: separated by ;" in user.pane("loss")
