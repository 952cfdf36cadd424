"""Files written whole: private until they are done, never over what somebody else wrote, and nothing left behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.atomic import FileStamp, replacing, reserve
from nntui.errors import FileChangedError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _usual_umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write(path: Path, text: str = "new", unless_changed: FileStamp | None = None) -> None:
    with replacing(path, unless_changed) as file:
        file.write(text.encode())


def leftovers(folder: Path) -> list[Path]:
    return sorted(folder.glob(".nntui-*.tmp"))


@pytest.mark.parametrize("old", [None, 0o600, 0o644])
def test_until_it_is_complete_nobody_else_can_read_it(tmp_path: Path, old: int | None) -> None:
    path = tmp_path / "a.nntui"
    if old is not None:
        path.touch()
        path.chmod(old)
    with replacing(path) as file:
        file.write(b"secret")
        file.flush()
        (temporary,) = leftovers(tmp_path)
        assert mode(temporary) == 0o600
    assert mode(path) == (0o644 if old is None else old)


def test_a_private_file_that_was_deleted_is_written_as_a_private_one(tmp_path: Path) -> None:
    path = tmp_path / "a.nntui"
    path.touch(mode=0o600)
    stamp = FileStamp.of(path)
    path.unlink()
    write(path, unless_changed=stamp)
    assert mode(path) == 0o600


def test_a_file_that_another_has_written_since_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.nntui"
    write(path, "one")
    stamp = FileStamp.of(path)
    write(path, "two", unless_changed=stamp)
    with pytest.raises(FileChangedError, match=r"a\.nntui"):
        write(path, "six", unless_changed=stamp)
    assert path.read_text() == "two"
    assert not leftovers(tmp_path)


def test_another_file_of_the_same_size_and_time_is_another_file(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("one")
    other.write_text("two")
    stamp = FileStamp.of(path)
    os.utime(other, ns=(stamp.written or 0, stamp.written or 0))
    other.replace(path)
    assert stamp.changed()


def test_what_a_killed_write_has_left_is_removed_by_the_next(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom nntui.data.files.atomic import replacing\n"
        "with replacing(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.nntui")], check=False)
    assert len(leftovers(tmp_path)) == 1
    write(tmp_path / "b.csv")
    assert not leftovers(tmp_path)


def test_what_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "a") as file:
        file.write(b"half")
        file.flush()
        write(tmp_path / "b")
        assert len(leftovers(tmp_path)) == 1
    assert (tmp_path / "a").read_bytes() == b"half"


def test_a_file_that_is_just_being_made_is_left_alone_for_a_day(tmp_path: Path) -> None:
    fresh, old = tmp_path / ".nntui-1234567890abcdef.tmp", tmp_path / ".nntui-fedcba0987654321.tmp"
    fresh.touch()
    old.touch()
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    write(tmp_path / "b")
    assert leftovers(tmp_path) == [fresh]


def test_links_and_folders_of_such_names_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".nntui-link.tmp").symlink_to(tmp_path / "mine")
    (tmp_path / ".nntui-folder.tmp").mkdir()
    write(tmp_path / "b")
    assert len(leftovers(tmp_path)) == 2
    assert (tmp_path / "mine").read_text() == "mine"


def test_names_are_reserved_for_one_only(tmp_path: Path) -> None:
    places = [reserve(tmp_path, "a", ".nntui") for _ in range(3)]
    assert [place.name for place in places] == ["a.nntui", "a-2.nntui", "a-3.nntui"]
    assert {mode(place) for place in places} == {0o600}
