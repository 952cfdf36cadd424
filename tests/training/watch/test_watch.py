"""Stop rules and breakpoints end or pause a training in the very epoch in which they first hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nntui.model.spec import NetworkSpec
from nntui.model.trace import forward_pass
from nntui.training.loop import Step, train
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from nntui.training.watch.read import read_condition
from tests.training.samples import builtin, random_arrays

NOISE = random_arrays(30, 4, 1, validation=15)
CLASSES = builtin("iris")


def trained(*pauses: str, arrays: Any = NOISE, chunk: float = 60.0, until: int = 300, **settings: Any) -> Trainer:
    """A training up to the first end or pause, in chunks of at most so many seconds."""
    outputs = arrays.targets.shape[1]
    network = NetworkSpec(
        inputs=4, hidden=(8,), outputs=outputs, output_activation="softmax" if outputs > 1 else "linear"
    )
    spec = TrainingSpec(**{"batch": 10, "epochs": 400, "loss": "cross-entropy" if outputs > 1 else "mse", **settings})
    trainer = Trainer(network, spec, arrays)
    trainer.pause_at(pauses)
    run_on(trainer, until, chunk)
    return trainer


def run_on(trainer: Trainer, until: int, chunk: float = 60.0) -> None:
    for _ in train(trainer, until, chunk):
        pass


RULES: dict[str, dict[str, Any]] = {
    "validation": {"stop": ("validation < 0.1",)},
    "loss": {"stop": ("loss < 0.03",)},
    "turns": {"stop": ("validation turns",)},
    "plateau": {"plateau": 3, "rate": 0.05},
    "both": {"stop": ("loss < 0.06 and validation < 0.08",)},
    "metric": {"stop": ("accuracy > 0.9",), "arrays": CLASSES},
    "row": {"stop": ("row 110 is right",), "arrays": CLASSES},
    "epoch": {"stop": ("epoch 17",)},
}


@pytest.mark.parametrize("engine", ["autograd", "fused"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_ends_training_in_the_same_epoch_however_it_is_cut_into_chunks(rule: str, engine: str) -> None:
    whole, pieces = (trained(engine=engine, chunk=chunk, **RULES[rule]) for chunk in (60.0, 0.0))
    assert whole.status == pieces.status == "finished"
    assert 0 < whole.state.epoch < 300
    assert whole.state.epoch == pieces.state.epoch
    assert whole.reason == pieces.reason
    assert np.array_equal(whole.state.parameters.flat, pieces.state.parameters.flat)
    assert np.array_equal(whole.state.best, pieces.state.best)
    one, other = (each.checkpoint() for each in (whole, pieces))
    assert [each.epoch for each in one.past[0].moments] == [each.epoch for each in other.past[0].moments]
    assert np.array_equal(one.curve.train, other.curve.train)


@pytest.mark.parametrize("rule", ["validation", "loss", "both"])
def test_the_epoch_is_the_first_one_in_which_the_rule_holds(rule: str) -> None:
    ended = trained(**RULES[rule])
    condition = read_condition(ended.spec.stop[0])
    losses = ended.history.curve()
    bounds = {each.kind.example.split()[0]: float(each.values[1]) for each in condition.clauses}
    known = {"loss": losses.train, "validation": losses.validation}
    held = np.all([known[name] < bound for name, bound in bounds.items()], axis=0)
    assert held.tolist() == [False] * ended.state.epoch + [True]
    again = ended.state.epoch
    run_on(ended, 300)
    assert ended.state.epoch == again  # it holds still


def test_the_weights_of_an_epoch_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(*given: Any) -> Any:
        made.append(len(given[2]))
        return forward_pass(*given)

    monkeypatch.setattr("nntui.model.trace.forward_pass", counted)
    ended = trained("training accuracy > 0.9", arrays=CLASSES, until=5)
    assert ended.state.epoch == 5
    assert len(made) == 6  # those with which it begins, too


def test_a_plateau_is_an_epoch_with_hardly_less_loss_than_some_epochs_before() -> None:
    ended = trained(**RULES["plateau"])
    losses = ended.history.curve().train
    flat = [loss >= before * 0.999 for before, loss in zip(losses[:-3], losses[3:], strict=True)]
    assert flat == [False] * (len(flat) - 1) + [True]
    assert ended.reason == "the training loss has hardly fallen in 3 epochs"


@pytest.mark.parametrize("chunk", [60.0, 0.0])
def test_a_breakpoint_pauses_and_training_goes_on_from_there(chunk: float) -> None:
    plain = trained(until=60)
    losses = plain.history.curve().validation
    crossings = [each for each in range(1, 61) if losses[each] < 0.067 <= losses[each - 1]]
    paused = trained("validation < 0.067", chunk=chunk, until=60)
    assert (paused.status, paused.state.epoch) == ("paused", crossings[0])
    assert paused.reason.startswith("breakpoint validation < 0.067: the validation loss is 0.06")
    found = [crossings[0]]
    while paused.status == "paused":
        run_on(paused, 60, chunk)
        found.append(paused.state.epoch)
    assert len(crossings) > 1
    assert found == [*crossings, 60]
    assert np.array_equal(paused.state.parameters.flat, plain.state.parameters.flat)


def test_steps_and_other_trainings_take_no_notice_of_breakpoints() -> None:
    trainer = trained("epoch 2", until=1)
    for _ in range(3):
        for _ in train(trainer, Step.EPOCH):
            pass
    assert (trainer.state.epoch, trainer.reason) == (4, "")
    assert trained(breakpoints=("epoch 2",), until=5).state.epoch == 5


def test_a_neuron_that_dies_and_a_row_that_is_right_are_found_by_weights() -> None:
    settings: dict[str, Any] = {"rate": 0.3, "optimizer": "sgd", "l1": 0.05}
    dying = trained("neuron h3 dies", **settings)
    assert dying.status == "paused"
    assert dying.reason == "breakpoint neuron h3 dies: neuron h3 answers the same for every row"
    dead = dying.state.epoch
    again = trained("neuron h3 dies", until=dead - 1, **settings)
    assert (again.status, again.state.epoch) == ("finished", dead - 1)
    right = trained("row 110 is right", arrays=CLASSES)
    assert right.reason == "breakpoint row 110 is right: row 110 is right"


def test_what_does_not_fit_the_network_or_the_rows_is_not_watched_for() -> None:
    unfitting = trained("neuron h99 dies", "row 9000 is right", "rmse < 100", arrays=CLASSES, until=3)
    assert (unfitting.status, unfitting.state.epoch) == ("finished", 3)


def test_seconds_end_training_by_the_clock() -> None:
    ended = trained(most_seconds=1e-9, chunk=0.0)
    assert ended.state.epoch == 1
    assert "by the clock" in ended.reason
