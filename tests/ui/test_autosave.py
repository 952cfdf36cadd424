"""The copy of unsaved work that outlives a process that is killed."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import stat
import threading
from dataclasses import replace as changed
from typing import TYPE_CHECKING

import pytest

from nntui.session.journal.log import MAGIC, begins_like_log
from nntui.session.journal.places import adopt_abandoned, recovery_folder, running_folder
from nntui.session.journal.reading import read_points
from nntui.session.journal.writing import JournalWriter
from nntui.session.store.file import load
from nntui.ui.work import autosave
from nntui.ui.work.autosave import Autosave
from nntui.ui.work.recovery import notice_of_recovered
from tests.ui.app_host import FULL_SPEED, LARGE, opened
from tests.ui.controller_host import working_on

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.training.records import Checkpoint
    from nntui.ui.work.loader import Services
    from tests.ui.app_host import User


@pytest.fixture(autouse=True)
def often(services: list[Services], monkeypatch: pytest.MonkeyPatch) -> None:
    services.append(changed(services[-1], autosave_interval=0.02))
    for name in ("AFTER_EDITS", "AFTER_TRAINING"):
        monkeypatch.setattr(autosave, name, 0.0)


def copies() -> list[Path]:
    """The journals that can be read."""
    return [path for path in running_folder().rglob("*.nntui") if begins_like_log(path) and read_points(path)]


def epochs() -> list[int]:
    """The epochs that they have reached."""
    return [read_points(path)[0].epoch for path in copies()]


def autosave_of(user: User) -> Autosave:
    return user.app.workspace.autosave


def killed(user: User) -> None:
    """What the system does with the lock of a process that was killed."""
    own = autosave_of(user)
    own.end(keep=True)


def threads_begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that the journal begins from now on."""
    begun: list[str] = []

    class Named(threading.Thread):
        def start(self) -> None:
            begun.append(self.name)
            super().start()

    monkeypatch.setattr(autosave, "Thread", Named)
    return begun


async def test_an_edit_is_found_at_the_next_start_after_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(threading.current_thread().name))
    monkeypatch.setattr(autosave, "IDLE", 0.0)
    async with opened() as user:
        await user.pause()
        assert not copies()
        await user.type("8\r")
        await user.until(lambda: bool(copies()))
        (copy,) = copies()
        assert load(copy).table.value(0, 0) == 8
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
        assert adopt_abandoned(recovery_folder()) == []  # it is open
        await user.until(lambda: bool(synced))
        assert set(synced) == {"nntui-autosave-sync"}  # a slow disk holds up neither keys nor the next record
        killed(user)
    assert notice_of_recovered().startswith("Recovered work: tutorial-")
    (kept,) = recovery_folder().glob("*.nntui")
    assert load(kept).table.value(0, 0) == 8
    assert list(running_folder().iterdir()) == []
    assert notice_of_recovered() == ""


async def test_training_and_undoing_are_followed_and_saving_ends_the_copy(here: Path) -> None:
    async with opened(options=FULL_SPEED) as user:
        await user.press("space")
        await user.reads_epoch(1_000)
        await user.until(lambda: epochs() == [1_000])
        await user.press("w")
        await user.type("mine")
        await user.press("enter")
        await user.sees("saved")
        await user.until(lambda: not copies())
        await user.type("8\r")
        await user.until(lambda: len(copies()) == 1 and copies()[0].stem.endswith("mine"))
        autosave_of(user).end()
    assert list(running_folder().iterdir()) == []


async def test_a_disk_that_fails_holds_nothing_up_is_named_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    real = JournalWriter.write

    def full(*given: object) -> None:
        tried.append(given)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(autosave, "AGAIN", 0.0)
    monkeypatch.setattr(JournalWriter, "write", full)
    async with opened(size=LARGE) as user:
        await user.type("8\r")
        await user.until(lambda: len(tried) > 2)
        await user.sees("! autosave fails: No space left on device  w: save elsewhere")
        monkeypatch.setattr(JournalWriter, "write", real)
        await user.sees_no_more("! autosave")
        await user.until(lambda: bool(copies()))
        autosave_of(user).end()


async def test_a_record_that_was_begun_before_leaving_is_not_written_after_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working_on("tutorial", train=False) as desk:
        own, runner, begun = Autosave(desk.controller), desk.controller.runner, threads_begun(monkeypatch)
        desk.edit(lambda table: table.with_value(0, 0, 8.0))
        await own.begin()
        await desk.until(lambda: epochs() == [0], "the first state")
        asked, answered = asyncio.Event(), asyncio.Event()
        real = runner.checkpoint

        async def slow() -> Checkpoint | None:
            asked.set()
            await answered.wait()
            return await real()

        monkeypatch.setattr(runner, "checkpoint", slow)
        record = asyncio.create_task(own.begin())
        await asked.wait()
        kept = await asyncio.to_thread(own.leave, lambda: runner.start)  # as where there is no terminal
        answered.set()
        await record
        await asyncio.to_thread(own.end)
        assert kept is not None
        assert load(kept).table.value(0, 0) == 8
        assert begun == ["nntui-autosave"]
        assert list(running_folder().iterdir()) == []


def test_what_is_no_folder_of_an_app_is_left_alone(tmp_path: Path) -> None:
    folder = running_folder()
    (folder / "empty").mkdir(parents=True)
    (folder / "file").write_text("x")
    (folder / "open").mkdir()
    (folder / "open" / "a.nntui").write_bytes(MAGIC + b"x")
    (folder / "open" / "b.nntui").write_bytes(MAGIC)
    lock = os.open(folder / "open" / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    assert adopt_abandoned(tmp_path / "found") == []
    os.close(lock)
    (found,) = adopt_abandoned(tmp_path / "found")
    assert found.name.startswith("a-")
    assert not (folder / "open").exists()
    assert (folder / "file").exists()
