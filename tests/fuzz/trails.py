"""A session with segments and another run, for the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.session.session import KeptRun, RunName, TrainedSegment
from tests.session.runs.test_judged import trained

if TYPE_CHECKING:
    from nntui.session.session import Session


def session_with_runs() -> Session:
    """A session whose second segment has other rows, and a run that shares the first."""
    run = trained("xor", 4)
    (first,) = run.chain
    later = replace(run, table=run.table.with_value(0, 0, 0.5))
    earlier = TrainedSegment(first.segment, replace(run, checkpoint=None, chain=()))
    other = replace(later, checkpoint=None, chain=())
    chain = (earlier, TrainedSegment(first.segment, other, "row 1 x1 0 -> 0.5"))
    kept = KeptRun(RunName(3, "b"), run)
    return replace(later, checkpoint=run.checkpoint, chain=chain, runs=(kept,), run=RunName(5, "x"))
