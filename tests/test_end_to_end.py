"""The installed app in a real terminal, from the first paint to the terminal given back."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from nntui.cli import main
from nntui.session.store.file import load
from tests import preloaded
from tests.terminal import NNTUI, QuickTerminal, Terminal

if TYPE_CHECKING:
    from pathlib import Path


def test_a_stranger_trains_the_tutorial_saves_it_and_gets_the_terminal_back(home: Path) -> None:
    with Terminal([NNTUI]) as terminal:
        terminal.wait_for("age")
        terminal.wait_for("ready")
        terminal.type(" ")
        terminal.wait_for("finished")
        terminal.wait_for("#1000 Loss: ")
        terminal.wait_for("training 4.28 off")
        terminal.type("w")
        terminal.wait_for("save")
        terminal.type("\r")
        terminal.wait_for("saved")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert terminal.settings == terminal.settings_before
        assert terminal.sent.rindex(b"\x1b[?1049l") > terminal.sent.rindex(b"\x1b[?1049h")
        assert terminal.sent.rindex(b"\x1b[?25h") > terminal.sent.rindex(b"\x1b[?25l")
        *plot, score, summary, again = terminal.left_behind
        assert plot[-1].startswith("epoch 0 ")
        assert "training 4.28 off" in score
        assert "1,000 epochs" in summary
        assert again.endswith("nntui tutorial.nntui")
    saved = load(home / "tutorial.nntui")
    assert saved.checkpoint is not None
    shell = home / "shell.nntui"
    assert CliRunner().invoke(main, ["train", "tutorial", "--quiet", "--out", str(shell)]).exit_code == 0
    trained = load(shell).checkpoint
    assert trained is not None
    assert saved.checkpoint.weights.tobytes() == trained.weights.tobytes()
    told = CliRunner().invoke(main, ["predict", "tutorial.nntui", "--json"])
    assert 80 < json.loads(told.stdout)["predictions"][0]["speed"] < 110


def test_sigquit_gives_the_terminal_back_and_keeps_the_work(home: Path) -> None:
    with QuickTerminal(["tutorial", "--engine", "autograd"]) as terminal:
        terminal.wait_for("ready")
        terminal.type("8\r")
        terminal.wait_for("tutorial*")
        terminal.signal(signal.SIGQUIT)
        assert terminal.wait_for_end() == 0
        assert terminal.settings == terminal.settings_before
        assert terminal.sent.rindex(b"\x1b[?1049l") > terminal.sent.rindex(b"\x1b[?1049h")
        assert "kept your work: nntui" in terminal.left_behind[-1]
    (kept,) = (home / ".local" / "state" / "nntui" / "recovered").glob("tutorial-*.nntui")
    assert load(kept).table.value(0, 0) == 8


def test_work_that_cannot_be_kept_anywhere_ends_with_status_1(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nothing")
    disk_is_full = (
        "from nntui.session.store import archive\n"
        "def full(*_): raise OSError(28, 'No space left on device')\n"
        "archive.replacing = full\n"
    )
    with QuickTerminal(["tutorial", "--engine", "autograd"], before=disk_is_full) as terminal:
        terminal.wait_for("ready")
        terminal.type("8\r")
        terminal.wait_for("tutorial*")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 1
        assert "could not keep your work" in " ".join(terminal.left_behind)


def test_a_name_that_is_not_utf_8_is_trained_and_its_work_kept(home: Path) -> None:
    name = os.fsdecode(b"d\xe9")
    (home / f"{name}.csv").write_text("a,b,y\n" + "".join(f"{row},{row % 3},{row * 2.5}\n" for row in range(12)))
    out = home / f"{name}.nntui"
    done = preloaded.nntui("train", f"{name}.csv", "--epochs", "2", "--engine", "autograd", "--out", out.name)
    assert done.returncode == 0, done.stderr
    offered = home / ".local" / "state" / "nntui" / "lessons" / "offered"  # the offer has a * too
    offered.parent.mkdir(parents=True)
    offered.touch()
    with QuickTerminal([out.name]) as terminal:
        terminal.wait_for("finished")
        terminal.type("8\r")
        terminal.wait_for("*")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 0, "\n".join(terminal.left_behind[-4:])
    (kept,) = (home / ".local" / "state" / "nntui" / "recovered").glob("*.nntui")
    assert load(kept).source == f"{name}.csv"


def test_a_hostile_name_is_harmless_in_the_last_line(home: Path) -> None:
    name = "no\x1b]0;title\x07\N{RIGHT-TO-LEFT OVERRIDE}\x9b31m.nntui"
    with QuickTerminal([name]) as terminal:
        assert terminal.wait_for_end() == 2
        after = terminal.sent.rpartition(b"\x1b[?1049l")[2]
        assert b"\x1b]0;title" not in after
        assert "\N{RIGHT-TO-LEFT OVERRIDE}".encode() not in after


def test_a_wrong_file_gives_one_line_and_leaves_the_terminal_alone(home: Path) -> None:
    (home / "broken.csv").write_text("a,b\n1,2\n3,x\n")
    with QuickTerminal(["broken.csv"]) as terminal:
        assert terminal.wait_for_end() == 2
        (line,) = terminal.left_behind
        assert line.startswith("nntui: broken.csv: row 2")
        assert terminal.settings == terminal.settings_before


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_only_prints_lines_is_refused_in_one_line(home: Path, kind: str) -> None:
    with Terminal([NNTUI], environment={"TERM": kind}) as terminal:
        assert terminal.wait_for_end() == 2
        said = f"nntui: the screen needs a terminal that can place text, and TERM is {kind}; "
        assert " ".join(terminal.sent.decode().split()) == f"{said}nntui --plain works with lines alone"


def test_an_unknown_theme_gives_one_line(home: Path) -> None:
    with QuickTerminal(["--theme", "pink"]) as terminal:
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
    noise = (
        "import os\n"
        "from nntui.ui.work import loader\n"
        "made = loader.encoded\n"
        "def encoded(*given):\n"
        "    os.write(2, b'a library writes to stderr\\n')\n"
        "    print('a library prints')\n"
        "    import warnings; warnings.warn('a library warns')\n"
        "    return made(*given)\n"
        "loader.encoded = encoded\n"
    )
    with QuickTerminal(["tutorial"], columns=120, rows=40, before=noise) as terminal:
        terminal.wait_for("a library writes to stderr")
        terminal.wait_for("a library prints")
        terminal.wait_for("a library warns")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_a_mistake_of_ours_that_nothing_caught_ends_with_one_line(home: Path) -> None:
    broken = (
        "from nntui.ui.app import NntuiApp\n"
        "def fail(): raise ZeroDivisionError('by accident')\n"
        "show = NntuiApp.on_mount\n"
        "def on_mount(self):\n"
        "    show(self)\n"
        "    self.set_timer(1.0, lambda: self.call_later(fail))\n"
        "NntuiApp.on_mount = on_mount\n"
    )
    with QuickTerminal(["tutorial"], before=broken) as terminal:
        assert terminal.wait_for_end() == 1
        (line,) = [line for line in terminal.left_behind if "internal error" in line]
    assert "ZeroDivisionError: by accident" in line
    (details,) = (home / ".local" / "state" / "nntui").glob("fault-*.txt")
    assert "ZeroDivisionError" in details.read_text()


def test_plain_mode_needs_only_lines_and_keeps_the_work_of_a_lost_line(home: Path) -> None:
    words = ["--plain", "xor", "--engine", "autograd", "--epochs", "100000000"]
    with Terminal([NNTUI, *words], columns=40, environment={"TERM": "dumb"}) as terminal:
        terminal.wait_for("Command:")
        terminal.type("train\r")
        terminal.wait_for("To pause, press ctrl+c or")
        terminal.wait_for("Epoch ")
        terminal.type("\r")
        terminal.wait_for("Paused at epoch ")
        terminal.wait_for("Warning: ")
        terminal.wait_for(lambda screen: screen.rstrip().endswith("Command:"))  # else its echo would come before that
        terminal.type("predict\r")
        terminal.wait_for("(enter:")
        terminal.type("rest\r")
        terminal.wait_for("The prediction: ")
        assert b"\x1b" not in terminal.sent
        assert terminal.sent.decode().isascii()
        assert not [line for line in terminal.sent.decode().splitlines() if len(line) > 40]
        terminal.hang_up()
        assert terminal.wait_for_process() == 130
    (kept,) = (home / ".local/state/nntui/recovered").glob("xor-*.nntui")
    checkpoint = load(kept).checkpoint
    assert checkpoint is not None
    assert checkpoint.epoch > 0
