import math
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nntui.cli import main
from nntui.training.kernel.warm import kernel

Call = Callable[..., Result]


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """The fused engine, so that no test is the one that tells of compiling it."""
    kernel()


@pytest.fixture(autouse=True)
def _no_lines_on_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, no test finds lines on progress among its own; test_progress sets the clock."""
    monkeypatch.setattr("nntui.cli.progress.LINES_APART", math.inf)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No work that another test, or the person who runs the tests, has left behind."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state-of-cli"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands are called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def nntui() -> Call:
    """Calls the command line in this process."""

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, words, catch_exceptions=False)

    return call


@pytest.fixture
def line(here: Path) -> Path:
    """A table of a straight line."""
    path = here / "line.csv"
    path.write_text("x,y\n" + "".join(f"{x},{2 * x + 1}\n" for x in range(40)))
    return path
