"""Training in a thread: commands in, snapshots and events out."""

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Queue
from threading import Semaphore
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from nntui.data.encode import Arrays
from nntui.errors import TrainingError
from nntui.training.engine import Engine
from nntui.training.loop import train
from nntui.training.records import Checkpoint
from nntui.training.run import Closed, Event, Failed, Finished, Paused, Ready, Run, Started
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays, trainer_of

ROWS = random_arrays(22, 3, 1, validation=6)
OTHER = random_arrays(40, 3, 1, seed=5)
FOREVER = 10**12
PATIENCE = 20.0
"""Seconds after which a test gives up."""

Kind = TypeVar("Kind")


@dataclass
class Watched:
    """A run and the events it told."""

    make_trainer: Callable[[], Trainer]
    events: Queue[Event] = field(default_factory=Queue)

    def __post_init__(self) -> None:
        self.run = Run(self.make_trainer, self.events.put)
        self.run.start()

    def next(self, kind: type[Kind]) -> Kind:
        """The next event, which must be of this kind."""
        event = self.events.get(timeout=PATIENCE)
        assert isinstance(event, kind), event
        return event

    def now(self) -> Checkpoint:
        """A checkpoint, once all commands before this were obeyed."""
        return self.run.checkpoint().result(PATIENCE)


@pytest.fixture
def watched() -> Iterator[Callable[..., Watched]]:
    """Makes runs, and ends them after the test."""
    made: list[Watched] = []

    def make(make_trainer: Callable[[], Trainer] = lambda: trainer_of(ROWS)) -> Watched:
        made.append(Watched(make_trainer))
        return made[-1]

    yield make
    for each in made:
        each.run.close()
        assert each.run.join(PATIENCE)


def trained(until: int, *, rate: float | None = None) -> Checkpoint:
    """The same training without a thread."""
    trainer = trainer_of(ROWS)
    if rate is not None:
        trainer.set_rate(rate)
    list(train(trainer, until))
    return trainer.checkpoint()


def test_a_run_is_ready_with_the_first_weights(watched) -> None:
    run = watched()
    snapshot = run.next(Ready).snapshot
    assert (snapshot.state, snapshot.epoch, snapshot.updates) == ("ready", 0, 0)
    assert np.array_equal(snapshot.weights, trained(0).weights)
    assert run.run.latest() is snapshot


def test_training_in_a_thread_ends_in_the_weights_of_training_without_one(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.train(300)
    run.next(Started)
    snapshot = run.next(Finished).snapshot
    assert (snapshot.state, snapshot.epoch, snapshot.reason) == ("finished", 300, "300 epochs are done")
    assert np.array_equal(snapshot.weights, trained(300).weights)
    assert run.run.latest() is snapshot


def test_a_pause_stops_at_a_whole_place_and_training_goes_on_from_there(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.train(FOREVER)
    run.next(Started)
    run.run.pause()
    snapshot = run.next(Paused).snapshot
    assert snapshot.state == "paused"
    assert run.now().epoch == snapshot.epoch
    run.run.train(snapshot.epoch + 50)
    run.next(Started)
    end = run.next(Finished).snapshot
    assert np.array_equal(end.weights, trained(snapshot.epoch + 50).weights)


def test_a_pause_that_has_nothing_to_pause_says_nothing(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.pause()
    run.run.step()
    assert run.next(Paused).snapshot.updates == 1


def test_every_step_asked_for_is_made_and_paused_after(watched) -> None:
    run = watched()
    run.next(Ready)
    for _ in range(4):
        run.run.step()
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
    run.run.step()
    run.next(Paused)
    run.run.epoch()
    run.next(Started)
    assert run.next(Paused).snapshot.updates == 3


def test_a_step_while_training_pauses_after_one_more_update(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.train(FOREVER)
    run.next(Started)
    run.run.step()
    snapshot = run.next(Paused).snapshot
    assert snapshot.updates == 3 * snapshot.epoch + snapshot.batch
    assert run.now().updates == snapshot.updates


def test_another_goal_while_training_takes_the_place_of_the_first(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.train(FOREVER)
    run.next(Started)
    run.run.train(0)
    assert run.next(Finished).snapshot.state == "finished"


@dataclass
class Gated:
    """An engine that tells of each update before it makes it, and waits to be let through."""

    engine: Engine
    asked: Queue[None] = field(default_factory=Queue)
    open: Semaphore = field(default_factory=lambda: Semaphore(0))
    name: str = "gated"

    def epochs(self, count: int) -> NDArray[np.float64]:
        raise AssertionError("a chunk of this clock is one update")

    def batches(self, count: int) -> None:
        assert count == 1
        self.asked.put(None)
        assert self.open.acquire(timeout=PATIENCE)
        self.engine.batches(count)

    def evaluate(self) -> tuple[float, float]:
        return self.engine.evaluate()


def gated() -> tuple[Callable[[], Trainer], Queue[Gated]]:
    """Makes a trainer whose every chunk is one update through a gate."""
    made: Queue[Gated] = Queue()

    def make_trainer() -> Trainer:
        seconds = iter(range(10**9))
        trainer = trainer_of(ROWS, clock=lambda: float(next(seconds)))
        trainer.pace.measured(updates=1, seconds=1.0)
        trainer.engine = gate = Gated(trainer.engine)
        made.put(gate)
        return trainer

    return make_trainer, made


def test_two_epoch_steps_asked_for_in_one_epoch_are_both_made(watched) -> None:
    make_trainer, made = gated()
    run = watched(make_trainer)
    gate = made.get(timeout=PATIENCE)
    run.next(Ready)
    run.run.epoch()
    gate.asked.get(timeout=PATIENCE)
    run.run.epoch()
    gate.open.release(6)
    run.next(Started)
    assert run.next(Paused).snapshot.epoch == 2


def test_a_rate_waits_for_the_next_epoch(watched) -> None:
    make_trainer, made = gated()
    run = watched(make_trainer)
    gate = made.get(timeout=PATIENCE)
    run.run.train(2)
    gate.asked.get(timeout=PATIENCE)
    run.run.set_rate(0.5)
    seen = []
    for _ in range(3):
        gate.open.release()
        gate.asked.get(timeout=PATIENCE)
        snapshot = run.run.latest()
        seen.append((snapshot.epoch, snapshot.batch, snapshot.rate))
    assert seen == [(0, 1, 0.01), (0, 2, 0.01), (1, 0, 0.5)]
    gate.open.release(3)


def test_rows_wait_for_the_next_epoch_too_but_not_when_it_is_paused(watched) -> None:
    make_trainer, made = gated()
    run = watched(make_trainer)
    gate = made.get(timeout=PATIENCE)
    run.next(Ready)
    run.run.train(FOREVER)
    run.next(Started)
    gate.asked.get(timeout=PATIENCE)
    run.run.replace_data(OTHER)
    gate.open.release()
    gate.asked.get(timeout=PATIENCE)
    assert run.run.latest().batch == 1
    run.run.pause()
    gate.open.release()
    snapshot = run.next(Paused).snapshot
    assert (snapshot.epoch, snapshot.batch, snapshot.updates) == (0, 0, 2)
    assert snapshot.validation_loss is None


def test_an_edit_reaches_training_that_goes_on(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.train(FOREVER)
    run.next(Started)
    run.run.replace_data(OTHER)
    assert run.now().epoch < FOREVER
    run.run.pause()
    snapshot = run.next(Paused).snapshot
    assert snapshot.train_loss == trainer_of(OTHER, run.now()).losses[0]


def test_a_rate_is_taken_at_once_when_paused(watched) -> None:
    run = watched()
    run.run.set_rate(0.3)
    run.run.train(20)
    for kind in (Ready, Started):
        run.next(kind)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(20, rate=0.3).weights)


def test_a_checkpoint_taken_while_training_goes_on_in_another_run(watched) -> None:
    run = watched()
    run.run.train(FOREVER)
    checkpoint = run.now()
    assert checkpoint.state in ("ready", "paused")
    other = watched(lambda: trainer_of(ROWS, checkpoint))
    other.run.train(checkpoint.epoch + 10)
    for kind in (Ready, Started):
        other.next(kind)
    assert np.array_equal(other.next(Finished).snapshot.weights, trained(checkpoint.epoch + 10).weights)


def test_a_checkpoint_asked_for_before_closing_is_given_and_one_after_is_refused(watched) -> None:
    run = watched()
    run.run.train(FOREVER)
    before = run.run.checkpoint()
    run.run.close()
    assert before.result(PATIENCE).updates >= 0
    assert run.run.join(PATIENCE)
    with pytest.raises(TrainingError, match="training has ended"):
        run.run.checkpoint().result(PATIENCE)


def test_closing_ends_training_and_is_the_last_thing_told(watched) -> None:
    run = watched()
    run.run.train(FOREVER)
    for kind in (Ready, Started):
        run.next(kind)
    run.run.close()
    run.next(Closed)
    assert run.run.join(PATIENCE)
    assert run.events.empty()
    assert run.run.latest().state in ("ready", "paused")


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
    run.run.train(1_000)
    for kind in (Ready, Started):
        run.next(kind)
    failed = run.next(Failed)
    assert failed.snapshot is not None
    assert failed.snapshot.state == "failed"
    assert failed.reason == failed.snapshot.reason
    assert np.isfinite(failed.snapshot.weights).all()
    run.run.set_rate(1e-6)
    run.run.train(failed.snapshot.epoch + 1)
    run.next(Started)
    run.next(Finished)


def test_a_table_without_rows_fails_with_a_hint_and_trains_once_it_has_some(watched) -> None:
    run = watched(lambda: trainer_of(Arrays.none(3, 1)))
    run.run.train(10)
    for kind in (Ready, Started):
        run.next(kind)
    assert "fill one in" in run.next(Failed).reason
    run.run.replace_data(ROWS)
    run.run.train(10)
    run.next(Started)
    assert run.next(Finished).snapshot.epoch == 10


def test_a_refused_command_is_told_and_leaves_the_weights_to_train_on(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.replace_data(random_arrays(5, 2, 1))
    assert "2 inputs" in run.next(Failed).reason
    run.run.train(5)
    run.next(Started)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(5).weights)


class Broken:
    """An engine with a programming fault."""

    name = "broken"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def epochs(self, count: int) -> NDArray[np.float64]:
        self.engine.batches(2)
        raise ZeroDivisionError("two\nlines")

    def batches(self, count: int) -> None:
        self.epochs(1)

    def evaluate(self) -> tuple[float, float]:
        return self.engine.evaluate()


def test_a_fault_of_ours_is_logged_told_in_a_line_and_undone(watched, caplog: pytest.LogCaptureFixture) -> None:
    def make_trainer() -> Trainer:
        trainer = trainer_of(ROWS)
        trainer.engine = Broken(trainer.engine)
        return trainer

    run = watched(make_trainer)
    run.run.train(10)
    for kind in (Ready, Started):
        run.next(kind)
    assert run.next(Failed).reason == "nntui has a fault: ZeroDivisionError: two"
    assert "Traceback" in caplog.text
    assert np.array_equal(run.now().weights, trained(0).weights)


def test_a_listener_that_fails_does_not_stop_training(caplog: pytest.LogCaptureFixture) -> None:
    events: Queue[Event] = Queue()

    def listen(event: Event) -> None:
        events.put(event)
        raise RuntimeError("no screen")

    run = Run(lambda: trainer_of(ROWS), listen)
    run.start()
    run.train(10)
    run.close()
    assert run.join(PATIENCE)
    assert [type(events.get_nowait()) for _ in range(events.qsize())][-1] is Closed
    assert "no screen" in caplog.text


def test_snapshots_of_the_past_do_not_change(watched) -> None:
    run = watched()
    first = run.next(Ready).snapshot
    weights, curve = first.weights.copy(), first.curve.train.copy()
    run.run.train(200)
    run.next(Started)
    assert run.next(Finished).snapshot.epoch == 200
    assert np.array_equal(first.weights, weights)
    assert np.array_equal(first.curve.train, curve)


@pytest.mark.parametrize("made", ["sample()", "Event().wait()"])
def test_a_run_that_nobody_closed_keeps_no_process_from_exiting(made: str) -> None:
    script = f"""
    from threading import Event
    from nntui.training.run import Run

    def sample():
        from tests.training.samples import random_arrays, trainer_of
        return trainer_of(random_arrays(20, 3, 1))

    training = Event()
    run = Run(lambda: {made}, lambda event: training.set())
    run.start()
    run.train(10**12)
    if {made.startswith("sample")}:
        training.wait()
    print("leaving")
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "leaving\n", "")
