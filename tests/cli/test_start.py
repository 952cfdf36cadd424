"""The entry point of the program, which opens the screen without loading the other commands where it can."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click import Group
from click.testing import CliRunner

from nntui.cli import main, opens_the_screen, start
from nntui.errors import NntuiError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("words", "at_once"),
    [
        ([], True),
        (["t.csv"], True),
        (["./train"], True),
        (["train"], False),
        (["cars"], False),
        (["missing.csv"], False),
        (["--help"], False),
        (["--theme=./train"], False),
        (["t.csv", "--start"], False),
        (["train", "t.csv"], False),
    ],
)
def test_the_screen_is_opened_at_once_for_a_file_without_options(here: Path, words: list[str], at_once: bool) -> None:
    for name in ("t.csv", "train"):
        (here / name).touch()
    assert opens_the_screen(words) == at_once


def test_no_command_can_be_taken_for_a_file() -> None:
    assert isinstance(main, Group)
    assert not [name for name in main.commands if "." in name or "/" in name]


@pytest.mark.parametrize("words", [[], ["t.csv"]])
def test_the_screen_is_opened_as_the_command_opens_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    (here / "t.csv").touch()
    opened: list[Any] = []

    def run(source: object, options: object, screen: object) -> int:
        opened.append((source, options, screen))
        return 3

    monkeypatch.setattr("nntui.cli.screen.run", run)
    monkeypatch.setattr("sys.argv", ["nntui", *words])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    with pytest.raises(SystemExit, match="3"):
        start()
    assert CliRunner().invoke(main, words).exit_code == 3
    assert opened[0] == opened[1]


def test_a_mistake_is_reported_in_one_line_on_either_way(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*_: object) -> int:
        raise NntuiError("theme 'pink' is not known")

    monkeypatch.setattr("nntui.cli.screen.run", run)
    monkeypatch.setattr("sys.argv", ["nntui"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    with pytest.raises(SystemExit, match="2"):
        start()
    assert capsys.readouterr().err == "nntui: theme 'pink' is not known\n"


def test_the_short_way_loads_no_commands() -> None:
    program = """
import sys
from types import SimpleNamespace
from nntui.cli import screen, start
screen.run = lambda *given: print([name for name in ("click", "msgspec", "polars", "torch") if name in sys.modules])
sys.argv, sys.stdin = ["nntui"], SimpleNamespace(isatty=lambda: True)
start()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
