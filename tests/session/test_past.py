"""The chain of segments behind the present weights, and the part of it that a session file keeps."""

import dataclasses
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import SessionError, TrainingError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.past import GivenSession, bounded, joined, segment_at, stops
from nntui.session.session import Session, TrainedSegment
from nntui.session.store.file import load, save
from nntui.training.loop import train
from nntui.training.records import KeptMoment, Segment
from nntui.training.timeline import bytes_of
from nntui.training.trainer import Trainer


def moment(epoch: int, batch: int = 0) -> KeptMoment:
    return KeptMoment(
        epoch=epoch,
        batch=batch,
        weights=np.full(4, epoch, np.float32),
        best=np.full(4, epoch, np.float32),
        optimizer={},
        train_loss=1.0,
        validation_loss=1.0,
    )


def segment(*moments: KeptMoment, rows: int = 0) -> Segment:
    return Segment(moments=moments, first=np.zeros(4, np.float32), rate=0.1, rows=rows, settings=0)


OLD, NEW = (open_source("tutorial", Options(seed=seed)) for seed in (1, 2))
BEFORE = (TrainedSegment(segment(moment(0), moment(4), moment(8)), OLD),)


def epochs_of(chain: tuple[TrainedSegment, ...]) -> list[int]:
    return [each.epoch for _, each in stops(chain)]


def test_a_run_follows_the_segments_before_it_and_cuts_what_lies_after_its_beginning() -> None:
    given = [GivenSession(NEW, "2 neurons"), GivenSession(OLD, "row 1 deleted"), GivenSession(NEW, "row 2 deleted")]
    past = [segment(moment(6), moment(7)), segment(moment(8), moment(9), rows=2)]
    chain = joined(BEFORE, past, given)
    assert epochs_of(chain) == [0, 4, 6, 7, 8, 9]
    assert [(each.session, each.name) for each in chain] == [
        (OLD, ""),
        (NEW, "2 neurons"),
        (NEW, "row 1 deleted; row 2 deleted"),  # nothing was trained between them
    ]
    faster = dataclasses.replace(past[0], moments=(moment(7), moment(8)), rate=0.5)
    assert [each.name for each in joined((), [past[0], faster], given)] == ["2 neurons", "learning rate 0.1 -> 0.5"]
    again = joined(chain[:2], [segment(moment(6), moment(7))], [GivenSession(OLD, "seed 4")])
    assert [each.name for each in again] == ["", "2 neurons; seed 4"]
    assert joined(BEFORE, [], [GivenSession(NEW)]) is BEFORE
    assert epochs_of(joined(BEFORE, [segment(moment(0), moment(1))], [GivenSession(NEW)])) == [0, 1]


def test_an_epoch_belongs_to_the_last_segment_that_has_its_end() -> None:
    chain = joined(BEFORE, [segment(moment(6, 2), moment(9))], [GivenSession(NEW)])
    assert [segment_at(chain, epoch).session is NEW for epoch in (5, 6, 7, 30)] == [False, False, True, True]
    with pytest.raises(TrainingError, match=r"nothing is kept of epoch 3; the first that is kept is 6"):
        segment_at(chain[1:], 3)


@pytest.mark.parametrize(("bytes_each", "left"), [(5, [0, 4, 8, 9, 10]), (4, [0, 9, 10]), (2, [0, 9]), (1, [9])])
def test_the_oldest_segments_lose_their_moments_first(bytes_each: int, left: list[int]) -> None:
    chain = (*BEFORE, TrainedSegment(segment(moment(9), moment(10)), NEW))
    room = bytes_each * bytes_of([segment(moment(0))])
    assert epochs_of(bounded(chain, room)) == left


def trained(source: str, epochs: int, **options: Any) -> Session:
    """The session after so many epochs."""
    session = open_source(source, Options(engine="autograd", **options))
    trainer = Trainer(session.network, session.training, arrays_of(session))
    for _ in train(trainer, epochs):
        pass
    return replace(session, checkpoint=trainer.checkpoint())


def arrays_of(session: Session) -> Any:
    return encode(session.table, Encoder.fit(session.table))


def test_kept_moments_are_saved_and_training_goes_on_with_their_segment(tmp_path: Path) -> None:
    half, whole = (trained("iris", epochs, recipe="learn") for epochs in (50, 90))
    save(half, tmp_path / "a.nntui")
    save(load(tmp_path / "a.nntui"), tmp_path / "b.nntui")
    assert (tmp_path / "a.nntui").read_bytes() == (tmp_path / "b.nntui").read_bytes()
    opened = load(tmp_path / "a.nntui")
    trainer = Trainer(opened.network, opened.training, arrays_of(opened), opened.checkpoint)
    for _ in train(trainer, 90):
        pass
    assert whole.checkpoint is not None
    (going_on,), (at_once,) = trainer.past, whole.checkpoint.past
    assert [each.epoch for each in going_on.moments] == [each.epoch for each in at_once.moments]
    for one, other in zip(going_on.moments, at_once.moments, strict=True):
        assert all(map(np.array_equal, one.arrays(), other.arrays()))
        assert (one.best_loss, one.train_loss, one.updates) == (other.best_loss, other.train_loss, other.updates)


def test_a_file_without_kept_moments_opens(tmp_path: Path) -> None:
    session = trained("tutorial", 5)
    assert session.checkpoint is not None
    plain = replace(session, checkpoint=dataclasses.replace(session.checkpoint, past=(), past_end=0))
    save(plain, tmp_path / "plain.nntui")
    opened = load(tmp_path / "plain.nntui").checkpoint
    assert opened is not None
    assert opened.past == ()


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The file with changed settings."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    settings = json.loads(members["session.json"])
    change(settings)
    members["session.json"] = json.dumps(settings).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda past: past["moments"][1].update(weights=99), "does not contain the moments"),
        (lambda past: past["moments"][1].update(best=-1), "does not contain the moments"),
        (lambda past: past.update(moments=[]), "does not contain the moments"),
        (lambda past: past["moments"][1].update(epoch=0, best_epoch=0), "out of order"),
        (lambda past: past["moments"][1].update(best_epoch=7), "counts of a kept moment"),
        (lambda past: past["moments"][1].update(more=1), "unknown field"),
    ],
    ids=["weights", "best", "none", "order", "counts", "field"],
)
def test_damaged_moments_are_refused_in_one_line(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    save(trained("tutorial", 5), tmp_path / "a.nntui")
    path = changed(tmp_path / "a.nntui", lambda settings: change(settings["past"]))
    with pytest.raises(SessionError, match=reason) as refused:
        load(path)
    assert "\n" not in str(refused.value)
