"""Noticing that a file changed on disk."""

import os
from pathlib import Path

from nntui.data.files.atomic import FileStamp


def test_a_file_that_nobody_touched_has_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")
    assert not FileStamp.of(path).changed()
    assert FileStamp.of(str(path)) == FileStamp.of(path)


def test_a_file_that_was_written_again_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")
    stamp = FileStamp.of(path)
    path.write_text("a\n12\n")
    assert stamp.changed()
    assert not FileStamp.of(path).changed()


def test_a_file_of_the_same_size_with_another_time_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")
    stamp = FileStamp.of(path)
    os.utime(path, ns=(stamp.written or 0, (stamp.written or 0) + 1_000_000))
    assert stamp.changed()


def test_a_file_that_was_deleted_or_created_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    stamp = FileStamp.of(path)
    assert not stamp.changed()
    path.write_text("a\n1\n")
    assert stamp.changed()
    stamp = FileStamp.of(path)
    path.unlink()
    assert stamp.changed()
    assert not FileStamp.of("a\0b").changed()
