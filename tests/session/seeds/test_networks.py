"""Networks with other seeds: trained alike, the first as the session itself, and how far they lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.data.encoding.encoder import encode
from nntui.errors import DataError, TrainingError
from nntui.session.change import with_options
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.seeds.networks import Spread, loss_band, metric_spreads, train_seeds
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.seeds.networks import SeedNetworks


def networks_of(source: str, count: int = 3, **settings: Any) -> SeedNetworks:
    found = train_seeds(Predictor(open_source(source, Options(**settings))), count)
    assert found is not None
    return found


def test_the_first_network_is_the_sessions_own_bit_for_bit_and_the_others_have_the_next_seeds() -> None:
    found = networks_of("iris", epochs=6, seed=4, validation=0.2)
    session = found.session
    predictor = Predictor(session)
    trainer = Trainer(session.network, session.training, encode(session.table, predictor.encoder))
    for _ in train(trainer, 6):
        pass
    assert [each.seed for each in found.networks] == [4, 5, 6]
    assert (found.networks[0].weights == trainer.checkpoint().weights).all()
    assert not (found.networks[0].weights == found.networks[1].weights).all()
    assert found.networks[0].train_loss == trainer.losses[0]
    assert found.networks[0].validation_loss == trainer.losses[1]
    assert (found.has_validation, found.diverged) == (True, 0)


def test_figures_are_those_of_each_networks_answers_to_the_same_validation_rows() -> None:
    found = networks_of("cars", epochs=3, validation=0.2)
    predictor = Predictor(found.session)
    table = found.session.table
    rows = encode(table, predictor.encoder).validation_rows
    truth = table.frame["mpg"].to_numpy()[rows]
    for each in found.networks:
        answers = predictor.trained_replies(table.frame[rows], each.weights).values[0].to_numpy()
        assert each.judged["rmse"] == pytest.approx(np.sqrt(np.mean((answers - truth) ** 2)), rel=1e-5)
    spread = metric_spreads([each.judged for each in found.networks])["rmse"]
    numbers = [each.judged["rmse"] for each in found.networks]
    assert (spread.lowest, spread.highest) == (min(numbers), max(numbers))
    assert spread.median == sorted(numbers)[1]
    assert spread.standard_deviation == pytest.approx(np.std(numbers, ddof=1))


def test_the_band_holds_every_curve_and_one_that_stopped_early_keeps_its_last_loss() -> None:
    found = networks_of("cars", 4, epochs=40, validation=0.2, patience=2, hidden=(4,), rate=0.05)
    band = loss_band(found)
    assert band.validation
    lengths = {each.epoch for each in found.networks}
    assert len(lengths) > 1
    assert int(band.epochs[-1]) == max(lengths)
    for each in found.networks:
        places = np.searchsorted(band.epochs, each.curve.epochs)
        assert (band.lowest[places] <= each.curve.validation).all()
        assert (band.highest[places] >= each.curve.validation).all()
        assert band.lowest[-1] <= each.validation_loss <= band.highest[-1]
    assert (band.lowest <= band.median).all()
    assert (band.median <= band.highest).all()


def test_the_band_is_of_training_rows_where_there_are_no_others() -> None:
    found = networks_of("xor", epochs=5)
    band = loss_band(found)
    assert (band.validation, band.networks) == (False, 3)
    assert found.networks[0].validation is None
    assert found.networks[0].judged is found.networks[0].training
    assert band.lowest[-1] == pytest.approx(min(each.train_loss for each in found.networks))


def test_networks_are_like_a_session_until_its_table_or_settings_change() -> None:
    found = networks_of("iris", epochs=1)
    session = found.session
    assert found.is_like(open_source("iris", Options(epochs=1)))
    assert not found.is_like(with_options(session, Options(rate=0.5)))
    assert not found.is_like(with_options(session, Options(hidden=(2,))))
    assert not found.is_like(open_source("iris", Options(epochs=1, validation=0.5)))


def test_a_network_that_diverges_is_left_out_and_if_all_do_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "steep.csv"
    path.write_text("x,y\n" + "".join(f"{n},{n}\n" for n in range(10)))
    settings: dict[str, Any] = {"hidden": (), "rate": 1e30, "optimizer": "sgd", "epochs": 50, "scale": ("none",)}
    with pytest.raises(TrainingError, match="each of the 3 trainings diverged"):
        networks_of(str(path), **settings)


def test_a_cancelled_training_has_no_result_and_tells_how_far_it_came() -> None:
    done: list[int] = []
    predictor = Predictor(open_source("iris", Options(epochs=2)))
    found = train_seeds(predictor, 10, cancelled=lambda: len(done) >= 2, progress=lambda count, _of: done.append(count))
    assert found is None
    assert done[:2] == [1, 2]
    assert len(done) < 10


def test_one_network_has_no_spread() -> None:
    with pytest.raises(DataError, match="give 2 networks or more"):
        networks_of("xor", 1)
    assert np.isnan(Spread.of([1.0]).standard_deviation)
