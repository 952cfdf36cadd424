"""Session files that are refused before they are read whole, and settings that are nested too deeply."""

import os
import struct
import zlib
from pathlib import Path

import pytest

from nntui.configuration import read_config
from nntui.errors import SessionError
from nntui.session.store.file import is_session, load

SIZE = 3 << 30


def sparse_archive(path: Path, name: bytes, size: int) -> None:
    """A zip whose only member claims ``size`` zeros, which take no room on the disk."""
    record = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(b""), size, size, len(name), 0)
    with path.open("wb") as file:
        file.write(b"PK\x03\x04" + record + name)
        file.seek(size, os.SEEK_CUR)
        start = file.tell()
        central = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, size, size, len(name), 0, 0, 0, 0, 0, 0)
        file.write(b"PK\x01\x02" + central + name)
        length = file.tell() - start
        file.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, length, start, 0))


@pytest.mark.parametrize("name", [b"session.json", b"data.parquet", b"weights.safetensors", b"history.parquet", b"x"])
def test_a_huge_file_of_zeros_is_refused_at_once(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / "sparse.nntui"
    sparse_archive(path, name, SIZE)
    with pytest.raises(SessionError, match="not a session file of nntui"):
        load(path)


def test_a_pipe_is_no_session(tmp_path: Path) -> None:
    for name in ("pipe.csv", "pipe.nntui"):
        os.mkfifo(tmp_path / name)
    assert not is_session(tmp_path / "pipe.csv")
    with pytest.raises(SessionError, match="a pipe or a device, not a session file"):
        load(tmp_path / "pipe.nntui")


def test_settings_nested_too_deeply_are_a_problem_of_one_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("k = " + "[" * 9_000 + "]" * 9_000)
    (problem,) = read_config(path).problems
    assert "nested too deeply" in problem
