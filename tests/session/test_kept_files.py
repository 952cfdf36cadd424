"""Files and folders that saving a session or a table must not replace."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.tables import write_table
from nntui.errors import NntuiError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.archive import check_writable
from nntui.session.store.file import save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[Path], None]


def save_session(path: Path) -> None:
    save(open_source("xor", Options()), path)


def write_rows(path: Path) -> None:
    write_table(open_source("xor", Options()).table, path)


writers = pytest.mark.parametrize(
    ("write", "name"),
    [
        (save_session, "mine.nntui"),
        (check_writable, "mine.nntui"),
        *((write_rows, f"mine.{suffix}") for suffix in ("csv", "tsv", "parquet", "jsonl")),
    ],
)


@pytest.fixture
def nobody_special(monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions count as for their owner, though root may be running this."""
    monkeypatch.setattr(os, "access", lambda path, _: bool(path.stat().st_mode & stat.S_IWUSR))


@writers
@pytest.mark.usefixtures("nobody_special")
def test_a_read_only_file_is_kept_and_named_in_one_line(write: Write, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("precious")
    path.chmod(0o444)
    with pytest.raises(NntuiError, match=rf"{name}: is read-only; give another name$"):
        write(path)
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]


@writers
@pytest.mark.usefixtures("nobody_special")
def test_a_read_only_file_is_kept_when_a_link_leads_to_it(write: Write, name: str, tmp_path: Path) -> None:
    path, link = tmp_path / "precious", tmp_path / name
    path.write_text("precious")
    path.chmod(0o444)
    link.symlink_to(path)
    with pytest.raises(NntuiError, match=rf"{name}: is read-only; give another name$"):
        write(link)
    assert path.read_text() == "precious"


@writers
def test_what_is_no_plain_file_is_kept_and_named_in_one_line(write: Write, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    with pytest.raises(NntuiError, match=rf"{name}: not a plain file, so it will not be replaced; give another name$"):
        write(path)
    assert path.is_fifo()
    assert list(tmp_path.iterdir()) == [path]
