"""The earlier segments and other runs in a session file: as they were, within the cap, and nothing else believed."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.errors import SessionError
from nntui.session.past import stops, whole_chain
from nntui.session.session import KeptRun, RunName, Session, TrainedSegment
from nntui.session.store.file import load, save
from nntui.session.store.trail_writing import TrailWriter
from tests.session.runs.test_judged import trained

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def session() -> Session:
    """A session whose second segment has other rows, and a run that shares the first."""
    run = trained("iris", 6)
    (first,) = run.chain
    later = replace(run, table=run.table.with_value(0, 0, 9.0))
    earlier = TrainedSegment(first.segment, replace(run, checkpoint=None, chain=()))
    other = replace(later, checkpoint=None, chain=())
    moved = TrainedSegment(first.segment, other, "row 1 sepal_length 5.1 -> 9").until((0, 0))
    last = TrainedSegment(first.segment, other)
    kept = KeptRun(RunName(3, "b\u0107"), run)
    chain = (earlier, moved, last)
    return replace(later, checkpoint=run.checkpoint, chain=chain, runs=(kept,), run=RunName(5, "x"))


def test_segments_and_runs_are_read_as_they_were_saved(session: Session, tmp_path: Path) -> None:
    save(session, tmp_path / "a.nntui")
    opened = load(tmp_path / "a.nntui")
    assert [(each.name, each.start, each.segment.settings) for each in opened.chain] == [
        (each.name, each.start, each.segment.settings) for each in session.chain
    ]
    assert [each.session.table.value(0, 0) for each in opened.chain] == [5.1, 9.0, 9.0]
    for (_, one), (_, other) in zip(stops(opened.chain), stops(session.chain), strict=True):
        assert all(map(np.array_equal, one.arrays(), other.arrays()))
    assert opened.run == RunName(5, "x")
    (run,) = opened.runs
    assert (str(run.run), run.session.table.value(0, 0)) == ("D b\u0107", 5.1)
    reached, before = run.session.checkpoint, session.runs[0].session.checkpoint
    assert reached is not None
    assert before is not None
    assert (reached.epoch, reached.best_loss, reached.past_end) == (6, before.best_loss, before.past_end)
    assert np.array_equal(reached.weights, before.weights)
    assert np.array_equal(reached.curve.validation, before.curve.validation)
    assert whole_chain(opened) == opened.chain


def test_of_a_past_that_does_not_fit_the_newest_part_is_saved(session: Session) -> None:
    whole, _ = TrailWriter(session).write()
    assert whole is not None
    assert [len(each.moments) for each in whole.segments] == [7, 1]
    small, members = TrailWriter(session, room=3_000).write()
    assert small is not None
    assert (len(small.segments), len(small.runs)) == (1, 0)
    none, members = TrailWriter(session, room=0).write()
    assert none is not None
    assert (none.segments, none.runs, none.number, members) == ((), (), 5, {})
    assert TrailWriter(replace(session, chain=(), runs=(), run=None)).write() == (None, {})


def _set(*way: Any) -> Callable[[Any], None]:
    """Puts the last of ``way`` into the place in the trail that the others lead to."""
    *places, last, value = way

    def change(document: Any) -> None:
        place = document["trail"]
        for each in places:
            place = place[each]
        place[last] = value

    return change


def written(session: Session, folder: Path, change: Callable[[Any], None]) -> Path:
    """The file of ``session`` with changed settings."""
    path = folder / "hostile.nntui"
    save(session, path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(members["session.json"])
    change(document)
    members["session.json"] = json.dumps(document).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_names_of_runs_are_made_visible_and_short(session: Session, tmp_path: Path) -> None:
    opened = load(written(session, tmp_path, _set("runs", 0, "name", "\x1b[31m" + "x" * 99)))
    assert str(opened.runs[0].run) == "D \u241b[31m" + "x" * 35 + "\u2026"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_set("segments", 0, "session", 7), "a segment or run has no session"),
        (_set("segments", 0, "first", 10_000), "does not contain the weights that session.json names"),
        (_set("segments", 0, "moments", 1, "weights", -1), "does not contain the weights that session.json names"),
        (_set("segments", 0, "moments", []), "a segment of the past has no moments"),
        (_set("segments", 0, "moments", 1, "epoch", 99), "the kept moments are out of order"),
        (_set("runs", 0, "number", 5), "the numbers of the runs do not fit together"),
        (_set("runs", 0, "number", -2), "the numbers of the runs do not fit together"),
        (_set("runs", 0, "optimizer", {}), "a run does not name its optimiser's tensors"),
        (_set("runs", 0, "progress", "epoch", -1), "the counts of epochs and updates do not fit together"),
        (_set("sessions", 0, "table", 9), "a session of the past has no table"),
        (_set("sessions", 0, "network", "inputs", 9), "a network of the past does not fit"),
        (_set("tables", 0, "rows", 3), "table-1.parquet: does not contain the columns and rows"),
        (_set("tables", []), "it should contain"),
        (_set("surprise", 1), "unknown field"),
    ],
    ids=range(14),
)
def test_a_trail_that_contradicts_itself_is_refused_in_one_line(
    session: Session, tmp_path: Path, change: Callable[[Any], None], reason: str
) -> None:
    path = written(session, tmp_path, change)
    with pytest.raises(SessionError) as refused:
        load(path)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
