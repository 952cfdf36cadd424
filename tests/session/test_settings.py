"""What applied settings do to a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.encoding.shape import TaskShape
from nntui.data.table import Table
from nntui.model.spec import NetworkSpec
from nntui.session.change import SettingsResult, apply_settings, changes_anything, keeps_weights
from nntui.session.session import Session
from nntui.training.records import Checkpoint, Losses
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from typing import Any

TABLE = Table.of([Column("x"), Column("y", role="target")], {"x": range(10), "y": range(10)})
NONE = np.empty(0)
CURVE = Losses(epochs=np.empty(0, dtype=np.int64), train=NONE, validation=NONE, seconds=NONE)
CHECKPOINT = Checkpoint(
    epoch=5,
    batch=0,
    updates=5,
    weights=np.ones(4, dtype=np.float32),
    first=np.zeros(4, dtype=np.float32),
    best=np.ones(4, dtype=np.float32),
    best_epoch=5,
    best_loss=0.5,
    optimizer={},
    curve=CURVE,
    recent=CURVE,
    seconds=1.0,
)
SESSION = Session(
    "s",
    "s",
    TABLE,
    NetworkSpec(inputs=1, hidden=(1,)),
    TrainingSpec(clip=1.0, stop_loss=0.1),
    checkpoint=CHECKPOINT,
    shape=TaskShape(("x",), ("y",), "regression"),
)


def result(network: dict[str, Any] | None = None, validation: float = 0.0, **training: Any) -> SettingsResult:
    """The session's own settings with these changes."""
    return SettingsResult(
        changed(SESSION.network, **(network or {})), changed(SESSION.training, **training), validation
    )


def test_the_same_settings_change_nothing():
    assert not changes_anything(SESSION, result())
    assert keeps_weights(SESSION, result())
    assert apply_settings(SESSION, result()) == SESSION


@pytest.mark.parametrize(
    "settings",
    [
        {"rate": 0.5},
        {"epochs": 9},
        {"batch": None},
        {"optimizer": "sgd"},
        {"l2": 0.1},
        {"clip": None},
        {"stop_loss": None},
        {"schedule": "step", "decay": 0.1},
    ],
)
def test_how_training_goes_on_may_change_under_the_weights(settings):
    asked = result(**settings)
    assert changes_anything(SESSION, asked)
    assert keeps_weights(SESSION, asked)
    session = apply_settings(SESSION, asked)
    assert session.training == asked.training
    assert session.checkpoint is not None
    assert session.checkpoint.weights is CHECKPOINT.weights


@pytest.mark.parametrize(
    "asked",
    [
        result({"hidden": (2,)}),
        result({"hidden": ()}),
        result({"activation": "tanh"}),
        result({"output_activation": "sigmoid"}),
        result({"bias": False}),
        result({"init": "xavier"}),
        result({"seed": 1}, seed=1),
        result(loss="mae"),
        result(validation=0.2),
    ],
    ids=["hidden", "no hidden", "activation", "output", "bias", "init", "seed", "loss", "validation"],
)
def test_another_network_seed_loss_or_split_starts_again(asked):
    assert not keeps_weights(SESSION, asked)
    heard: list[str] = []
    session = apply_settings(SESSION, asked, heard.append)
    assert (session.network, session.training, session.validation) == (asked.network, asked.training, asked.validation)
    assert session.checkpoint is None
    assert "afresh" in heard[0]


def test_a_share_holds_out_that_many_rows():
    session = apply_settings(SESSION, result(validation=0.3))
    assert sum(session.table.is_validation(row) for row in range(10)) == 3
    again = apply_settings(session, SettingsResult(session.network, session.training, 0.0))
    assert sum(again.table.is_validation(row) for row in range(10)) == 0


def test_a_table_that_keeps_its_rows_is_the_same_table():
    assert apply_settings(SESSION, result(rate=0.5)).table is SESSION.table
