"""A table that comes in by the standard input."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from nntui.session.store.file import load
from tests import preloaded
from tests.terminal import NNTUI, Terminal

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "x,colour\n1,red\n2,blue\n3,red\n4,blue\n"


def test_it_is_trained_without_a_screen_and_questions_come_in_by_it_too(here: Path) -> None:
    preloaded.nntui("train", "-", "--epochs", "3", "--quiet", "--out", "colours.nntui", given=TABLE).check_returncode()
    session = load(here / "colours.nntui")
    assert (session.name, session.source, session.task, session.table.height) == ("colours", "-", "binary", 4)
    told = preloaded.nntui("predict", "colours.nntui", "--data", "-", given="x\n1\n2\n")
    assert [line.split(",")[0] for line in told.stdout.splitlines()] == ["x", "1", "2"]


def test_it_is_opened_on_the_screen_and_keys_come_from_the_terminal(here: Path) -> None:
    (here / "colours.csv").write_text(TABLE)
    with Terminal(["sh", "-c", f"cat colours.csv | {NNTUI} -"], columns=100, rows=30) as terminal:
        terminal.wait_for("blue")
        terminal.wait_for("ready")
        terminal.type(" ")
        terminal.wait_for("finished")
        terminal.type("q")
        terminal.wait_for("unsaved changes")
        terminal.type("d")
        assert terminal.wait_for_end() == 0


def test_without_a_terminal_there_is_no_screen() -> None:
    ended = subprocess.run(
        [NNTUI, "-"], input=TABLE, text=True, check=False, capture_output=True, start_new_session=True
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "needs a terminal" in ended.stderr
