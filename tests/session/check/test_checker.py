"""Checks of a session: rows and samples, the curve along a weight, surfaces, and what is said about them."""

from __future__ import annotations

from dataclasses import replace as with_fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import DataError
from nntui.session.check import rows as row_samples
from nntui.session.check.checker import Checker
from nntui.session.check.rows import sample_rows
from nntui.session.check.words import is_held_fixed, kink_words, minimum_words, objective_notes
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.objective import Objective
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session


def opened(name: str = "tutorial", **options: Any) -> Session:
    return open_source(name, Options(**options))


def loss_of(session: Session, weights: np.ndarray) -> float:
    """The loss of a session's training rows, penalties included."""
    arrays = encode(session.table, Encoder.fit(session.table))
    values = Objective(session.network, session.training, arrays.inputs, arrays.targets).all_values(weights[None])
    return float(values.loss[0] + values.penalty[0])


def test_a_surface_has_the_loss_of_its_two_weights_and_the_present_one_in_its_middle() -> None:
    session = opened("iris", hidden=(3,), l2=0.01)
    checker = Checker(session)
    surface = checker.surface((2, 9), (1.0, 0.5))
    assert surface is not None
    assert surface.totals[16, 24] == pytest.approx(loss_of(session, checker.weights), rel=1e-12)
    for row, column in ((0, 0), (5, 40), (32, 48)):
        weights = checker.weights.copy()
        weights[[2, 9]] = surface.xs[column], surface.ys[row]
        assert surface.totals[row, column] == pytest.approx(loss_of(session, weights), rel=1e-12)
    lowest = surface.lowest
    assert lowest is not None
    assert surface.totals[lowest] == surface.totals.min()
    assert checker.surface((2, 9), (1.0, 0.5), lambda _: False) is None
    with pytest.raises(DataError, match="two different weights"):
        checker.surface((2, 2), (1.0, 1.0))


def test_the_curve_has_the_loss_along_a_weight_and_its_minimum() -> None:
    session = opened()
    checker = Checker(session)
    curve = checker.curve(6, 4.0)
    weights = checker.weights.copy()
    assert curve.totals[curve.here] == pytest.approx(loss_of(session, weights), rel=1e-12)
    assert curve.values[curve.here] == weights[6]
    assert curve.lowest is not None
    (check,) = checker.gradients([6])
    slope = np.gradient(curve.totals, curve.values)[curve.here]
    assert slope == pytest.approx(check.autograd, rel=1e-2)
    at, lowest = curve.lowest
    assert lowest <= curve.totals.min()
    weights[6] = at
    assert lowest == pytest.approx(loss_of(session, weights), rel=1e-12)
    assert "The loss is lowest at" in minimum_words(curve, checker.weights[6])
    near = checker.curve(6, 1e-3)
    assert near.at_end
    assert "look wider" in minimum_words(near, checker.weights[6])


def test_a_weight_that_the_loss_does_not_depend_on_is_told() -> None:
    session = opened("xor", hidden=(1,))
    weights = (0.0, 0.0, -1.0, 1.0, 0.0)  # the only neuron is off in every row
    session = replace(session, network=replace(session.network, first_weights=weights))
    curve = Checker(session).curve(3, 1.0)
    assert curve.flat
    assert "does not depend on this weight" in minimum_words(curve, 1.0)


def test_a_curve_without_a_finite_loss_says_so() -> None:
    session = opened("xor", hidden=(), loss="mse", output_activation="linear")
    checker = Checker(session)
    with np.errstate(all="ignore"):
        curve = checker.curve(0, 1e300)
    assert not np.isfinite(curve.totals[[0, -1]]).any()
    assert np.isfinite(curve.totals[curve.here])


def test_rows_are_sampled_where_all_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, part, less = (sample_rows(1000, work, 10, seed=3) for work in (1e5, 1e7, 1e8))
    assert whole.words == "all 1,000 training rows"
    assert part.words == "a sample of 400 of the 1,000 training rows"
    assert set(less.places) < set(part.places)
    assert sorted(part.places) == list(part.places)
    assert sample_rows(1, 1e99, 10, 0).words == "the only training row"
    with pytest.raises(DataError, match="no row to train on"):
        sample_rows(0, 1, 1, 0)
    session = opened("iris", hidden=(3,))
    monkeypatch.setattr(row_samples, "MOST_WORK", 1_000_000)
    checker = Checker(session)
    assert len(checker.surface_rows.places) < len(checker.rows.places) < 120
    curve = checker.curve(0, 1.0)
    (check,) = checker.gradients([0])
    assert curve.totals[curve.here] == pytest.approx(check.loss + check.penalty_loss, rel=1e-12)


def test_what_the_loss_has_in_it_is_said() -> None:
    settings = {"l2": 0.1, "weight_decay": 0.1, "dropout": 0.2, "label_smoothing": 0.1}
    session = opened("iris", hidden=(3,), optimizer="sgd", frozen=("biases",), **settings)
    notes = " ".join(objective_notes(session, 120))
    for words in ("includes the L2 penalty", "Weight decay is no part", "dropped out", "smoothed by 0.1", "a batch of"):
        assert words in notes
    assert is_held_fixed(session, 12)
    assert not is_held_fixed(session, 11)
    assert "half the sum" in " ".join(objective_notes(opened(), 3))
    assert objective_notes(opened("xor", batch=None), 4) == []


def test_a_kink_is_told_with_its_neuron_and_its_row() -> None:
    session = opened("xor", hidden=(1,), loss="mse", output_activation="linear")
    session = replace(session, network=replace(session.network, first_weights=(1.0, 1.0, 0.0, 1.0, 0.0)))
    checker = Checker(session)
    (check,) = checker.gradients([2])
    words = kink_words(session, check, checker.row_number)
    assert words.startswith("A kink: hidden 1 neuron 1 is at the kink of relu for row 2; ")
    assert kink_words(session, checker.gradients([4])[0], checker.row_number) == ""


def test_a_network_made_for_other_columns_or_without_finite_weights_is_refused() -> None:
    session = opened("xor")
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    diverged = with_fields(trainer.checkpoint(), weights=np.full(session.network.parameters, np.nan, np.float32))
    with pytest.raises(DataError, match="not finite numbers"):
        Checker(replace(session, checkpoint=diverged))
    with pytest.raises(DataError, match="other columns"):
        Checker(session, encoder=Encoder.fit(opened("iris").table))
