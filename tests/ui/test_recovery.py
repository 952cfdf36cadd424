"""Work that is kept where nobody was asked: under a name that is safe, for its owner only, and found again."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import time
from dataclasses import replace as changed
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nntui.errors import SessionError
from nntui.folders import temporary_folder
from nntui.session.journal.places import open_journals, recovered, recovery_folder
from nntui.session.journal.reading import read_points
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store import file
from nntui.session.store.file import load, save
from nntui.ui.work import recovery
from nntui.ui.work.recovery import _as_typed, leave, rescue
from tests.ui.app_host import HUGE, opened
from tests.ui.controller_host import working_on

if TYPE_CHECKING:
    from nntui.ui.work.loader import Services

pytestmark = pytest.mark.usefixtures("script")
LATIN = os.fsdecode(b"d\xe9")


async def kept_of(name: str, here: Path) -> list[Path]:
    """The files kept of a session whose file says that this is its name; nothing else may be written."""
    save(replace(open_source("tutorial", Options()), name=name), here / "crafted.nntui")
    before = {path: path.stat().st_mtime_ns for path in here.parent.rglob("*") if recovery_folder() not in path.parents}
    async with working_on(str(here / "crafted.nntui"), Options(), train=False) as desk:
        await desk.edited(lambda table: table.with_value(0, 0, 8))
        farewell = leave(desk.controller)
        assert not farewell.lost, farewell.lines
    after = {path: path.stat().st_mtime_ns for path in here.parent.rglob("*") if recovery_folder() not in path.parents}
    assert {path for path in after if path not in before} <= {recovery_folder(), *recovery_folder().parents}
    return sorted(recovery_folder().iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "../../outside", "/tmp/nntui-outside", "a/b", "a\0b", "..", "", ".hidden", "-rf", "x" * 5_000,
        "\N{SNOWMAN}" * 900, "\x1b]0;title\x07", f"{LATIN}/x", "a\\b", "line\nfeed", "\N{RIGHT-TO-LEFT OVERRIDE}gpj",
    ],
)  # fmt: skip
async def test_a_session_says_nothing_of_where_its_work_is_kept(here: Path, name: str) -> None:
    (kept,) = await kept_of(name, here)
    assert load(kept).table.value(0, 0) == 8
    assert kept.name.isprintable()
    assert kept.name[0] not in ".-"


async def test_two_that_end_in_one_second_both_keep_theirs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "strftime", lambda *_: "20261128-201107")
    async with opened() as user:
        await user.type("8\r")
        first = rescue(user.app.workspace.controller)
        await user.type("9\r")
        second = rescue(user.app.workspace.controller)
    assert first is not None
    assert second is not None
    assert first != second
    assert load(first).table.value(0, 0) == 8


async def test_only_its_owner_can_read_it(here: Path) -> None:
    recovery_folder().mkdir(parents=True, mode=0o755)
    async with opened() as user:
        await user.type("8\r")
        kept = rescue(user.app.workspace.controller)
    assert kept is not None
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


async def test_where_its_folder_cannot_be_written_it_is_kept_in_another(here: Path) -> None:
    recovery_folder().parent.mkdir(parents=True)
    recovery_folder().write_text("in the way")
    async with opened() as user:
        await user.type("8\r")
        kept = rescue(user.app.workspace.controller)
    assert kept is not None
    assert kept.is_relative_to(temporary_folder())
    assert kept in recovered()
    kept.unlink()


@pytest.mark.parametrize("error", [SessionError("no room"), OSError(28, "no room"), ValueError("no room"), KeyError()])
async def test_lost_work_is_called_lost(here: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(file, "save", fail)
    async with opened() as user:
        await user.type("8\r")
        farewell = leave(user.app.workspace.controller)
    assert farewell.lost
    assert farewell.lines[-1].startswith("could not keep your work: ")
    assert not list(recovery_folder().iterdir())


async def test_without_a_working_folder_the_work_is_kept_elsewhere_and_the_place_named(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    monkeypatch.setenv("PWD", str(gone))
    gone.mkdir()
    async with opened() as user:
        await user.type("8\r")
        os.chdir(gone)
        gone.rmdir()
        farewell = leave(user.app.workspace.controller)
        os.chdir(tmp_path)
    (kept,) = recovery_folder().iterdir()
    assert farewell.lines[-1] == f"kept your work: nntui {kept}"


async def test_the_next_start_offers_what_was_left_behind_once(here: Path) -> None:
    async with opened() as user:
        await user.press("w")
        await user.press("enter")
        await user.sees("saved ")
        await user.settled()
        await user.type("8\r")
        farewell = leave(user.app.workspace.controller, autosave=user.app.workspace.autosave)
    assert not farewell.lost
    (kept,) = recovered()
    assert farewell.lines[-1] == f"kept your work: nntui {kept}"
    async with opened("xor", size=HUGE, ready=False) as user:
        await user.sees("unsaved work was found", "tutorial, from 20", "less than a minute ago")
        assert "Newer than tutorial.nntui: 1 change (row 1 age 2 -> 8)." in user.prose
        await user.press("escape")
        await user.sees_no_more("unsaved work")
        assert "o lists it" in " ".join(user.pane("loss").split())
    assert recovery.notice_of_recovered() == ""
    (kept.parent / "newer.nntui").write_bytes(kept.read_bytes())
    assert recovery.notice_of_recovered().startswith("Recovered work: newer.nntui, ")
    assert recovery.notice_of_recovered() == ""


async def left_behind(here: Path) -> Path:
    """Work on a saved session that was left behind."""
    (here / "tutorial.nntui").unlink(missing_ok=True)
    async with opened() as user:
        await user.press("w")
        await user.press("enter")
        await user.sees("saved ")
        await user.settled()
        await user.type("8\r")
        leave(user.app.workspace.controller, autosave=user.app.workspace.autosave)
    (kept,) = recovered()
    return kept


async def test_going_on_with_it_saves_to_its_own_file_unless_that_has_changed(
    here: Path, services: list[Services]
) -> None:
    services.append(changed(services[-1], autosave_interval=0.02))
    kept = await left_behind(here)
    async with opened("xor", size=HUGE, ready=False) as user:
        await user.sees("unsaved work was found")
        await user.press("g")
        await user.until(lambda: user.name == "tutorial*")
        await user.settled()
        await user.until(lambda: not recovered())  # it is in the journal of this app now
        ((journal, _),) = open_journals()
        await user.until(lambda: len(read_points(journal)) > 0)
        assert (journal.name, read_points(journal)[0].changes) == ("tutorial.nntui", ("row 1 age 2 -> 8",))
        await user.press("w")
        await user.until(lambda: user.name == "tutorial" and not journal.exists())
    assert load(here / "tutorial.nntui").table.value(0, 0) == 8
    kept = await left_behind(here)
    save(replace(load(here / "tutorial.nntui"), lesson="theirs"), here / "tutorial.nntui")
    async with opened(str(kept), size=HUGE, ready=False) as user:
        await user.sees("was changed by another program since")
        await user.press("escape")
        await user.until(lambda: user.name == "tutorial*")
        await user.press("w")
        await user.sees("changed on disk: save beside it")
        await user.press("enter")
        await user.until(lambda: user.name == "tutorial-2")
    assert load(here / "tutorial.nntui").lesson == "theirs"
    assert load(here / "tutorial-2.nntui").table.value(0, 0) == 8


async def test_it_is_saved_beside_its_file_or_deleted_when_asked_twice(here: Path) -> None:
    await left_behind(here)
    async with opened("xor", size=HUGE, ready=False) as user:
        await user.sees("unsaved work was found")
        await user.press("b")
        await user.sees_no_more("unsaved work")
        await user.until(lambda: not recovered())
    assert load(here / "tutorial-2.nntui").table.value(0, 0) == 8
    kept = await left_behind(here)
    async with opened("xor", size=HUGE, ready=False) as user:
        await user.sees("unsaved work was found")
        await user.press("l")
        await user.sees("press l again to delete")
        assert kept.exists()
        await user.press("l")
        await user.until(lambda: not kept.exists())


async def test_without_recovered_work_there_is_no_notice(here: Path) -> None:
    async with opened(size=HUGE) as user:
        assert "Recovered" not in user.text


async def test_the_open_dialog_begins_with_recovered_work_and_saving_it_asks_where(here: Path) -> None:
    async with opened() as user:
        await user.type("8\r")
        kept = rescue(user.app.workspace.controller)
    assert kept is not None
    async with opened(size=HUGE, ready=False) as user:
        await user.sees("unsaved work was found")
        await user.press("escape")
        await user.press("o")
        await user.sees("recovered work", "esc cancel")
        await user.press("down", "enter")
        await user.until(lambda: user.app.workspace.controller.session.path == kept)  # type: ignore[union-attr]
        await user.settled()
        await user.press("w")
        await user.sees("save session", "here/tutorial.nntui; as .csv")


@pytest.mark.parametrize(
    "name", [LATIN, "it's", "two words", "tab\tquote'back\\slash", "bell\x07", "\N{RIGHT-TO-LEFT OVERRIDE}x", "é"]
)
def test_what_is_to_be_typed_again_names_the_same_file(here: Path, name: str) -> None:
    (here / name).write_text("found")
    typed = _as_typed(str(here / name))
    assert shlex.quote(name) == typed or typed.isprintable()
    done = subprocess.run(["bash", "-c", f"cat {typed}"], capture_output=True, check=True)
    assert done.stdout == b"found"


async def test_a_session_of_any_name_is_shown_saved_and_rescued(here: Path) -> None:
    (here / f"{LATIN}.csv").write_text("a,y\n1,2\n2,4\n3,6\n")
    async with opened(f"{LATIN}.csv", ready=False) as user:
        await user.sees(" ready ")
        await user.settled()
        await user.press("w")
        await user.sees("save session", "saves to")
        await user.press("enter")
        await user.sees("saved ")
        await user.type("8\r")
        farewell = leave(user.app.workspace.controller)
        assert not farewell.lost
    (saved,) = here.glob("*.nntui")
    assert load(saved).source == f"{LATIN}.csv"
    (kept,) = recovery_folder().iterdir()
    assert load(kept).name == load(saved).name


def test_a_folder_of_recovered_work_that_cannot_be_read_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "recovery_folder", lambda: Path("/dev/null/nothing"))
    assert recovery.notice_of_recovered() == ""
