"""The versions that undo and redo go through, and the memory that the training kept with them takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.session import milestones as module
from nntui.session.milestones import Milestone, MilestoneSlot
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import TrainedSegment
from nntui.session.timeline import Timeline
from nntui.training.records import Checkpoint, KeptMoment, Losses, Segment

NO_LOSSES = Losses(np.zeros(0, np.int64), *(np.zeros(0) for _ in range(3)))


@pytest.fixture
def table() -> Table:
    return Table.of([Column("weight")], {"weight": [9, 5, 6]})


def reached(epoch: int, parameters: int) -> Milestone:
    """A milestone of three times as many float32 as there are parameters."""
    flat = np.zeros(parameters, np.float32)
    checkpoint = Checkpoint(
        epoch=epoch, updates=epoch, weights=flat, first=flat + 1, best=flat, optimizer={}, curve=NO_LOSSES,
        recent=NO_LOSSES, seconds=0.0,
    )  # fmt: skip
    return Milestone.at(checkpoint, epoch, going=False)


def names(timeline: Timeline, *keys: str) -> list[str | None]:
    """The names of the edits that undo and redo reach, key by key."""
    went = [timeline.undo() if key == "u" else timeline.redo() for key in keys]
    return [None if version is None else version.name for version in went]


def test_undo_and_redo_go_through_the_edits_by_name(table: Table) -> None:
    timeline = Timeline(table)
    edited, shorter = table.with_value(0, 0, 1), table.with_value(0, 0, 1).without_rows(range(1, 2))
    timeline.apply("edit weight", edited)
    timeline.apply("delete row", shorter)
    assert (timeline.table, timeline.redo()) == (shorter, None)
    assert names(timeline, "u") == ["delete row"]
    assert timeline.table == edited
    assert names(timeline, "u") == ["edit weight"]
    assert (timeline.table, timeline.undo()) == (table, None)
    assert names(timeline, "U", "U", "U") == ["edit weight", "delete row", None]
    assert timeline.table == shorter


def test_a_new_edit_forgets_what_was_undone(table: Table) -> None:
    timeline = Timeline(table)
    timeline.apply("delete row", table.without_rows(range(1)))
    timeline.undo()
    timeline.apply("add row", table.with_rows(0))
    assert timeline.redo() is None
    assert timeline.table.height == 4


def test_after_very_many_edits_the_oldest_are_forgotten(table: Table) -> None:
    timeline = Timeline(table)
    for number in range(1_500):
        timeline.apply("edit weight", table.with_value(0, 0, number))
    while timeline.undo():
        pass
    assert timeline.table.value(0, 0) == 499
    assert len(list(timeline.present.up())) == 1


def test_the_oldest_training_is_dropped_once_all_of_it_takes_too_much_memory(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MILESTONE_BYTES", 3 * module.bytes_of([reached(1, 1_000)]))
    timeline = Timeline(table)
    lines = []
    for epoch in range(1, 6):
        version = timeline.apply("role", table.with_value(0, 0, epoch))
        version.line = MilestoneSlot()
        timeline.keep(version.line, reached(epoch, 1_000))
        timeline.keep(version.exact, reached(epoch, 10))
        lines.append(version.line)
    assert [line.milestone is None for line in lines] == [True, True, True, False, False]
    assert [line.lost for line in lines] == [1, 2, 3, None, None]


def test_the_oldest_segments_keep_their_beginning_alone_wherever_training_was_left(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_source("tutorial", Options())

    def segment(start: int, end: int) -> TrainedSegment:
        moments = tuple(
            KeptMoment(
                epoch=epoch, weights=np.zeros(1_000, np.float32), best=np.zeros(1_000, np.float32), optimizer={},
                train_loss=1.0, validation_loss=1.0,
            )
            for epoch in range(start, end)
        )  # fmt: skip
        first = moments[0].weights
        return TrainedSegment(Segment(moments=moments, first=first, rate=0.1, rows=0, settings=0), session)

    oldest, newest, present = segment(0, 10), segment(10, 20), segment(0, 1)
    earlier = replace(oldest.segment, moments=oldest.segment.moments[:5])
    chains = (replace(oldest, segment=earlier),), (oldest,), (oldest, newest)
    kept = [
        replace(milestone, checkpoint=replace(milestone.checkpoint, past=(chain[-1].segment,)), chain=chain)
        for milestone, chain in ((reached(chain[-1].segment.moments[-1].epoch, 10), chain) for chain in chains)
        if milestone.checkpoint is not None
    ]
    monkeypatch.setattr(module, "MILESTONE_BYTES", module.bytes_of(kept, (present,)) - 1)
    timeline = Timeline(table)
    timeline.begin_run((present,))
    slots = [MilestoneSlot() for _ in kept]
    for slot, milestone in zip(slots, kept, strict=True):
        timeline.keep(slot, milestone)
    found = [slot.milestone for slot in slots if slot.milestone is not None]
    lengths = [[len(each.segment.moments) for each in milestone.chain] for milestone in found]
    assert lengths == [[1], [1], [1, 10]]
    for milestone in found:
        assert milestone.checkpoint is not None
        assert milestone.checkpoint.past[-1] is milestone.chain[-1].segment


def test_one_training_that_is_too_large_alone_is_not_kept(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MILESTONE_BYTES", 100)
    timeline = Timeline(table)
    assert timeline.present.line is not None
    timeline.keep(timeline.present.line, reached(7, 1_000))
    assert (timeline.present.line.milestone, timeline.present.line.lost) == (None, 7)


def test_a_training_kept_in_two_places_counts_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    milestone = reached(7, 1_000)
    monkeypatch.setattr(module, "MILESTONE_BYTES", module.bytes_of([milestone]))
    timeline = Timeline(table)
    assert timeline.present.line is not None
    timeline.keep(timeline.present.line, milestone)
    timeline.keep(timeline.present.exact, milestone)
    assert timeline.present.line.milestone is timeline.present.exact.milestone is milestone


def test_first_weights_take_no_memory() -> None:
    flat = np.zeros(9, np.float32)
    first = Checkpoint(
        weights=flat, first=flat, best=flat, optimizer={}, curve=NO_LOSSES, recent=NO_LOSSES, seconds=0.0
    )
    milestone = Milestone.at(first, 200, going=False)
    assert (milestone.checkpoint, module.bytes_of([milestone]), milestone.goal) == (None, 0, 200)
