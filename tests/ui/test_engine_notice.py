"""The notice of the chosen engine is in the log."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from nntui.training.messages import Ready
from nntui.ui.work.loader import make_run
from nntui.ui.work.runner import Runner
from tests.training.samples import random_arrays, trainer_of

NOTICE = "the compiled kernel cannot be used: no numba; training with torch instead, which is slower"


def test_a_notice_goes_into_the_log_once_however_many_runs_have_it() -> None:
    told: list[tuple[str, ...]] = []
    view: Any = SimpleNamespace(tell=lambda *words: told.append(words))
    runner = Runner(view, make_run)
    snapshot = trainer_of(random_arrays(4, 2, 1)).snapshot()
    runner.handle(Ready(snapshot))
    assert not told
    for _ in range(2):
        runner.handle(Ready(replace(snapshot, notice=NOTICE)))
    assert told == [(NOTICE, "warning")]
