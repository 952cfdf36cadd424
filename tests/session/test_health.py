"""What goes wrong in a training is named in time, with a cause and a cure that works; healthy ones raise no alarm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as changed

from nntui.data.encoding.encoder import Encoder, encode
from nntui.model.layout import layer_views
from nntui.session.follow import silent
from nntui.session.health.balance import balanced
from nntui.session.health.cures import cure_of
from nntui.session.health.words import as_object, in_words
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.health.checks import CHECK_BY_ID, CHECKS
from nntui.training.trainer import Trainer
from tests.session.health_runs import IN_TIME, SICK, Sick, rare, watched

pytestmark = pytest.mark.usefixtures("shipped_recipes")


@pytest.mark.parametrize("sick", SICK, ids=[f"{each.check}-{number}" for number, each in enumerate(SICK)])
def test_a_sick_training_is_named_in_time_and_cured_by_what_is_offered(sick: Sick) -> None:
    run, cured = watched(sick.session(), sick.epochs), sick.cured()
    finding = run.found(sick.check)
    assert finding is not None
    assert finding.epoch <= finding.named <= sick.onset + IN_TIME
    assert not cured.health.lasting
    if sick.check == "imbalance":  # a low loss is just what misleads
        before, after = (each.score.training.network.metrics["balanced_accuracy"] for each in (run, cured))
        assert after > before
    elif sick.source == "tutorial":  # always answering 1 happens to be near its targets
        assert run.health.looks[-1].spread == 0 < cured.health.looks[-1].spread
    else:
        assert cured.loss < run.loss


def test_every_check_has_a_sick_training() -> None:
    assert {each.check for each in SICK} == set(CHECK_BY_ID)


@pytest.mark.parametrize("source", ["tutorial", "iris", "circle", "moons", "sine", "plane"])
def test_a_healthy_training_raises_no_alarm(source: str) -> None:
    session = open_source(source, Options(seed=1))
    assert watched(session, session.training.epochs).health.findings == ()


def test_findings_do_not_depend_on_how_the_work_is_cut() -> None:
    for sick in (each for each in SICK if each.check in {"rate-high", "oscillation", "spike", "dead"}):
        runs = [watched(sick.session(), sick.epochs, chunk=chunk) for chunk in (1e-9, 1e9)]
        looks = [[each.epoch for each in run.health.looks] for run in runs]
        assert looks[0] == looks[1]
        assert runs[0].health.findings == runs[1].health.findings


def test_looking_at_a_training_does_not_change_a_bit_of_it() -> None:
    session = open_source("iris", Options(epochs=30, seed=2))
    looked = watched(session, 30).session.checkpoint
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    trainer.epochs(30)
    assert looked is not None
    assert (looked.weights == trainer.checkpoint().weights).all()


def test_the_weights_of_silenced_neurons_are_looked_at_as_they_are_kept() -> None:
    session = open_source("iris", Options(seed=2))
    session = changed(session, network=changed(session.network, silenced=((1, 0),)))
    run = watched(session, 1)
    reached = run.session.checkpoint
    assert reached is not None
    sizes = [each.weights for each in run.health.looks[0].layers]
    weights, _ = layer_views(session.network, reached.first)
    assert [float(np.linalg.norm(each.astype(float))) for each in weights] == pytest.approx(sizes)


def test_what_begins_in_the_middle_of_a_training_is_named_in_time() -> None:
    healthy = watched(open_source("bumps", Options(seed=0)), 40).session
    faster = changed(healthy, training=changed(healthy.training, rate=3.0))
    finding = watched(faster, 40).health.findings[0]
    assert 40 <= finding.epoch <= finding.named <= 40 + IN_TIME


def test_a_consequence_is_not_named_beside_its_cause_and_has_its_cure() -> None:
    unscaled = next(each for each in SICK if each.check == "unscaled")
    run = watched(unscaled.session(), unscaled.epochs)
    assert [each.check for each in run.health.lasting] == ["unscaled", "divergence"]
    words = {cure_of(each, run.health, run.session).words for each in run.health.lasting}
    assert words == {"standard scaling of all numbers, from first weights"}


def test_a_finding_says_what_where_since_when_and_names_the_row_that_it_is_due_to() -> None:
    spike = next(each for each in SICK if each.check == "spike")
    run = watched(spike.session(), spike.epochs)
    finding = run.found("spike")
    assert finding is not None
    assert in_words(finding).startswith(
        "spike in epochs 1 to 2: the training loss jumped to 66.7, 20.9 times its lowest"
    )
    assert in_words(finding).endswith("row 61 alone has 99 % of the loss")
    told = as_object(finding, "c")
    assert (told["check"], told["epoch"], told["row"], told["layer"], told["cure"]) == ("spike", 1, 61, None, "c")


def test_the_health_of_the_past_has_what_was_known_then() -> None:
    sick = next(each for each in SICK if each.check == "vanishing")
    health = watched(sick.session(), sick.epochs).health
    finding = health.findings[0]
    assert finding.ended is not None
    assert health.until(finding.named - 1).findings == ()
    assert health.until(finding.named).lasting == (replace(finding, ended=None),)
    assert all(each.epoch <= finding.named for each in health.until(finding.named).looks)


def test_rows_of_rare_classes_are_repeated_and_validation_rows_stay() -> None:
    session = Sick("imbalance", rare(), {"validation": 0.3}).session()
    after = balanced(session)
    table, more = session.table, after.table.frame.slice(session.table.height)
    assert after.table.frame.head(table.height).equals(table.frame)
    assert after.table.validation.sum() == table.validation.sum()
    training = table.frame.filter(~table.validation)["answer"].to_list()
    counts = {answer: training.count(answer) for answer in ("yes", "no")}
    assert set(more["answer"].to_list()) == {"yes"}
    assert more.height == counts["yes"] * (counts["no"] // counts["yes"] - 1)


def test_looks_are_made_while_little_is_learnt_and_none_where_all_is_well() -> None:
    session = open_source("circle", Options(epochs=200, seed=1))
    run = watched(session, 200)
    looks = [each.epoch for each in run.health.looks]
    assert looks[:4] == [0, 1, 2, 3]
    assert looks[-1] < 60
    assert run.health.looks[-1].loss > 0.5 * 0.69
    slow = [
        each.epoch
        for each in watched(next(each for each in SICK if each.check == "plateau").session(), 100).health.looks
    ]
    assert slow[-1] == 100
    assert slow[-2] - slow[-3] == 8


def test_each_check_is_named_in_words_of_its_own() -> None:
    assert len({each.name for each in CHECKS}) == len({each.id for each in CHECKS}) == len(CHECKS) == 14
    assert all(each.help.endswith(".") for each in CHECKS)
    assert {cause for each in CHECKS for cause in each.explained_by} <= set(CHECK_BY_ID)


def test_the_best_weights_of_a_training_that_never_got_better_are_its_first() -> None:
    sick = next(each for each in SICK if each.check == "divergence")
    run = watched(sick.session(), sick.epochs)
    cure = cure_of(run.health.findings[0], run.health, run.session)
    assert cure.words == "learning rate 0.3 -> 0.03, from the first weights"
    assert cure.change(run.session, silent).checkpoint is None
