"""Exported trainings print the losses of the app's own engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.export.history import recorded_losses
from nntui.session.export.training import training_script
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session

EPOCHS = 6


def check_same_losses(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    """Compare the losses that the script prints with those of the autograd engine."""
    training = replace(session.training, engine="autograd")
    trainer = Trainer(session.network, training, encode(session.table, Encoder.fit(session.table)))
    trainer.epochs(training.epochs)
    names: dict[str, Any] = {"__name__": "exported"}
    exec(compile(training_script(session)[0], "exported.py", "exec"), names)
    capsys.readouterr()
    names["main"]([])
    lines = capsys.readouterr().out.splitlines()
    printed = [float(line.partition("Loss: ")[2]) for line in lines if line.startswith("#")]
    own = recorded_losses(trainer.checkpoint()).train.tolist()
    assert printed == pytest.approx(own[: len(printed)], abs=1e-6)
    assert float(next(line for line in lines if "training loss" in line).split()[-1]) == pytest.approx(
        own[-1], abs=1e-6
    )


@pytest.mark.parametrize("optimizer", OPTIMISERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_losses_of_each_optimiser_and_schedule(
    optimizer: str, schedule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    session = open_source("spiral", Options(epochs=EPOCHS, hidden=(5, 4), activation="sigmoid", rate=0.02))
    changes = {
        "optimizer": optimizer,
        "schedule": schedule,
        "schedule_by": "update" if optimizer in {"adam", "sgd"} else "epoch",
        "decay_epochs": 2,
        "l1": 1e-3,
        "l2": 1e-2,
        "weight_decay": 1e-2,
        "clip": 0.5,
        "dropout": 0.2,
        "layer_dropout": (0.3, 0.0) if schedule == "constant" else (),
        "label_smoothing": 0.1,
        "frozen": ("output weights",),
    }
    changed = replace(
        session,
        training=replace(session.training, **changes),
        network=session.network.changed(input_scale=True, layer_biases=(True, False, optimizer == "sgd")),
    )
    check_same_losses(changed, capsys)


@pytest.mark.parametrize("loss", ["mse", "half-sse", "mae", "huber"])
def test_the_losses_of_numbers(loss: str, capsys: pytest.CaptureFixture[str]) -> None:
    session = open_source("cars", Options(epochs=EPOCHS))
    check_same_losses(replace(session, training=replace(session.training, loss=loss, batch=None, rate=1e-3)), capsys)


def test_the_tutorial_from_first_to_last(capsys: pytest.CaptureFixture[str]) -> None:
    check_same_losses(open_source("tutorial", Options(epochs=1000)), capsys)
