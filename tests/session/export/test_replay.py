"""A training script says whether it ends with the loss that is shown, and keeps its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.by_hand import typed
from nntui.session.check.parameter import ParameterPlace
from nntui.session.export import replay
from nntui.session.export.replay import ROUNDING, Replay, replay_of
from nntui.session.export.training import training_script
from nntui.session.finishing import with_best_weights
from nntui.session.follow import silent
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import TrainedSegment
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from nntui.session.session import Session


def trained(session: Session, work: Callable[[Trainer], object]) -> Session:
    """The session after ``work`` on its training by the autograd engine."""
    session = replace(session, training=replace(session.training, engine="autograd"))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    work(trainer)
    return replace(session, checkpoint=trainer.checkpoint())


def plain() -> Session:
    return open_source("cars", Options(epochs=5, rate=0.05))


def check_word(session: Session, capsys: pytest.CaptureFixture[str], *, same: bool) -> str:
    """Run the training script, check what it says of its end, and return its text."""
    text, remark = training_script(session)
    names: dict[str, Any] = {"__name__": "exported"}
    exec(compile(text, "exported.py", "exec"), names)
    names["main"]([])
    printed = dict(line.split(": ") for line in capsys.readouterr().out.splitlines() if line.count(": ") == 1)
    ends, shown = float(printed["training loss"]), float(printed["shown by nntui"])
    assert (abs(ends - shown) <= 1e-6) is same
    assert ("ends with the training loss that nntui shows" in text) is same
    assert (remark == "") is same
    if not same:
        assert f"the training loss {ends:.6g}, not" in text
        assert remark == f"the script ends with the training loss {ends:.6g}, not {shown:.6g}; its head says why"
    return text


def part_of_an_epoch(trainer: Trainer) -> None:
    trainer.epochs(2)
    trainer.batches(3)


def another_rate(trainer: Trainer) -> None:
    trainer.epochs(2)
    trainer.steer(replace(trainer.spec, rate=0.5))
    trainer.epochs(2)


@pytest.mark.parametrize("work", [lambda trainer: trainer.epochs(4), part_of_an_epoch])
def test_an_undisturbed_training_is_repeated(
    work: Callable[[Trainer], object], capsys: pytest.CaptureFixture[str]
) -> None:
    check_word(trained(plain(), work), capsys, same=True)


def test_a_rate_changed_by_hand_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = check_word(trained(plain(), another_rate), capsys, same=False)
    head = " ".join(line.removeprefix("# ") for line in text.splitlines()[:9])
    assert "does not repeat what was changed while it trained (a rate or another setting, rows, weights)" in head
    assert all(len(line) <= 78 for line in text.splitlines()[:9])


def test_the_weights_of_the_best_epoch_are_reached(capsys: pytest.CaptureFixture[str]) -> None:
    session = trained(open_source("cars", Options(rate=0.1, validation=0.2)), lambda trainer: trainer.epochs(6))
    assert session.checkpoint is not None
    assert 0 < session.checkpoint.best_epoch < 6
    check_word(with_best_weights(session, silent), capsys, same=True)


def test_edited_rows_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    session = trained(plain(), lambda trainer: trainer.epochs(3))
    check_word(replace(session, table=session.table.without_rows([0, 1])), capsys, same=False)


def test_a_long_training_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    session = trained(plain(), lambda trainer: trainer.epochs(3))
    monkeypatch.setattr(replay, "MOST_UPDATES", 10)
    text, remark = training_script(session)
    assert "not checked" in " ".join(text.splitlines()[:9])
    assert "was not checked" in remark


def test_rounding_is_told_from_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    session = trained(plain(), lambda trainer: trainer.epochs(1))
    session = replace(session, training=replace(session.training, engine="auto"))
    checkpoint = session.checkpoint
    assert checkpoint is not None

    def again(*given: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
        return checkpoint.first if given[3] == "autograd" else checkpoint.weights

    monkeypatch.setattr(replay, "_trained_again", again)
    found = replay_of(session, encode(session.table, Encoder.fit(session.table)))
    assert found is not None
    assert found.reason == ROUNDING


def test_an_untrained_session_says_nothing() -> None:
    text, remark = training_script(plain())
    assert remark == ""
    assert "shown by nntui" not in text
    assert "It ends with" not in text
    assert Replay(1.0, 1.0).remark == ""


def test_a_training_with_frozen_weights_and_silenced_neurons_is_repeated_and_what_was_typed_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = open_source("cars", Options(epochs=5, rate=0.05, hidden=(4, 3), l2=0.01, weight_decay=0.01, clip=1.0))
    network = replace(session.network, frozen_places=((1, 4), (20, 21)), silenced=((0, 2), (1, 0)))
    held = trained(replace(session, network=network), lambda trainer: trainer.epochs(3))
    text = check_word(held, capsys, same=True)
    assert "# What is frozen or silenced now is so from the first epoch on." in text
    edit = typed(held, ParameterPlace("weight", 1, 0, 1), 2.5)
    assert held.checkpoint is not None
    rows = encode(session.table, Encoder.fit(session.table))
    trainer = Trainer(edit.session.network, held.training, rows, edit.session.checkpoint)
    trainer.epochs(1)
    chain = (TrainedSegment(held.checkpoint.past[0], held), TrainedSegment(trainer.past[-1], held, edit.name))
    text = check_word(replace(edit.session, checkpoint=trainer.checkpoint(), chain=chain), capsys, same=False)
    told = " ".join(text.replace("\n# ", " ").split())
    assert f"Changed on the way: {edit.name} (epoch 3)." in told
