"""A search that runs in a thread of its own, and what the screen shows of it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.work.background import BackgroundThread

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event as Flag

    from nntui.session.options import Options
    from nntui.session.search import Search, Trial
    from nntui.session.session import Session

SECONDS = 30.0
"""The time that a search takes."""


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial as it is listed: ``mean`` and ``error`` of the search's metric over ``trainings`` so far.

    ``baseline`` is the mean that always the same answer has on the same folds.
    """

    number: int
    words: str
    trainings: int
    mean: float
    error: float
    baseline: float
    fault: str
    options: Options


@dataclass(frozen=True, slots=True)
class SearchState:
    """The trials so far, best first, and the best mean after each training: what the pane draws.

    ``metric`` and ``rows`` say what they are judged by and on. ``fault`` is why there was no search, "" otherwise.
    """

    trials: tuple[TrialRow, ...] = ()
    best_means: tuple[float, ...] = ()
    metric: str = ""
    rows: int = 0
    fault: str = ""


class Searching:
    """The search for better settings than those of a session.

    ``state`` is replaced as a whole by the thread, so that it may be read at any time. ``on_fault`` is called in the
    thread with an exception that nobody expected.
    """

    def __init__(self, on_fault: Callable[[Exception], object]) -> None:
        self.state = SearchState()
        self._on_fault = on_fault
        self._end = 0.0
        self._background = BackgroundThread("nntui-search")

    @property
    def running(self) -> bool:
        """Whether a search is under way."""
        return self._background.alive

    @property
    def seconds_left(self) -> int | None:
        """Whole seconds until it ends; None before it has begun, while the compiled engine is waited for."""
        return max(0, round(self._end - time.monotonic())) if self._end < math.inf else None

    def begin(self, session: Session, seconds: float = SECONDS) -> None:
        """Search for ``seconds``, in place of any search before."""
        self.stop()
        self.state = SearchState()
        self._end = math.inf
        self._background.begin(partial(self._work, session, seconds))

    def stop(self) -> None:
        """End the search after the present chunks of its trainings; its trials stay."""
        self._background.stop()

    def forget(self) -> None:
        """End the search and forget its trials."""
        self.stop()
        self.state = SearchState()

    def _work(self, session: Session, seconds: float, stop: Flag) -> None:
        try:
            from nntui.session.search import Search
            from nntui.training.many import wait_for_kernel

            search = Search(session)
            wait_for_kernel()
            end = self._end = time.monotonic() + seconds
            means: list[float] = []

            def watch(_trial: Trial) -> None:
                if not stop.is_set():
                    self.state = _state(search, means)

            search.run(present=True, stopped=lambda: stop.is_set() or time.monotonic() >= end, watch=watch)
        except NntuiError as error:
            if not stop.is_set():
                self.state = SearchState(fault=str(error))
        except Exception as fault:
            self._on_fault(fault)


def _state(search: Search, means: list[float]) -> SearchState:
    rows = []
    for trial in search.ranked():
        if trial.scores or trial.fault:
            estimate = trial.estimate(search.metric)
            options = search.options_of(trial)
            rows.append(
                TrialRow(
                    trial.number,
                    trial.words,
                    len(trial.scores),
                    estimate.mean,
                    estimate.standard_error,
                    trial.baseline(search.metric),
                    trial.fault,
                    options,
                )
            )
    judged = [row.mean for row in rows if not row.fault]
    if judged:
        means.append(judged[0])
    return SearchState(tuple(rows), tuple(means), search.metric, search.table.height)
