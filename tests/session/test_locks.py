"""Locks: who holds one is named, and the lock of a dead owner clears itself, wherever it lived."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from nntui.session import locks
from nntui.session.locks import DEAD, FileLock, LockOwner, owner_of, session_lock

if TYPE_CHECKING:
    from pathlib import Path

ME = LockOwner.me()
GONE = 2**22 + 5
"""A number that no process has."""


def left_by(path: Path, silent: float = 0.0, **owner: Any) -> None:
    """A lock that nobody holds in the system's view, as from another machine or after a kill."""
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(ME, **owner)))
    then = time.time() - silent
    os.utime(path, (then, then))


def test_the_second_to_take_it_learns_who_has_it_until_that_one_gives_it_up(tmp_path: Path) -> None:
    lock = FileLock.take(tmp_path / "l")
    assert isinstance(lock, FileLock)
    other = FileLock.take(tmp_path / "l")
    assert isinstance(other, LockOwner)
    assert (other.process, other.host) == (os.getpid(), os.uname().nodename)
    assert str(other).startswith(f"process {os.getpid()} on {os.uname().nodename} (user ")
    assert owner_of(tmp_path / "l") == other
    assert not lock.lost
    lock.release()
    assert not (tmp_path / "l").exists()
    assert owner_of(tmp_path / "l") is None
    assert isinstance(FileLock.take(tmp_path / "l"), FileLock)


def test_the_lock_of_a_killed_process_clears_itself(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from nntui.session.locks import FileLock
FileLock.take(Path({str(tmp_path / "l")!r}))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (tmp_path / "l").exists()
    assert isinstance(FileLock.take(tmp_path / "l"), FileLock)


OTHER_START = {"boot": "another"}
OTHER_MACHINE = {"boot": "another", "host": "vega"}
OWNERS: dict[str, tuple[dict[str, Any], float, bool]] = {
    "a process that is gone": ({"process": GONE, "begun": "1"}, 0.0, False),
    "a process whose number another has now": ({"begun": "1"}, 0.0, False),
    "a process before the machine was started again": (OTHER_START, 0.0, False),
    "another machine, lately": (OTHER_MACHINE, DEAD - 30, True),
    "another machine whose clock is ahead": (OTHER_MACHINE, -60.0, True),
    "another machine, silent for long": (OTHER_MACHINE, DEAD + 30, False),
}


@pytest.mark.parametrize("locks_work", [True, False], ids=["locks", "no locks"])
@pytest.mark.parametrize("name", OWNERS)
def test_an_owner_is_dead_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, locks_work: bool) -> None:
    owner, silent, alive = OWNERS[name]
    left_by(tmp_path / "l", silent, **owner)

    def refused(*_: object) -> None:
        raise OSError(95, "not supported")

    if not locks_work:
        monkeypatch.setattr(fcntl, "flock", refused)
    assert (owner_of(tmp_path / "l") is not None) == alive
    assert isinstance(FileLock.take(tmp_path / "l"), LockOwner) == alive


def test_where_the_system_has_no_locks_a_living_process_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_by(tmp_path / "l")

    def refused(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(fcntl, "flock", refused)
    assert FileLock.take(tmp_path / "l") == ME


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xff", b'{"process": "x"}'])
def test_a_lock_that_says_nothing_is_taken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "l").write_bytes(content)
    assert isinstance(FileLock.take(tmp_path / "l"), FileLock)


def test_an_owner_who_was_held_for_dead_learns_that_it_has_lost_the_lock(tmp_path: Path) -> None:
    lock = FileLock.take(tmp_path / "l")
    assert isinstance(lock, FileLock)
    left_by(tmp_path / "l", token="another")
    assert lock.lost
    lock.release()
    assert (tmp_path / "l").exists()


def test_a_lock_gives_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = FileLock.take(tmp_path / "l")
    assert isinstance(lock, FileLock)
    os.utime(tmp_path / "l", (0, 0))
    lock.sign()
    assert (tmp_path / "l").stat().st_mtime == 0
    monkeypatch.setattr(locks, "SIGN_OF_LIFE", -1.0)
    lock.sign()
    assert time.time() - (tmp_path / "l").stat().st_mtime < 60


def test_a_link_to_a_session_has_the_lock_of_the_session(tmp_path: Path) -> None:
    (tmp_path / "b.nntui").symlink_to(tmp_path / "a.nntui")
    assert session_lock(tmp_path / "b.nntui") == session_lock(tmp_path / "a.nntui") == tmp_path / ".a.nntui.lock"


def test_where_no_lock_can_be_made_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        FileLock.take(tmp_path / "none" / "l")
