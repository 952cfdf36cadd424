"""The installed app when its terminal is lost: training goes on, ``nntui attach`` shows it."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from nntui.session.journal.kept import kept_at
from nntui.session.screens.places import kept, open_apps
from nntui.session.store.file import load
from tests import preloaded
from tests.terminal import QuickTerminal

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = ["tutorial", "--start", "--fast", "--epochs", "100000000"]


def epoch(screen: str) -> int:
    """The newest epoch in the log."""
    return max((int(found.replace(",", "")) for found in re.findall(r"#([\d,]+) Loss", screen)), default=0)


def recovered(home: Path) -> list[Path]:
    return [path for path in (home / ".local" / "state" / "nntui" / "recovered").glob("*") if path.suffix != ".json"]


@pytest.fixture(autouse=True)
def _state_of_its_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".local" / "state"))


def test_a_lost_line_does_not_end_training_and_attach_shows_it_as_it_was(home: Path) -> None:
    with QuickTerminal(ENDLESS) as lost:
        lost.wait_for(lambda screen: epoch(screen) > 0)
        lost.type("8\r")  # an edit, to be undone on another terminal
        before = epoch(lost.wait_for("row 1 age 2 -> 8"))
        lost.hang_up()
        with QuickTerminal(["attach"], columns=120, rows=40) as first:
            first.wait_for(lambda screen: epoch(screen) > before and "row 1 age 2 -> 8" not in screen.split("\n")[0])
            with QuickTerminal(["attach"]) as second:
                assert second.wait_for_end() == 2
                assert "nntui attach --take" in " ".join(second.screen.split())
            first.type("u")
            first.wait_for("undid: row 1 age 2 -> 8")
            first.wait_for(lambda screen: "quit" in screen.splitlines()[39])
            first.resize(100, 30)
            first.wait_for(lambda screen: "quit" in screen.splitlines()[29])
            first.signal(signal.SIGTERM)
            assert first.wait_for_end() == 0
            assert first.settings == first.settings_before
            assert "training goes on without a screen" in first.left_behind[-1]
        (app,) = open_apps()
        assert app.about.training
        assert not app.about.shown
        with QuickTerminal(["attach"]) as third:
            third.wait_for(lambda screen: epoch(screen) > before)
            third.type(" ")
            third.wait_for("paused")
            third.type("q")
            third.wait_for("unsaved changes")
            third.type("d")
            assert third.wait_for_end() == 0
            assert third.settings == third.settings_before
            assert third.left_behind[-1].endswith("nntui tutorial")
        assert lost.wait_for_process() == 0
    assert not recovered(home)
    listed = preloaded.nntui("attach", "--list", "--json")
    assert listed.stdout == '{"screens": []}\n'


def test_without_a_terminal_the_app_ends_at_its_goal_and_attach_opens_what_it_kept(home: Path) -> None:
    with QuickTerminal(["xor", "--start", "--fast", "--epochs", "1500", "--engine", "autograd"]) as lost:
        lost.wait_for(lambda screen: epoch(screen) > 0)
        lost.hang_up()
        assert lost.wait_for_process() == 0
    work = kept()
    assert work is not None
    found = kept_at(work)
    assert found is not None
    saved = found.session().checkpoint
    assert saved is not None
    assert saved.epoch == 1500
    shell = home / "shell.nntui"
    options = ["--epochs", "1500", "--engine", "autograd", "--quiet", "--out", str(shell)]
    assert preloaded.nntui("train", "xor", *options).returncode == 0
    trained = load(shell).checkpoint
    assert trained is not None
    assert saved.weights.tobytes() == trained.weights.tobytes()
    with QuickTerminal(["attach"]) as other:
        other.wait_for("1,500")
        assert "unsaved work was found" not in other.screen
        other.type("q")
        other.wait_for("unsaved changes")
        other.type("d")
        assert other.wait_for_end() == 0


@pytest.mark.parametrize(
    ("words", "configured"),
    [(["tutorial"], ""), ([*ENDLESS, "--die-on-hangup"], ""), (ENDLESS, "die-on-hangup = true\n")],
    ids=["idle", "option", "configuration"],
)
def test_a_lost_line_ends_what_does_not_train_or_is_to_end(home: Path, words: list[str], configured: str) -> None:
    folder = home / ".config" / "nntui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(configured)
    with QuickTerminal(words) as lost:
        lost.wait_for(lambda screen: epoch(screen) > 0 if len(words) > 1 else "ready" in screen)
        lost.hang_up()
        assert lost.wait_for_process() == 0
    assert not open_apps()
    assert len(recovered(home)) == (len(words) > 1)
