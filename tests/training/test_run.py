"""Training in a thread: commands in, snapshots and events out."""

import numpy as np

from nntui.training import worker
from nntui.training.loop import Step
from nntui.training.messages import Finished, Pause, Paused, Ready, ReplaceData, SetLimit, Started, Steer, Train
from nntui.training.spec import TrainingSpec
from tests.training.samples import trainer_of
from tests.training.watched import FOREVER, OTHER, PATIENCE, ROWS, gated, trained


def test_a_run_is_ready_with_the_first_weights(watched) -> None:
    run = watched()
    snapshot = run.next(Ready).snapshot
    assert (snapshot.state, snapshot.epoch, snapshot.updates) == ("ready", 0, 0)
    assert np.array_equal(snapshot.weights, trained(0).weights)
    assert run.run.latest() is snapshot


def test_training_in_a_thread_ends_in_the_weights_of_training_without_one(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Train(300))
    run.next(Started)
    snapshot = run.next(Finished).snapshot
    assert (snapshot.state, snapshot.epoch, snapshot.reason) == ("finished", 300, "finished at epoch 300")
    assert np.array_equal(snapshot.weights, trained(300).weights)
    assert run.run.latest() is snapshot


def test_a_pause_stops_at_a_whole_place_and_training_goes_on_from_there(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Train(FOREVER))
    run.next(Started)
    run.run.do(Pause())
    snapshot = run.next(Paused).snapshot
    assert snapshot.state == "paused"
    assert run.now().epoch == snapshot.epoch
    run.run.do(Train(snapshot.epoch + 50))
    run.next(Started)
    end = run.next(Finished).snapshot
    assert np.array_equal(end.weights, trained(snapshot.epoch + 50).weights)


def test_a_pause_that_has_nothing_to_pause_says_nothing(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Pause())
    run.run.do(Train(Step.UPDATE))
    assert run.next(Paused).snapshot.updates == 1


def test_where_training_goes_is_known_before_the_thread_gets_to_it(watched) -> None:
    run = watched()
    assert run.run.until is None
    run.next(Ready)
    for _ in range(50):
        run.run.do(Train(FOREVER))
        assert run.run.until == FOREVER
        run.run.do(Pause())
        assert run.run.until is None
    run.run.do(Train(run.now().epoch + 5))
    while not isinstance(run.events.get(timeout=PATIENCE), Finished):
        pass
    assert run.run.until is None


def test_every_step_asked_for_is_made_and_paused_after(watched) -> None:
    run = watched()
    run.next(Ready)
    for _ in range(4):
        run.run.do(Train(Step.UPDATE))
    snapshots = [run.next(Paused).snapshot for _ in range(4)]
    assert [(snapshot.epoch, snapshot.batch, snapshot.updates) for snapshot in snapshots] == [
        (0, 1, 1),
        (0, 2, 2),
        (1, 0, 3),
        (1, 1, 4),
    ]
    assert len({snapshot.train_loss for snapshot in snapshots}) == 4
    assert snapshots[3].curve.epochs.tolist() == [0, 1]


def test_an_epoch_step_runs_to_the_end_of_its_epoch(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Train(Step.UPDATE))
    run.next(Paused)
    run.run.do(Train(Step.EPOCH))
    run.next(Started)
    assert run.next(Paused).snapshot.updates == 3


def test_a_step_while_training_pauses_after_one_more_update(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Train(FOREVER))
    run.next(Started)
    run.run.do(Train(Step.UPDATE))
    snapshot = run.next(Paused).snapshot
    assert snapshot.updates == 3 * snapshot.epoch + snapshot.batch
    assert run.now().updates == snapshot.updates


def test_another_goal_while_training_takes_the_place_of_the_first(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Train(FOREVER))
    run.next(Started)
    run.run.do(Train(0))
    assert run.next(Finished).snapshot.state == "finished"


def test_two_epoch_steps_asked_for_in_one_epoch_are_both_made(watched) -> None:
    make_trainer, made = gated()
    run = watched(make_trainer)
    gate = made.get(timeout=PATIENCE)
    run.next(Ready)
    run.run.do(Train(Step.EPOCH))
    gate.asked.get(timeout=PATIENCE)
    run.run.do(Train(Step.EPOCH))
    gate.open.release(6)
    run.next(Started)
    assert run.next(Paused).snapshot.epoch == 2


def test_other_settings_are_taken_after_the_present_chunk_of_an_epoch(watched, monkeypatch) -> None:
    monkeypatch.setattr(worker, "SHOWN_SECONDS", 0.0)
    make_trainer, made = gated()
    run = watched(make_trainer)
    gate = made.get(timeout=PATIENCE)
    run.run.do(Train(2))
    gate.asked.get(timeout=PATIENCE)
    run.run.do(Steer(TrainingSpec(engine="autograd", batch=8, rate=0.5)))
    seen = []
    for _ in range(3):
        gate.open.release()
        gate.asked.get(timeout=PATIENCE)
        snapshot = run.run.latest()
        seen.append((snapshot.epoch, snapshot.batch, snapshot.rate))
    assert seen == [(0, 1, 0.5), (0, 2, 0.5), (1, 0, 0.5)]
    gate.open.release(3)


def test_rows_wait_for_the_next_epoch_too_but_not_when_it_is_paused(watched) -> None:
    make_trainer, made = gated()
    run = watched(make_trainer)
    gate = made.get(timeout=PATIENCE)
    run.next(Ready)
    run.run.do(Train(FOREVER))
    run.next(Started)
    gate.asked.get(timeout=PATIENCE)
    run.run.do(ReplaceData(OTHER))
    gate.open.release()
    gate.asked.get(timeout=PATIENCE)
    assert run.run.latest().batch == 1
    run.run.do(Pause())
    gate.open.release()
    snapshot = run.next(Paused).snapshot
    assert (snapshot.epoch, snapshot.batch, snapshot.updates) == (0, 0, 2)
    assert snapshot.validation_loss is None


def test_an_edit_reaches_training_that_goes_on(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(Train(FOREVER))
    run.next(Started)
    run.run.do(ReplaceData(OTHER))
    assert run.now().epoch < FOREVER
    run.run.do(Pause())
    snapshot = run.next(Paused).snapshot
    assert snapshot.train_loss == trainer_of(OTHER, run.now()).losses[0]


def test_training_that_is_slowed_down_answers_at_once_and_ends_in_the_same_weights(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(SetLimit(1e-3))
    run.run.do(Train(FOREVER))
    run.next(Started)
    assert run.now().epoch <= 1
    run.run.do(Pause())
    assert run.next(Paused).snapshot.epoch <= 1
    run.run.do(SetLimit(None))
    run.run.do(Train(60))
    run.next(Started)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(60).weights)


def test_a_rate_is_taken_at_once_when_paused(watched) -> None:
    run = watched()
    run.run.do(Steer(TrainingSpec(engine="autograd", batch=8, rate=0.3)))
    run.run.do(Train(20))
    for kind in (Ready, Started):
        run.next(kind)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(20, rate=0.3).weights)


def test_a_checkpoint_taken_while_training_goes_on_in_another_run(watched) -> None:
    run = watched()
    run.run.do(Train(FOREVER))
    checkpoint = run.now()
    assert checkpoint.state in ("ready", "paused")
    other = watched(lambda: trainer_of(ROWS, checkpoint))
    other.run.do(Train(checkpoint.epoch + 10))
    for kind in (Ready, Started):
        other.next(kind)
    assert np.array_equal(other.next(Finished).snapshot.weights, trained(checkpoint.epoch + 10).weights)


def test_snapshots_of_the_past_do_not_change(watched) -> None:
    run = watched()
    first = run.next(Ready).snapshot
    weights, curve = first.weights.copy(), first.curve.train.copy()
    run.run.do(Train(200))
    run.next(Started)
    assert run.next(Finished).snapshot.epoch == 200
    assert np.array_equal(first.weights, weights)
    assert np.array_equal(first.curve.train, curve)
