"""A training that is published while somebody watches, and what the watcher makes of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from nntui.session.watching.published import BASE, PROGRESS, folder_of
from nntui.session.watching.watcher import SessionWatcher
from tests.session.published import Training

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def out(home: Path) -> Path:
    return home / "mine.nntui"


def test_a_training_is_shown_as_it_goes_on_and_its_numbers_are_the_same(out: Path) -> None:
    alone = Training(out.with_name("alone.nntui"))
    training, watcher = Training(out), SessionWatcher(out)
    first = watcher.look()
    assert (first.live, first.opened, first.state) == (True, None, None)
    training.train(5)
    found = watcher.look()
    assert found.opened is not None
    assert found.state is not None
    assert (found.opened.table.frame.equals(training.session.table.frame), found.opened.network) == (
        True,
        training.session.network,
    )
    assert (found.opened.name, found.opened.path) == ("mine", None)
    snapshot = training.trainer.snapshot()
    shown = found.state.snapshot
    assert shown.weights.tobytes() == snapshot.weights.tobytes()
    assert (shown.epoch, shown.train_loss, shown.rate) == (5, snapshot.train_loss, snapshot.rate)
    assert shown.curve.train.tolist() == snapshot.curve.train.tolist()
    training.train(7)
    later = watcher.look()
    assert later.opened is None
    assert later.state is not None
    assert later.state.snapshot.epoch == 12
    assert watcher.look().state is None  # nothing is new
    saved = training.end()
    ended = watcher.look()
    assert not ended.live
    assert ended.opened is None  # the same table and network
    assert ended.state is not None
    assert saved.checkpoint is not None
    assert ended.state.checkpoint.weights.tobytes() == saved.checkpoint.weights.tobytes()
    assert not folder_of(out).exists()
    alone.train(12)
    assert alone.trainer.snapshot().weights.tobytes() == training.trainer.snapshot().weights.tobytes()


def test_nothing_is_written_unless_somebody_watches(out: Path) -> None:
    training = Training(out)
    training.train(3)
    assert not (folder_of(out) / PROGRESS).exists()
    training.end()
    found = SessionWatcher(out).look()
    assert found.opened is not None
    assert found.state is not None
    assert (found.live, found.state.snapshot.epoch) == (False, 3)


def test_a_training_that_dies_leaves_what_was_shown_and_the_next_is_followed(out: Path) -> None:
    training, watcher = Training(out), SessionWatcher(out)
    watcher.look()
    training.train(5)
    assert watcher.look().state is not None
    lock = training.publisher._lock
    assert lock is not None
    os.close(lock)  # as the system does with the files of a process that is killed
    died = watcher.look()
    assert (died.live, died.opened, died.state, died.fault) == (False, None, None, "")
    again = Training(out, hidden=(4,))
    assert watcher.look().state is None
    again.train(2)
    found = watcher.look()
    assert found.opened is not None
    assert found.opened.network.hidden == (4,)
    again.end()


def test_a_file_that_is_not_trained_is_shown_anew_when_it_changes(out: Path) -> None:
    watcher = SessionWatcher(out)
    assert watcher.look().fault == ""
    session = open_source("tutorial", Options(epochs=50))
    save(session, out)
    found = watcher.look()
    assert found.opened is not None
    assert found.state is None
    assert watcher.look().opened is None
    out.write_bytes(b"PK\x03\x04nonsense")
    assert str(out) in watcher.look().fault
    save(replace(session, table=session.table.with_validation_share(0.5, 0)), out)
    assert watcher.look().opened is not None
    assert load(out).path == out


@pytest.mark.parametrize("name", [BASE, PROGRESS])
def test_a_spoilt_publication_is_a_line_and_the_next_is_shown(out: Path, name: str) -> None:
    training, watcher = Training(out), SessionWatcher(out)
    watcher.look()
    training.train(5)
    whole = (folder_of(out) / name).read_bytes()
    (folder_of(out) / name).write_bytes(whole[: len(whole) // 2])
    assert "damaged" in watcher.look().fault or "cannot be read" in watcher.look().fault
    (folder_of(out) / name).write_bytes(whole)
    training.train(5)
    found = watcher.look()
    assert found.state is not None
    assert found.state.snapshot.epoch == 10
    training.end()


def test_a_state_folder_that_cannot_be_written_ends_no_training(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nothing")
    training, watcher = Training(out), SessionWatcher(out)
    training.train(5)
    assert not watcher.look().live
    training.end()
    assert watcher.look().state is not None


def test_of_two_trainings_for_one_file_the_first_is_published_and_both_train(out: Path) -> None:
    first, second, watcher = Training(out), Training(out, hidden=(4,)), SessionWatcher(out)
    watcher.look()
    second.train(1)
    first.train(4)
    found = watcher.look()
    assert found.opened is not None
    assert found.opened.network.hidden == (3,)
    second.end()
    assert watcher.look().live
    first.end()
