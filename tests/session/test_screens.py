"""Finding the apps that run, and the messages between them and ``nntui attach``."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from nntui.session.screens import places
from nntui.session.screens.wire import LONGEST, Lines, ScreenAnswer, ScreenRequest, ScreenState, read, send

if TYPE_CHECKING:
    from pathlib import Path

PAIR = socket.socketpair


def test_a_request_brings_the_files_of_a_terminal() -> None:
    one, other = PAIR()
    with one, other:
        assert send(one, ScreenRequest("screen", take=True), (0, 1))
        lines = Lines(other)
        received = lines.receive()
        assert received is not None
        assert read(received[0], ScreenRequest) == ScreenRequest("screen", take=True)
        files = lines.take_files()
        assert files is not None
        assert not any(os.get_inheritable(file) for file in files)
        for file in files:
            os.close(file)
        assert lines.take_files() is None


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"[]",
        b'{"want": "everything"}',
        b'{"want": 1}',
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"want": "about", "take": 2}',
        b"",
    ],
    ids=["cut", "list", "unknown", "number", "bytes", "nested", "kind", "nothing"],
)
def test_what_is_no_request_is_none(sent: bytes) -> None:
    assert read(sent, ScreenRequest) is None


def test_a_line_without_an_end_is_given_up() -> None:
    one, other = PAIR()
    with one, other:
        lines = Lines(other)
        received: list[bytes] | None = []
        sent = 0
        while received is not None and sent <= 2 * LONGEST:
            one.sendall(b"x" * 4_000)
            sent += 4_000
            received = lines.receive()
        assert received is None


def test_nobody_at_the_other_end_is_no_error() -> None:
    one, other = PAIR()
    other.close()
    assert not send(one, ScreenAnswer("given"))
    assert Lines(one).receive() is None
    one.close()


def test_a_socket_that_nobody_listens_at_is_removed(home: Path) -> None:
    path = places.own_socket()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert path.exists()
    assert places.open_apps() == []
    assert not path.exists()
    assert path.parent.stat().st_mode & 0o077 == 0


def test_sockets_have_room_below_a_long_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ("a" * 80)))
    path = places.own_socket()
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))
    finally:
        path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "note", ["", "{", "[]", '{"path": 1}', '{"path": "zz"}', '{"path": "2f"}', '{"at": 1}', '{"path": "00"}']
)
def test_a_spoilt_note_of_kept_work_is_no_work(home: Path, note: str) -> None:
    places.screens_folder().mkdir(parents=True, mode=0o700, exist_ok=True)
    (places.screens_folder() / places.KEPT).write_text(note)
    assert places.kept() is None


def test_kept_work_is_found_until_it_is_gone(home: Path) -> None:
    places.own_socket()
    work = home / os.fsdecode(b"caf\xe9.nntui")
    work.touch()
    places.note_kept(work)
    assert places.kept() == work
    work.unlink()
    assert places.kept() is None
    places.note_kept(None)
    assert places.kept() is None


def test_an_app_is_described_in_one_line() -> None:
    from nntui.cli.attach import in_words

    about = ScreenState(
        process=12, name="ca\x1brs", epoch=1_000, goal=5_000, training=True, shown="pts/\x1b3", since=0.0
    )
    assert in_words(about).startswith("process 12: ca␛rs, trains, epoch 1,000 of 5,000, on pts/␛3 since ")
