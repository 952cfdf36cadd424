"""The installed app in a real terminal, from the first paint to the terminal given back."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from nntui.session.store.file import load
from tests.terminal import Terminal

NNTUI = str(Path(sys.executable).with_name("nntui"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that a user's configuration and recovered sessions are left alone; the compiled kernel of
    whoever runs the tests is used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(platformdirs.user_cache_path()))
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_stranger_trains_the_tutorial_saves_it_and_gets_the_terminal_back(home: Path) -> None:
    with Terminal([NNTUI]) as terminal:
        terminal.wait_for("age")
        terminal.wait_for("ready")
        terminal.type(" ")
        terminal.wait_for("finished")
        terminal.wait_for("#1000 Loss: ")
        terminal.type("w")
        terminal.wait_for("save")
        terminal.type("\r")
        terminal.wait_for("saved")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert terminal.settings == terminal.settings_before
        assert terminal.sent.rindex(b"\x1b[?1049l") > terminal.sent.rindex(b"\x1b[?1049h")
        assert terminal.sent.rindex(b"\x1b[?25h") > terminal.sent.rindex(b"\x1b[?25l")
        summary, again = terminal.left_behind
        assert "1,000 epochs" in summary
        assert again.endswith("nntui tutorial.nntui")
    saved = load(home / "tutorial.nntui")
    assert saved.checkpoint is not None
    shell = home / "shell.nntui"
    subprocess.run([NNTUI, "train", "tutorial", "--quiet", "--out", str(shell)], check=True, capture_output=True)
    trained = load(shell).checkpoint
    assert trained is not None
    assert saved.checkpoint.weights.tobytes() == trained.weights.tobytes()
    told = subprocess.run([NNTUI, "predict", "tutorial.nntui", "--json"], check=True, capture_output=True, text=True)
    assert 80 < json.loads(told.stdout)["predictions"][0]["speed"] < 110


def test_a_lost_connection_loses_no_work(home: Path) -> None:
    with Terminal([NNTUI, "tutorial", "--start", "--epochs", "100000000"]) as terminal:
        terminal.wait_for(lambda screen: re.search(r"#[1-9]\d* Loss", screen) is not None)  # there is work to lose
        terminal.signal(signal.SIGHUP)
        terminal.wait_for_end()
    (kept,) = (home / ".local" / "state" / "nntui" / "recovered").glob("tutorial-*.nntui")
    assert load(kept).checkpoint is not None


def test_a_wrong_file_gives_one_line_and_leaves_the_terminal_alone(home: Path) -> None:
    (home / "broken.csv").write_text("a,b\n1,2\n3,x\n")
    with Terminal([NNTUI, "broken.csv"]) as terminal:
        assert terminal.wait_for_end() == 2
        (line,) = terminal.left_behind
        assert line.startswith("nntui: broken.csv: row 2")
        assert terminal.settings == terminal.settings_before


def test_an_unknown_theme_gives_one_line(home: Path) -> None:
    with Terminal([NNTUI, "--theme", "pink"]) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"\x1b[?1049h" not in terminal.sent
        said = " ".join(terminal.screen.split())
        assert said.startswith("nntui: theme 'pink' is not known; choose one of ansi-dark, ")


def test_one_leaves_in_good_order_before_torch_is_loaded(home: Path) -> None:
    with Terminal([NNTUI]) as terminal:
        terminal.wait_for("loading torch")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert terminal.left_behind == ["nntui: tutorial", "go on with: nntui tutorial"]
        assert terminal.settings == terminal.settings_before


def test_what_a_library_writes_past_python_lands_in_the_log(home: Path) -> None:
    noise = home / "noise.py"
    noise.write_text(
        "import os, threading\n"
        "from nntui.ui.work import loader\n"
        "made = loader.encoded\n"
        "def encoded(*given):\n"
        "    os.write(2, b'a library writes to stderr\\n')\n"
        "    print('a library prints')\n"
        "    import warnings; warnings.warn('a library warns')\n"
        "    return made(*given)\n"
        "loader.encoded = encoded\n"
        "from nntui.cli import main\n"
        "main()\n"
    )
    with Terminal([sys.executable, str(noise), "tutorial"], columns=120, rows=40) as terminal:
        terminal.wait_for("a library writes to stderr")
        terminal.wait_for("a library prints")
        terminal.wait_for("a library warns")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
