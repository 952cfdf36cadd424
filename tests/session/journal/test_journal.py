"""The journal of a session: each state is read as it was written, whatever became of the file's end."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import SessionError
from nntui.session.journal import writing
from nntui.session.journal.cells import shared_ends
from nntui.session.journal.reading import read_points, read_session
from nntui.session.journal.records import News, kept_points
from nntui.session.journal.writing import JournalWriter
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import KeptRun, RunName, Session, TrainedSegment
from nntui.session.store.file import load, save
from tests.faults import every_fault, failing_disk
from tests.session.runs.test_judged import trained

if TYPE_CHECKING:
    from pathlib import Path


def news(time: float = 0.0, **what: Any) -> News:
    return News(time, "iris", **what)


@pytest.fixture(scope="module")
def session() -> Session:
    """A session with a past of two segments, one of them with other rows, and another run."""
    run = trained("iris", 6)
    (first,) = run.chain
    later = replace(run, table=run.table.with_value(0, 0, 9.0))
    earlier = TrainedSegment(first.segment, replace(run, checkpoint=None, chain=()))
    last = TrainedSegment(first.segment, replace(later, checkpoint=None, chain=()), "row 1 sepal_length 5.1 -> 9")
    kept = KeptRun(RunName(3, "b"), run)
    return replace(later, chain=(earlier, last), runs=(kept,), run=RunName(5, "x"), path=None)


def file_of(session: Session, folder: Path) -> bytes:
    save(session, folder / "compared.nntui")
    return (folder / "compared.nntui").read_bytes()


def test_what_is_read_saves_the_same_file_as_what_was_written(session: Session, tmp_path: Path) -> None:
    journal = JournalWriter(tmp_path / "j")
    journal.write(session, session.table, news(1.0, epoch=6))
    found, about = read_session(tmp_path / "j")
    assert file_of(found, tmp_path) == file_of(session, tmp_path)
    assert about == news(1.0, epoch=6)
    assert found.path == tmp_path / "j"
    size = (tmp_path / "j").stat().st_size
    journal.write(session, session.table, news(2.0))
    again = (tmp_path / "j").stat().st_size - size
    assert again < size / 2  # neither cells nor kept weights are written again
    assert file_of(read_session(tmp_path / "j")[0], tmp_path) == file_of(session, tmp_path)


EDITS = {
    "cell": lambda table: table.with_value(70, 1, 0.25),
    "minus zero": lambda table: table.with_value(70, 1, -0.0),
    "emptied": lambda table: table.with_value(149, 0, None),
    "word": lambda table: table.with_value(3, 4, "rose"),
    "inserted row": lambda table: table.with_rows(70),
    "first row": lambda table: table.with_rows(0, [[1, 2, 3, 4, "setosa"]], [True]),
    "last row": lambda table: table.with_rows(150, [[1, 2, 3, 4, "setosa"]]),
    "removed rows": lambda table: table.without_rows(range(60, 90)),
    "no rows": lambda table: table.without_rows(range(150)),
    "moved row": lambda table: table.with_row_moved(2, 140),
    "mark": lambda table: table.with_mark([5, 6], validation=not table.is_validation(5)),
    "renamed": lambda table: table.renamed(0, "length"),
    "moved column": lambda table: table.with_column_moved(0, 3),
    "removed column": lambda table: table.without_column(2),
    "new column": lambda table: table.with_new_column(1, Column("twice", formula="sepal_length * 2")),
    "kind": lambda table: table.with_kind(0, "text"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_table_is_a_small_record_and_read_as_it_is(session: Session, tmp_path: Path, name: str) -> None:
    journal = JournalWriter(tmp_path / "j")
    journal.write(session, session.table, news())
    size = (tmp_path / "j").stat().st_size
    table = EDITS[name](session.table)
    journal.write_table(table, news(1.0))
    journal.write_table(table.with_value(0, 0, None), news(2.0)) if table.height else None
    journal.write_table(table, news(3.0))
    found, _ = read_session(tmp_path / "j")
    assert found.table == table
    assert found.table.columns == table.columns
    for cells, expected in zip(found.table.frame, table.frame, strict=True):
        assert all(map(_same, cells.to_list(), expected.to_list()))
    assert (tmp_path / "j").stat().st_size - size < size / 2
    journal.write(replace(session, table=table), table, news(4.0))
    assert read_session(tmp_path / "j")[0].table == table


def _same(one: object, other: object) -> bool:
    return repr(one) == repr(other)


def test_shared_ends_of_columns() -> None:
    def ends(old: list[float | None], new: list[float | None]) -> tuple[int, int]:
        return shared_ends(pl.Series(old, dtype=pl.Float64), pl.Series(new, dtype=pl.Float64))

    nan = float("nan")
    assert ends([1, 2, 3], [1, 2, 3]) == (3, 0)
    assert ends([1, 2, 3], [1, 5, 3]) == (1, 1)
    assert ends([1, 1, 1], [1, 1, 1, 1]) == (3, 0)
    assert ends([1, 2], [1, 3, 2]) == (1, 1)
    assert ends([1, nan, None], [1, nan, 0]) == (2, 0)
    assert ends([0.0], [-0.0]) == (0, 0)
    assert ends([], [1]) == ends([1], []) == (0, 0)


def test_a_large_table_costs_as_much_as_what_is_changed(tmp_path: Path) -> None:
    rows = 20_000
    table = Table.of([Column("x"), Column("y", role="target")], {name: np.arange(rows, dtype=float) for name in "xy"})
    session = replace(open_source("xor", Options()), table=table)
    journal = JournalWriter(tmp_path / "j")
    journal.write(session, table, news())
    size = (tmp_path / "j").stat().st_size
    for row in range(10):
        table = table.with_rows(row).with_value(row, 1, 3.0)
        journal.write_table(table, news(float(row)))
    assert (tmp_path / "j").stat().st_size - size < 10 * 4_000 < size / 4
    assert read_session(tmp_path / "j")[0].table == table


def test_whatever_a_kill_cuts_off_the_state_before_is_read_and_gone_on_with(session: Session, tmp_path: Path) -> None:
    journal = JournalWriter(tmp_path / "j")
    journal.write(session, session.table, news(1.0))
    whole = (tmp_path / "j").stat().st_size
    journal.write_table(session.table.with_value(0, 0, 7.0), news(2.0))
    journal.close()
    content = (tmp_path / "j").read_bytes()
    for end in (*range(whole, len(content), 97), len(content) - 1):
        for cut in (content[:end], content[:end] + bytes(len(content) - end)):
            (tmp_path / "cut").write_bytes(cut)
            assert read_session(tmp_path / "cut")[0].table.value(0, 0) == 9.0
    resumed = JournalWriter(tmp_path / "cut")
    resumed.write(session, session.table.with_value(0, 0, 8.0), news(3.0))
    assert read_session(tmp_path / "cut")[0].table.value(0, 0) == 8.0
    assert [each.time for each in read_points(tmp_path / "cut")] == [3.0]
    for end in (0, 5, 16, 40, whole - 1):
        (tmp_path / "cut").write_bytes(content[:end])
        with pytest.raises(SessionError, match="cut: "):
            read_session(tmp_path / "cut")


def test_five_states_are_kept_further_and_further_apart() -> None:
    times = {number: 10.0 * number for number in range(1_000)}
    kept = kept_points(times, 9_990.0)
    assert [9_990 - times[number] for number in kept] == [0, 60, 300, 1_200, 3_600]
    assert kept_points({1: 5.0}, 5.0) == [1]
    assert kept_points({}, 5.0) == []


def test_compacting_keeps_five_states_and_goes_on(session: Session, tmp_path: Path) -> None:
    journal = JournalWriter(tmp_path / "j")
    table = session.table
    journal.write(session, table, news(0.0))
    for minute in range(1, 120):
        table = table.with_value(0, 0, float(minute))
        journal.write_table(table, news(60.0 * minute))
    size = (tmp_path / "j").stat().st_size
    journal.compact(60.0 * 119)
    assert (tmp_path / "j").stat().st_size < size
    assert [each.time / 60 for each in read_points(tmp_path / "j")] == [119, 118, 114, 99, 59]
    assert [read_session(tmp_path / "j", point)[0].table.value(0, 0) for point in range(1, 6)] == [
        119,
        118,
        114,
        99,
        59,
    ]
    journal.write_table(table.with_value(0, 1, 5.0), news(60.0 * 120))
    found = read_session(tmp_path / "j")[0].table
    assert (found.value(0, 0), found.value(0, 1)) == (119, 5.0)
    journal.write(session, session.table, news(60.0 * 121))
    assert file_of(read_session(tmp_path / "j")[0], tmp_path) == file_of(session, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"j", "compared.nntui"}


def test_a_journal_that_grows_is_to_be_compacted(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "SPARE", 1_000)
    journal = JournalWriter(tmp_path / "j")
    assert not journal.due
    journal.write(session, session.table, news())
    assert journal.due
    journal.compact(0.0)
    assert not journal.due


@pytest.fixture(scope="module")
def small() -> Session:
    return trained("xor", 2)


def test_each_call_to_the_disk_may_fail_and_what_was_written_before_is_read(small: Session, tmp_path: Path) -> None:
    """After a fault the next write succeeds, and nothing in between is damaged."""
    base = tmp_path / "base"
    first = JournalWriter(base)
    first.write(small, small.table, news(1.0))
    first.close()
    later = small.table.with_value(0, 0, 7.0).with_rows(3)

    def work() -> None:
        shutil.copy(base, tmp_path / "j")
        journal = JournalWriter(tmp_path / "j")
        journal.write(small, later, news(2.0))
        journal.write_table(later.with_value(1, 1, 3.0), news(3.0))
        journal.sync()
        journal.compact(3.0)
        journal.close()

    for at, fault in every_fault(work):
        with failing_disk(at, fault), suppress(OSError):
            work()
        found, about = read_session(tmp_path / "j")
        assert about.time in {1.0, 2.0, 3.0}
        assert found.table.value(0, 0) == (0.0 if about.time == 1.0 else 7.0)
        journal = JournalWriter(tmp_path / "j")
        journal.write(small, later, news(4.0))
        journal.close()
        assert read_session(tmp_path / "j")[0].table == later
        (tmp_path / "j").unlink()
        assert [path.name for path in tmp_path.iterdir()] == ["base"]


def test_a_writer_goes_on_after_a_fault(small: Session, tmp_path: Path) -> None:
    """The same writer, whose disk has room again: it writes all that the failed writes lack."""
    later = small.table.with_value(0, 0, 7.0).with_rows(3)

    def begun() -> JournalWriter:
        (tmp_path / "j").unlink(missing_ok=True)
        journal = JournalWriter(tmp_path / "j")
        journal.write(small, small.table, news(1.0))
        return journal

    for at, fault in every_fault(lambda: begun().write(small, later, news(2.0))):
        journal = begun()
        with failing_disk(at, fault), suppress(OSError):
            journal.write(small, later, news(2.0))
        journal.write(small, later, news(3.0))
        assert read_session(tmp_path / "j")[0].table == later
        journal.close()


def test_each_call_of_saving_may_fail_and_the_old_file_or_the_new_one_is_there(small: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.nntui"
    save(small, path)
    old = path.read_bytes()
    new = replace(small, table=small.table.with_value(0, 0, 7.0))

    def work() -> None:
        save(new, path)

    for at, fault in every_fault(work):
        path.write_bytes(old)
        with failing_disk(at, fault):
            try:
                work()
            except SessionError:
                assert path.read_bytes() == old
        assert load(path).table.value(0, 0) in {0.0, 7.0}
        assert [each.name for each in tmp_path.iterdir()] == ["a.nntui"]
        save(new, path)
        assert load(path).table.value(0, 0) == 7.0
