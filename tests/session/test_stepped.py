"""A session that made a single update is a trained one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.change import with_options
from nntui.session.follow import refit
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint


CHANGES = pytest.mark.parametrize(
    "options",
    [Options(), Options(optimizer="sgd"), Options(batch=16), Options(optimizer="sgd", batch=16)],
)
"""Settings that make counts begin again."""


def stepped(updates: int) -> Session:
    """Cars after so many updates of the first epoch."""
    session = open_source("cars", Options(engine="autograd"))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    if updates:
        trainer.batches(updates)
    return replace(session, checkpoint=trainer.checkpoint())


def checkpoint_of(session: Session) -> Checkpoint:
    assert session.checkpoint is not None
    return session.checkpoint


def test_before_the_first_update_it_is_untrained_and_after_it_trained() -> None:
    assert checkpoint_of(stepped(0)).untrained
    assert not checkpoint_of(stepped(1)).untrained


@CHANGES
def test_it_stays_trained_when_optimizer_or_batch_change(options: Options) -> None:
    session = stepped(1)
    after = checkpoint_of(with_options(session, options))
    assert not after.untrained
    assert after.weights.tolist() == checkpoint_of(session).weights.tolist()


@CHANGES
def test_its_weights_outlive_a_column(options: Options) -> None:
    session = with_options(stepped(1), options)
    fewer = session.table.without_column(session.table.index("weight"))
    after = refit(session, fewer).checkpoint
    assert after is not None
    assert after.best_loss == math.inf
    biases = session.network.outputs
    assert after.weights[-biases:].tolist() == checkpoint_of(session).weights[-biases:].tolist()


def test_of_an_untrained_one_nothing_is_kept() -> None:
    session = stepped(0)
    assert refit(session, session.table.without_column(session.table.index("weight"))).checkpoint is None
