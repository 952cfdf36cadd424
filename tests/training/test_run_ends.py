"""How a run ends or fails, and what it leaves."""

import gc
import subprocess
import sys
import textwrap
import weakref
from queue import Queue

import numpy as np
import pytest

from nntui.data.encoding.encoder import Arrays
from nntui.errors import TrainingError
from nntui.training.messages import Closed, Event, Failed, Finished, Ready, ReplaceData, Started, Steer, Train
from nntui.training.run import Run
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays, trainer_of
from tests.training.watched import FOREVER, PATIENCE, ROWS, Broken, trained


def test_a_checkpoint_asked_for_before_closing_is_given_and_one_after_is_refused(watched) -> None:
    run = watched()
    run.run.do(Train(FOREVER))
    before = run.run.checkpoint()
    run.run.close()
    assert before.result(PATIENCE).updates >= 0
    assert run.run.join(PATIENCE)
    with pytest.raises(TrainingError, match="training has ended"):
        run.run.checkpoint().result(PATIENCE)


def test_closing_ends_training_and_is_the_last_event(watched) -> None:
    run = watched()
    run.run.do(Train(FOREVER))
    for kind in (Ready, Started):
        run.next(kind)
    run.run.close()
    run.next(Closed)
    assert run.run.join(PATIENCE)
    assert run.events.empty()
    assert run.run.latest().state in ("ready", "paused")


@pytest.mark.parametrize("engine", ["fused", "autograd"])
def test_a_run_that_has_ended_holds_no_trainer(engine: str) -> None:
    made: list[weakref.ref[Trainer]] = []

    def make() -> Trainer:
        trainer = trainer_of(ROWS, engine=engine)
        made.append(weakref.ref(trainer))
        return trainer

    events: Queue[Event] = Queue()
    run = Run(make, events.put)
    gc.disable()
    try:
        run.start()
        run.do(Train(3))
        while not isinstance(events.get(timeout=PATIENCE), Finished):
            pass
        run.close()
        assert run.join(PATIENCE)
        assert run.until is None
        assert [each() for each in made] == [None]
    finally:
        gc.enable()


def test_a_run_that_never_started_needs_no_waiting_for() -> None:
    run = Run(lambda: trainer_of(ROWS), lambda event: None)
    run.close()
    assert run.join(PATIENCE)


def test_a_trainer_that_cannot_be_made_is_a_failure_in_the_users_words(watched) -> None:
    run = watched(lambda: trainer_of(ROWS, device="abacus"))
    assert "device abacus" in run.next(Failed).reason
    run.next(Closed)
    with pytest.raises(TrainingError, match="training has ended"):
        run.now()


def test_a_loss_that_is_no_number_is_a_failure_from_which_a_lower_rate_trains_on(watched) -> None:
    run = watched(lambda: trainer_of(ROWS, optimizer="sgd", rate=5.0, l2=1.0))
    run.run.do(Train(1_000))
    for kind in (Ready, Started):
        run.next(kind)
    failed = run.next(Failed)
    assert failed.snapshot is not None
    assert failed.snapshot.state == "failed"
    assert failed.reason == failed.snapshot.reason
    assert np.isfinite(failed.snapshot.weights).all()
    run.run.do(Steer(TrainingSpec(engine="autograd", batch=8, optimizer="sgd", rate=1e-6, l2=1.0)))
    run.run.do(Train(failed.snapshot.epoch + 1))
    run.next(Started)
    run.next(Finished)


def test_a_table_without_rows_fails_with_a_hint_and_trains_once_it_has_some(watched) -> None:
    run = watched(lambda: trainer_of(Arrays.none(3, 1)))
    run.run.do(Train(10))
    for kind in (Ready, Started):
        run.next(kind)
    assert "fill one in" in run.next(Failed).reason
    run.run.do(ReplaceData(ROWS))
    run.run.do(Train(10))
    run.next(Started)
    assert run.next(Finished).snapshot.epoch == 10


def test_a_refused_command_is_reported_and_leaves_the_weights_to_train_on(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(ReplaceData(random_arrays(5, 2, 1)))
    assert "2 inputs" in run.next(Failed).reason
    run.run.do(Train(5))
    run.next(Started)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(5).weights)


def test_an_internal_error_is_logged_reported_in_a_line_and_undone(watched, caplog: pytest.LogCaptureFixture) -> None:
    def make_trainer() -> Trainer:
        trainer = trainer_of(ROWS)
        trainer.engine = Broken(trainer.engine)
        return trainer

    run = watched(make_trainer)
    run.run.do(Train(10))
    for kind in (Ready, Started):
        run.next(kind)
    assert run.next(Failed).reason == "Internal error (ZeroDivisionError: two). The log has details."
    assert "Traceback" in caplog.text
    assert np.array_equal(run.now().weights, trained(0).weights)


def test_a_listener_that_fails_does_not_stop_training(caplog: pytest.LogCaptureFixture) -> None:
    events: Queue[Event] = Queue()

    def listen(event: Event) -> None:
        events.put(event)
        raise RuntimeError("no screen")

    run = Run(lambda: trainer_of(ROWS), listen)
    run.start()
    run.do(Train(10))
    run.close()
    assert run.join(PATIENCE)
    assert [type(events.get_nowait()) for _ in range(events.qsize())][-1] is Closed
    assert "no screen" in caplog.text


@pytest.mark.parametrize("made", ["sample()", "Event().wait()"])
def test_a_run_that_nobody_closed_keeps_no_process_from_exiting(made: str) -> None:
    script = f"""
    from threading import Event
    from nntui.training.messages import Train
    from nntui.training.run import Run

    def sample():
        from tests.training.samples import random_arrays, trainer_of
        return trainer_of(random_arrays(20, 3, 1))

    training = Event()
    run = Run(lambda: {made}, lambda event: training.set())
    run.start()
    run.do(Train(10**12))
    if {made.startswith("sample")}:
        training.wait()
    print("leaving")
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "leaving\n", "")
