"""Sessions that are trained on in the shell, and trainings that end early."""

from __future__ import annotations

import errno
import os
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.cli import train_journal
from nntui.cli.outcome import train_session
from nntui.cli.train_journal import TrainJournal
from nntui.session.journal.places import recovered
from nntui.session.journal.writing import JournalWriter
from nntui.session.locks import FileLock, session_lock
from nntui.session.store.file import load
from nntui.training.loop import train
from tests.cli.outputs import QUICK, history, json_object

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.training.trainer import Trainer
    from tests.cli.conftest import Call


def test_epochs_count_from_the_very_start(nntui: Call, here: Path) -> None:
    nntui("train", "cars", *QUICK, "--out", "c.nntui")
    result = nntui("train", "c.nntui", "--epochs", "9", "--log-every", "1", "--json", "--history", "h.csv")
    value = json_object(result.stdout)
    assert (value["epochs"], value["source"]) == (9, "c.nntui")
    assert [line.split(" ")[0] for line in result.stderr.splitlines()] == ["#6", "#7", "#8"]
    assert [row["epoch"] for row in history(here / "h.csv")] == [str(epoch) for epoch in range(10)]


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_a_session_goes_on_bit_for_bit(nntui: Call, here: Path, optimizer: str) -> None:
    words = ("--optimizer", optimizer, "--validation", "0.1", "--engine", "autograd", "--quiet")
    nntui("train", "cars", "--epochs", "6", "--out", "whole.nntui", *words)
    nntui("train", "cars", "--epochs", "3", "--out", "part.nntui", *words)
    nntui("train", "part.nntui", "--epochs", "6", "--out", "part.nntui", "--quiet")
    whole, part = load(here / "whole.nntui").checkpoint, load(here / "part.nntui").checkpoint
    assert whole is not None
    assert part is not None
    assert whole.weights.tobytes() == part.weights.tobytes()
    assert {name: each.tobytes() for name, each in whole.optimizer.items()} == {
        name: each.tobytes() for name, each in part.optimizer.items()
    }


def test_a_session_whose_epochs_are_made_says_how_to_go_on(nntui: Call, here: Path) -> None:
    nntui("train", "xor", *QUICK, "--out", "x.nntui")
    result = nntui("train", "x.nntui", "--json")
    assert result.exit_code == 0
    assert "give --epochs a larger number" in result.stderr
    value = json_object(result.stdout)
    assert (value["epochs"], value["stopped"], value["seconds"]) == (6, "epochs", 0)
    assert value["epochs_per_second"] is None


def test_options_that_change_a_session_say_what_they_cost(nntui: Call, here: Path) -> None:
    nntui("train", "xor", *QUICK, "--out", "x.nntui")
    afresh = nntui("train", "x.nntui", "--hidden", "3", "--json", "--quiet")
    assert afresh.stderr == "nntui: changed hidden: training starts afresh\n"
    assert json_object(afresh.stdout)["network"] == [2, 3, 1]
    kept = nntui("train", "x.nntui", "--optimizer", "sgd", "--epochs", "8", "--json", "--quiet")
    assert "the weights are kept" in kept.stderr


def test_training_stops_at_a_loss(nntui: Call) -> None:
    value = json_object(nntui("train", "xor", "--epochs", "2000", "--stop-loss", "0.01", "--json", "--quiet").stdout)
    assert value["stopped"] == "stop-loss"
    assert value["loss"]["train"] <= 0.01
    assert value["epochs"] < 2000


def test_training_that_diverges_is_saved_where_it_was_good(nntui: Call, here: Path) -> None:
    words = ("--hidden", "", "--optimizer", "sgd", "--lr", "30", "--epochs", "500", "--quiet")
    result = nntui("train", "cars", *words, "--json", "--out", "c.nntui", "--history", "h.csv")
    assert result.exit_code == 1
    value = json_object(result.stdout)
    assert value["stopped"] == "diverged"
    assert value["epochs"] < 500
    kept = load(here / "c.nntui").checkpoint
    assert kept is not None
    assert (kept.epoch, kept.state) == (value["epochs"], "failed")
    assert np.isfinite(kept.weights).all()
    assert result.stderr.startswith("nntui: ")
    assert result.stderr.count("\n") == 1
    assert [row["epoch"] for row in history(here / "h.csv")][-1] == str(value["epochs"])


def test_a_session_that_another_program_has_written_meanwhile_is_not_replaced(
    nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nntui("train", "xor", "--epochs", "1", "--quiet", "--out", "xor.nntui").exit_code == 0
    theirs = b""

    def save_meanwhile(*given: Any, **named: Any) -> Any:
        nonlocal theirs
        outcome = train_session(*given, **named)
        monkeypatch.setattr("nntui.cli.train.train_session", train_session)
        assert nntui("train", "xor", "--epochs", "3", "--quiet", "--out", "theirs.nntui").exit_code == 0
        theirs = (here / "theirs.nntui").read_bytes()
        (here / "xor.nntui").write_bytes(theirs)
        return outcome

    monkeypatch.setattr("nntui.cli.train.train_session", save_meanwhile)
    done = nntui("train", "xor.nntui", "--epochs", "2", "--json", "--out", "xor.nntui")
    assert done.exit_code == 0
    assert "saved beside it, in xor-2.nntui" in done.stderr
    assert (here / "xor.nntui").read_bytes() == theirs
    saved = load(here / "xor-2.nntui").checkpoint
    assert saved is not None
    assert saved.epoch == 2
    assert '"session": "xor-2.nntui"' in done.stdout


class Killed(BaseException):
    """What ends a process without a word."""


@pytest.fixture
def kill(here: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the training that follows be killed, without a word, in or after this epoch; 0: it is not.

    Work is cut into single updates, each of which is in the journal.
    """
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "state"))
    monkeypatch.setattr(train_journal, "APART", -1.0)
    monkeypatch.setattr("nntui.cli.outcome.train", partial(train, chunk_seconds=0.0))
    look = TrainJournal.look

    def at(epoch: int) -> None:
        def watched(journal: TrainJournal, trainer: Trainer) -> None:
            look(journal, trainer)
            journal.join()
            if trainer.state.epoch >= epoch:
                raise Killed

        monkeypatch.setattr(TrainJournal, "look", watched if epoch else look)

    return at


@pytest.mark.parametrize("engine", ["autograd", "fused"])
def test_killed_and_resumed_five_times_it_ends_bit_for_bit_where_the_unbroken_run_ends(
    nntui: Call, here: Path, kill: Callable[[int], None], engine: str
) -> None:
    words = ("--batch", "128", "--validation", "0.1", "--engine", engine, "--quiet", "--epochs", "7")
    kill(0)
    nntui("train", "cars", *words, "--out", "whole.nntui")
    for source, epoch in (("cars", 1), ("part.nntui", 2), ("part.nntui", 3), ("part.nntui", 4), ("part.nntui", 6)):
        kill(epoch)
        with pytest.raises(Killed):
            nntui("train", source, *(words if source == "cars" else ("--quiet",)), "--out", "part.nntui")
        assert not (here / "part.nntui").exists()
    kill(0)
    done = nntui("train", "part.nntui", "--out", "part.nntui", "--quiet")
    assert "part.nntui: going on from epoch 6, where a training of it was ended" in done.stderr
    whole, part = load(here / "whole.nntui").checkpoint, load(here / "part.nntui").checkpoint
    assert whole is not None
    assert part is not None
    assert (whole.epoch, whole.weights.tobytes()) == (part.epoch, part.weights.tobytes())
    assert whole.curve.train.tobytes() == part.curve.train.tobytes()
    assert {name: each.tobytes() for name, each in whole.optimizer.items()} == {
        name: each.tobytes() for name, each in part.optimizer.items()
    }
    assert recovered() == []
    assert [path.name for path in here.glob(".*lock")] == []


def test_where_the_file_is_another_one_since_it_is_trained_as_it_is(
    nntui: Call, here: Path, kill: Callable[[int], None]
) -> None:
    nntui("train", "xor", *QUICK, "--out", "x.nntui")
    kill(8)
    with pytest.raises(Killed):
        nntui("train", "x.nntui", "--epochs", "20", "--quiet", "--out", "x.nntui")
    kill(0)
    nntui("train", "xor", "--epochs", "3", "--quiet", "--out", "other.nntui")
    (here / "x.nntui").write_bytes((here / "other.nntui").read_bytes())
    done = nntui("train", "x.nntui", "--epochs", "4", "--json", "--quiet")
    assert done.stderr == ""
    assert json_object(done.stdout)["epochs"] == 4
    assert len(recovered()) == 1


def test_an_interrupted_training_without_out_is_kept_and_goes_on(
    nntui: Call, monkeypatch: pytest.MonkeyPatch, kill: Callable[[int], None]
) -> None:
    kill(0)
    monkeypatch.setattr("nntui.cli.outcome.stop_on_signal", lambda: nullcontext(iter([False, False, True]).__next__))
    done = nntui("train", "cars", "--epochs", "1000", "--engine", "autograd", "--keep", "best", "--quiet")
    assert done.exit_code == 130
    (kept,) = recovered()
    assert f"without --out; kept: nntui train {kept} goes on" in done.stderr
    reached = load(kept).checkpoint
    assert reached is not None
    assert (reached.epoch, reached.updates, reached.state) == (0, 2, "paused")


@pytest.mark.parametrize("states", [0, 1])
def test_what_a_full_disk_did_not_take_is_not_called_kept(
    nntui: Call, monkeypatch: pytest.MonkeyPatch, kill: Callable[[int], None], states: int
) -> None:
    kill(0)
    look, write = TrainJournal.look, JournalWriter.write
    written: list[int] = []

    def waiting(journal: TrainJournal, trainer: Trainer) -> None:
        look(journal, trainer)
        journal.join()

    def full(*given: Any) -> None:
        if len(written) == states:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(*given)
        written.append(given[-1].epoch)

    monkeypatch.setattr(TrainJournal, "look", waiting)
    monkeypatch.setattr(JournalWriter, "write", full)
    monkeypatch.setattr("nntui.cli.outcome.stop_on_signal", lambda: nullcontext(iter([False] * 9 + [True]).__next__))
    done = nntui("train", "xor", "--epochs", "1000", "--engine", "autograd", "--batch", "2", "--quiet")
    assert done.exit_code == 130
    assert "autosave fails: No space left on device" in done.stderr
    if not states:
        assert "without --out; it could not be kept" in done.stderr
        assert recovered() == []
        return
    (kept,) = recovered()
    assert f"what was reached last could not be written; epoch {written[0]:,} is kept" in done.stderr
    assert f"kept: nntui train {kept} goes on" in done.stderr
    reached = load(kept).checkpoint
    assert reached is not None
    assert reached.epoch == written[0]


@pytest.mark.parametrize(
    "words", [("train", *QUICK), ("train", *QUICK, "--folds", "2"), ("search", "--trials", "1")], ids=" ".join
)
def test_a_session_that_is_open_elsewhere_is_not_written(
    nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """That is told before anything is trained."""
    for begun in ("train.cross_validation_of", "search.Search"):
        monkeypatch.setattr(f"nntui.cli.{begun}", None)
    lock = FileLock.take(session_lock(here / "x.nntui"))
    assert isinstance(lock, FileLock)
    done = nntui(words[0], "xor", *words[1:], "--out", "x.nntui")
    lock.release()
    assert done.exit_code == 2
    assert done.stderr.startswith("nntui: --out x.nntui: is open in process ")
    assert not (here / "x.nntui").exists()
