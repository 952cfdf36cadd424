"""Back to the best epoch."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.session.finishing import at_best, on_all_rows, with_best_weights
from nntui.session.follow import silent
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.records import Losses
from tests.session.samples import as_if_trained


def curve(epochs: list[int]) -> Losses:
    numbers = np.array(epochs, dtype=np.float64)
    return Losses(np.array(epochs), numbers, numbers, numbers / 10)


SESSION = open_source("xor", Options())
WEIGHTS = np.ones(SESSION.network.parameters, dtype=np.float32)
TRAINED = as_if_trained(
    SESSION, WEIGHTS, curve(list(range(10))), epoch=9, batch=1, best=2 * WEIGHTS, best_epoch=4, best_loss=0.5
)


def test_the_checkpoint_of_the_best_epoch_has_its_weights_counts_and_curve() -> None:
    assert TRAINED.checkpoint is not None
    best = at_best(TRAINED.checkpoint)
    assert best.weights is TRAINED.checkpoint.best
    assert (best.epoch, best.batch, best.updates, best.optimizer) == (4, 0, 0, {})
    assert best.curve.epochs.tolist() == best.recent.epochs.tolist() == [0, 1, 2, 3, 4]
    assert (best.seconds, best.best_loss, best.best_epoch) == (0.4, 0.5, 4)
    assert at_best(best) is best


def test_a_curve_whose_recent_part_is_younger_ends_with_the_thinned_one() -> None:
    session = as_if_trained(SESSION, WEIGHTS, curve([0, 8, 16, 24]), epoch=30, best_epoch=17, recent=curve([20, 30]))
    assert session.checkpoint is not None
    assert at_best(session.checkpoint).recent.epochs.tolist() == [0, 8, 16]


def test_the_settings_that_were_taken_are_reported() -> None:
    lines: list[str] = []
    session = with_best_weights(TRAINED, lines.append)
    assert session.checkpoint is not None
    assert session.checkpoint.epoch == 4
    assert lines == ["back at the best epoch, 4 of 9; the optimiser's memory starts empty"]


@pytest.mark.parametrize(
    ("session", "told"),
    [(SESSION, "nothing was trained"), (as_if_trained(SESSION, WEIGHTS, curve([0, 3])), "present one, 3")],
)
def test_there_may_be_nothing_to_take(session, told: str) -> None:
    with pytest.raises(TrainingError, match=told):
        with_best_weights(session, silent)


def test_a_last_training_on_all_rows_begins_with_the_frozen_weights_of_now() -> None:
    session = open_source("cars", Options(hidden=(2,), validation=0.2))
    first = np.zeros(session.network.parameters, dtype=np.float32)
    trained = as_if_trained(session, first + 1, curve(list(range(4))), epoch=3, first=first)
    held = replace(trained, network=replace(trained.network, frozen_places=((0, 2), (5, 6))))
    fresh, _ = on_all_rows(held, 300, 392)
    assert not fresh.table.validation.any()
    assert np.flatnonzero(fresh.network.first_weights).tolist() == [0, 1, 5]
    assert not on_all_rows(trained, 300, 392)[0].network.first_weights
