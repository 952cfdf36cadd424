"""Plain mode as it is asked for: by an option, by the environment, and named where the screen cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from nntui.cli import main

RUNNER = CliRunner()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []

    def run(source: object, options: Any, screen: Any) -> int:
        found.append((source, options.settings.get("rate"), screen.start))
        return 3

    monkeypatch.setattr("nntui.plain.run.run", run)
    return found


@pytest.mark.parametrize("asked", [["--plain"], []], ids=["option", "environment"])
def test_it_needs_no_terminal_and_takes_the_options_of_the_screen(begun: list[Any], asked: list[str]) -> None:
    environment = {} if asked else {"NNTUI_A11Y": "1"}
    words = ["cars", *asked, "--lr", "0.5", "--start"]
    assert RUNNER.invoke(main, words, env=environment).exit_code == 3
    assert begun == [("cars", 0.5, True)]


@pytest.mark.parametrize("value", ["", "0"])
def test_the_environment_can_say_no(begun: list[Any], value: str) -> None:
    result = RUNNER.invoke(main, ["cars"], env={"NNTUI_A11Y": value})
    assert (result.exit_code, begun) == (2, [])


def test_a_lesson_needs_the_screen(begun: list[Any]) -> None:
    result = RUNNER.invoke(main, ["lesson", "first"], env={"NNTUI_A11Y": "1"})
    assert (result.exit_code, begun) == (2, [])
    assert len(result.stderr.splitlines()) == 1


def test_a_dumb_terminal_is_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from nntui.cli import screen
    from nntui.errors import NntuiError
    from nntui.session.options import Options, ScreenOptions

    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.delenv("NNTUI_A11Y", raising=False)
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    with pytest.raises(NntuiError, match="nntui --plain works with lines alone"):
        screen.run("cars", Options(), ScreenOptions())
