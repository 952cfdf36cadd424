"""The files that saving leaves: an open format, the file's permissions, and the old file where it fails."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from nntui.errors import SessionError
from nntui.session.store.document import VERSION
from nntui.session.store.file import load, save
from tests.session.saved import same, trained


def test_equal_sessions_are_equal_files(tmp_path: Path) -> None:
    save(trained(), tmp_path / "one.nntui")
    save(trained(), tmp_path / "two.nntui")
    assert (tmp_path / "one.nntui").read_bytes() == (tmp_path / "two.nntui").read_bytes()


def test_the_settings_can_be_read_by_a_person_and_nothing_is_pickled(path: Path) -> None:
    save(trained(), path)
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"session.json", "data.parquet", "weights.safetensors", "history.parquet"}
        document = json.loads(archive.read("session.json"))
    assert document["version"] == VERSION
    assert document["network"]["hidden"] == [3]


def test_saving_keeps_the_permissions_of_the_old_file(path: Path) -> None:
    path.touch(mode=0o640)
    path.chmod(0o640)
    save(trained(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_saving_through_a_link_replaces_what_it_points_to(tmp_path: Path, path: Path) -> None:
    link = tmp_path / "link.nntui"
    link.symlink_to(path)
    save(trained(), link)
    assert link.is_symlink()
    assert same(load(path), trained())


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(trained(), path)
    before = path.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(SessionError, match="No space left on device"):
        save(trained(name="another"), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_reported_in_one_line(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing" / "mine.nntui", Path("/dev/null")):
        with pytest.raises(SessionError, match=str(place)):
            save(trained(), place)
