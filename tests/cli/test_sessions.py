"""``nntui sessions``: work that was never saved, listed, saved, removed, and named where it is open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.atomic import FileStamp
from nntui.session.journal.places import OwnFolder, adopt_abandoned, recovered, recovery_folder
from nntui.session.journal.records import News, SavedStamp
from nntui.session.journal.writing import JournalWriter
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from tests.cli.outputs import json_object

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

START = 1_700_000_000.0


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def own() -> OwnFolder:
    """The folder of a program that is open, with the journal of a session that has a file."""
    return OwnFolder()


def journal_in(own: OwnFolder, file: Path, minutes: int = 3) -> None:
    session = open_source("xor", Options())
    save(session, file)
    saved = SavedStamp.of(FileStamp.of(file, digest=True))
    journal = JournalWriter(own.new_file("xor"))
    for minute in range(minutes):
        table = session.table.with_value(0, 0, float(minute))
        news = News(START + 100 * minute, "xor", "xor", saved, (f"row 1 x1 0 -> {minute}",), 2, 40 + minute, 40)
        journal.write(session, table, news)
    journal.close()


def test_what_a_killed_program_left_is_listed_saved_and_removed(nntui: Call, here: Path, own: OwnFolder) -> None:
    journal_in(own, here / "xor.nntui")
    own.end(keep=True)
    (told,) = json_object(nntui("sessions", "--json").stdout)["sessions"]
    assert told["name"] == told["source"] == "xor"
    assert (told["file"], told["file_changed"]) == (str(here / "xor.nntui"), False)
    assert (told["epoch"], told["saved_epoch"], told["changes_before"]) == (42, 40, 2)
    assert told["changes"] == ["row 1 x1 0 -> 2"]
    assert [(each["point"], each["epoch"]) for each in told["points"]] == [(1, 42), (2, 41)]
    assert told["open_in"] is None
    listed = nntui("sessions").stdout
    assert listed.startswith(f"{told['id']}\n  xor, from 2023-11-1")
    assert "Newer than xor.nntui: 3 changes (... row 1 x1 0 -> 2) and training from epoch 40 to epoch 42." in listed
    assert nntui("sessions", "save", "xor-2", "--out", "a.nntui").exit_code == 0
    assert load(here / "a.nntui").table.value(0, 0) == 2
    assert nntui("sessions", "save", "xor-2", "--out", "b.nntui", "--point", "2").exit_code == 0
    assert load(here / "b.nntui").table.value(0, 0) == 1
    assert nntui("predict", told["path"], "--set", "x1=0", "--set", "x2=1").exit_code in {0, 2}
    (here / "xor.nntui").write_bytes(b"theirs")
    assert "xor.nntui was changed by another program since" in nntui("sessions").stdout
    assert nntui("sessions", "remove", "xor").exit_code == 0
    assert nntui("sessions").stdout == "Nothing is kept: all work is saved, or was let go.\n"


def test_what_is_open_is_named_and_not_removed(nntui: Call, here: Path, own: OwnFolder) -> None:
    journal_in(own, here / "xor.nntui", 1)
    (told,) = json_object(nntui("sessions", "--json").stdout)["sessions"]
    assert told["open_in"]["process"] == os.getpid()
    assert f"  open in process {os.getpid()} on " in nntui("sessions").stdout
    for words in (("remove", "xor"), ("open", "xor")):
        done = nntui("sessions", *words)
        assert done.exit_code == 2
        assert f"xor: is open in process {os.getpid()}" in done.stderr
    assert nntui("sessions", "remove", "--all").exit_code == 0
    assert adopt_abandoned(recovery_folder()) == []
    assert own.path.exists()
    own.end()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("open",), "takes one ID"),
        (("save", "a"), "save takes --out FILE.nntui"),
        (("remove",), "give the ID"),
        (("--all",), "say what to do"),
        (("open", "a", "--json"), "--json goes with the list"),
        (("open", "a", "--all"), "--all goes with remove"),
        (("open", "a", "--out", "b.nntui"), "nothing else does"),
        (("remove", "a", "--point", "2"), "--point goes with open and save"),
        (("open", "nothing"), "no kept session is called 'nothing'; there is nothing"),
        (("lose", "a"), "'lose' is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(nntui: Call, words: tuple[str, ...], why: str) -> None:
    done = nntui("sessions", *words)
    assert done.exit_code == 2
    assert why in done.stderr


def test_a_journal_without_a_state_is_no_work(nntui: Call, own: OwnFolder) -> None:
    JournalWriter(own.new_file("xor")).close()
    (own.new_file("xor")).write_bytes(b"nntui journal 1\n" + bytes(100))
    own.end(keep=True)
    assert nntui("sessions").stdout.startswith("Nothing is kept")
    assert recovered() == []
