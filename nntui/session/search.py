"""The search for a good small network: recipes compared by cross-validation, the better ones on more folds."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data.encoding.shape import training_rows
from nntui.data.marks import split_column
from nntui.errors import DataError, NntuiError
from nntui.session.change import with_options
from nntui.session.folds import Estimate, estimates, folds_of, without_marks
from nntui.session.options import Options
from nntui.session.recipes import GOOD
from nntui.session.trials import trial_settings
from nntui.training.many import train_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.data.table import Table
    from nntui.session.folds import Fold
    from nntui.session.session import Session
    from nntui.training.many import TrainingJob
    from nntui.training.scores.metrics import Metrics

DIVERGED = "diverged"
PRESENT = "the present settings"
"""The words of the trial of the session's own settings."""
FOLDS = 5
RUNGS = (2, 5, 15)
"""Trainings of a trial after each stage: two folds, all of them once, and three times."""
KEPT = 3
"""One trial in this many goes on to the next stage."""
BRACKET = 12
"""Trials that begin together; the best of them meets the best so far."""


@dataclass(slots=True)
class Trial:
    """A set of settings and how it did so far.

    ``words`` describe it in a line. ``scores`` are the metrics on the folds it was judged on, in order, and
    ``baselines`` those of always the same answer; ``fault`` says why it could not be tried, "" otherwise.
    """

    number: int
    words: str
    options: Options
    scores: list[Metrics] = field(default_factory=list)
    baselines: list[Metrics] = field(default_factory=list)
    fault: str = ""

    def estimate(self, metric: str) -> Estimate:
        """The mean of ``metric`` over the folds so far, and its standard error."""
        if not self.scores:
            return Estimate(math.inf, math.nan)
        return estimates(self.scores, FOLDS).get(metric, Estimate(math.inf, math.nan))

    def baseline(self, metric: str) -> float:
        """The mean of ``metric`` that always the same answer has on these folds; NaN before any."""
        known = [each[metric] for each in self.baselines if metric in each]
        return sum(known) / len(known) if known else math.nan


class Search:
    """Looks for the settings that do best on folds of the training rows of ``session``.

    Validation rows take no part at all. Every trial of a stage is judged on the same folds, so that they can be
    compared; the better third goes on (successive halving: Jamieson and Talwalkar 2016). With the same seed and number
    of trials the result is the same, whatever the cores.
    Raises DataError for a table of too few rows to train on.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.table = training_table(session)
        if self.table.height < FOLDS:
            raise DataError(f"a search needs {FOLDS} rows to train on, or more; there are {self.table.height}")
        self.metric = "rmse" if session.task == "regression" else "log_loss"
        self.trials: list[Trial] = []
        self.best: Trial | None = None

    def run(
        self,
        trials: int | None = None,
        *,
        present: bool = False,
        stopped: Callable[[], bool] = lambda: False,
        watch: Callable[[Trial], object] = lambda _trial: None,
    ) -> Trial | None:
        """Try ``trials`` sets of settings, or go on until ``stopped``, and return the best; None where none was judged.

        ``present`` also tries the session's own settings, which go through every stage, to be compared with.
        ``watch`` is called whenever a trial has another score.
        """
        made = trial_settings(self.session.training.seed, GOOD)
        if present:
            made = chain([(PRESENT, Options())], made)
        while not stopped() and (trials is None or len(self.trials) < trials):
            count = BRACKET if trials is None else min(BRACKET, trials - len(self.trials))
            begun = [
                Trial(number, words, options)
                for number, (words, options) in zip(
                    range(len(self.trials), len(self.trials) + count), made, strict=False
                )
            ]
            self.trials += begun
            self._bracket(begun, stopped, watch)
            if self.best is None and all(trial.fault not in ("", DIVERGED) for trial in begun):
                raise DataError(begun[0].fault)  # the table is at fault, and no settings will help
        return self.best

    def ranked(self) -> list[Trial]:
        """The trials, best first: those that came further before those that were dropped earlier."""
        return sorted(self.trials, key=self._rank)

    def _rank(self, trial: Trial) -> tuple[int, float]:
        rung = sum(len(trial.scores) >= reached for reached in RUNGS)
        return (1, math.inf) if trial.fault else (-rung, trial.estimate(self.metric).mean)

    def _bracket(self, trials: list[Trial], stopped: Callable[[], bool], watch: Callable[[Trial], object]) -> None:
        """Judge ``trials`` stage by stage; the winner replaces the best so far if it does better on the same folds."""
        left = trials
        for stage, trainings in enumerate(RUNGS):
            self._judge(left, trainings, stopped, watch)
            self.best = min([*([self.best] if self.best else []), *left], key=self._rank)
            left = [trial for trial in left if not trial.fault]
            if stopped() or not left:
                break
            left.sort(key=self._rank)
            if stage + 1 < len(RUNGS):
                kept = left[: max(1, math.ceil(len(left) / KEPT))]
                left = kept + [trial for trial in left if trial.words == PRESENT and trial not in kept]
        if self.best is not None and (self.best.fault or not self.best.scores):
            self.best = None

    def _judge(
        self, trials: list[Trial], trainings: int, stopped: Callable[[], bool], watch: Callable[[Trial], object]
    ) -> None:
        """Bring each of ``trials`` to ``trainings`` scores; one that diverges, or cannot be set up, is at fault."""
        made: deque[tuple[Trial, Fold]] = deque()
        for checkpoint in train_many(self._jobs(trials, trainings, made, watch), cancelled=stopped):
            trial, fold = made.popleft()
            if checkpoint.state == "failed":
                trial.fault = DIVERGED
            elif not trial.fault:
                own, trivial = fold.scores(checkpoint)
                trial.scores.append(own)
                trial.baselines.append(trivial)
            watch(trial)

    def _jobs(
        self, trials: list[Trial], stop: int, made: deque[tuple[Trial, Fold]], watch: Callable[[Trial], object]
    ) -> Iterator[TrainingJob]:
        """The trainings that ``trials`` lack to ``stop`` scores, those of one trial after the other."""
        for trial in trials:
            start = len(trial.scores)
            try:
                session = self._session(trial.options)
                folds = folds_of(session, session.table, FOLDS, math.ceil(stop / FOLDS), start)
                for fold in islice(folds, stop - start):
                    made.append((trial, fold))
                    yield fold.job
            except NntuiError as error:
                trial.fault = str(error)
                watch(trial)

    def _session(self, options: Options) -> Session:
        """The session of a trial: training rows alone, with the settings of ``options``."""
        alone = changed(self.session, table=self.table, checkpoint=None, validation=0.0)
        return with_options(alone, options.with_settings(validation=0.0))

    def session_of(self, trial: Trial) -> Session:
        """The session with the settings of ``trial``, untrained, and the same validation rows."""
        return with_options(changed(self.session, checkpoint=None), self.options_of(trial))

    def options_of(self, trial: Trial) -> Options:
        """The options that give the session the settings of ``trial``, and leave its validation rows as they are."""
        return trial.options if self._has_validation else trial.options.with_settings(validation=0.0)

    @cached_property
    def _has_validation(self) -> bool:
        table = self.session.table
        return bool(table.validation.any()) or split_column(table.columns) is not None


def training_table(session: Session) -> Table:
    """The rows that the session trains on, none of them a validation row."""
    return without_marks(session.table, training_rows(session.table))
