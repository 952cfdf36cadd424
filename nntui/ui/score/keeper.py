"""The score on the screen, calculated anew as training goes on, at little cost to it."""

from __future__ import annotations

import asyncio
import math
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from nntui.errors import NntuiError
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.data.table import Table
    from nntui.session.evaluate import SessionJudge
    from nntui.session.predict import Predictor
    from nntui.training.records import KeptMoment, Snapshot
    from nntui.training.scores.score import Score
    from nntui.ui.score.history import ScoreHistory
    from nntui.ui.score.line import ScoreLine
    from nntui.ui.work.controller import Controller

INTERVAL = 0.25
"""Least seconds from one score to the next while training runs,"""
SHARE = 0.02
"""and the most of that time that scores take."""
AT_REST = 0.1
"""Seconds for which earlier moments are scored at a time while the weights rest."""
NO_SCORE = "no score: the table cannot be trained on as it is"


def pause_after(seconds: float) -> float:
    """The seconds until the next score after one that took so many."""
    return max(INTERVAL, seconds / SHARE)


class ScoreQuestion(NamedTuple):
    """The network and rows to judge, and the state of its training (None: there is no network yet)."""

    predictor: Predictor
    snapshot: Snapshot | None

    def same(self, other: ScoreQuestion | None) -> bool:
        """True if ``other`` asks the same, so that its score still holds."""
        return other is not None and self.predictor is other.predictor and self.snapshot is other.snapshot


class ScoreAnswer(NamedTuple):
    """A score with its warnings (None: the table cannot be trained on), and the seconds that it took, once the rows
    were encoded and the linear model was fitted. Before that it is not ``complete``."""

    score: Score | None
    warnings: Sequence[str] = ()
    seconds: float = 0.0
    complete: bool = True


class ScoreKeeper:
    """Keeps the score of what the ``controller`` holds on ``line``; ``take`` is given it, its warnings and its table.
    The ``history`` is given the scores of the present run, and where it is shown those of its kept moments.

    It is calculated in a thread, one at a time. While the weights move that is at most four times a second,
    and so seldom that it takes at most ``SHARE`` of the time; whenever they rest, it is at once.
    """

    def __init__(
        self,
        controller: Controller,
        line: ScoreLine,
        take: Callable[[Score | None, Sequence[str], Table], object],
        history: ScoreHistory,
    ) -> None:
        self._controller, self._line, self._take, self._history = controller, line, take, history
        self._asked: ScoreQuestion | None = None
        self._shown: ScoreQuestion | None = None
        self._due = -math.inf
        self._under_way = False
        self._judge: SessionJudge | None = None
        self._compared: SessionJudge | None = None  # the one whose linear model is fitted, or next to be

    @property
    def current(self) -> bool:
        """Whether the score shown is that of the present rows and weights."""
        shown, now = self._shown, self._controller.snapshot
        if shown is None or shown.snapshot is None or now is None or shown.predictor is not self._controller.predictor:
            return False
        return shown.snapshot.updates == now.updates and bool((shown.snapshot.weights == now.weights).all())

    def look(self) -> None:
        """Calculate the score again if anything changed and it is time to; to be called often."""
        predictor, snapshot = self._controller.predictor, self._controller.snapshot
        if self._under_way or predictor is None:
            return
        asked = ScoreQuestion(predictor, snapshot)
        if asked.same(self._asked) or not _fits(asked):
            self._look_back()
            return
        moving = self._asked is not None and self._asked.predictor is predictor and self._controller.training
        if moving and time.monotonic() < self._due:
            return
        self._asked, self._under_way = asked, True
        self._line.run_worker(host_of(self._line).guarded(partial(self._answer, asked)), group="score")

    async def _answer(self, asked: ScoreQuestion) -> None:
        try:
            answer = await asyncio.to_thread(self._calculated, asked)
        finally:
            self._under_way = False
        self._due = time.monotonic() + pause_after(answer.seconds)
        self._line.show_score(answer.score, answer.warnings, NO_SCORE)
        self._shown = asked
        shown = asked.snapshot
        if answer.score is not None and shown is not None and not shown.batch and self._controller.past.shown is None:
            self._history.add(shown.epoch, answer.score)
        if not answer.complete:
            self._asked, self._due = None, -math.inf  # the same again, with the linear model
            return
        self._take(answer.score, answer.warnings, asked.predictor.session.table)

    def _look_back(self) -> None:
        """Score some kept moments of the training so far, if the history of the score is shown and lacks them."""
        if not self._history.wanted or self._judge is None or self._controller.past.shown is not None:
            return
        if self._controller.training and time.monotonic() < self._due:
            return
        kept = [each for each in self._controller.kept_moments() if not self._history.knows(each.epoch)]
        if kept and self._judge.predictor is self._controller.predictor:
            self._under_way = True
            work = partial(self._score_kept, self._judge, kept)
            self._line.run_worker(host_of(self._line).guarded(work), group="score")

    async def _score_kept(self, judge: SessionJudge, kept: Sequence[KeptMoment]) -> None:
        """Score as many of the ``kept`` moments as the time allows."""
        from nntui.training.scores.score import Progress

        def calculated() -> list[tuple[int, Score]]:
            scored: list[tuple[int, Score]] = []
            end = time.monotonic() + (0 if self._controller.training else AT_REST)
            for each in kept:
                score = judge.score(each.weights, Progress())
                for judged in filter(None, (score.training, score.validation)):
                    _ = judged.network.metrics
                scored.append((each.epoch, score))
                if time.monotonic() >= end:
                    break
            return scored

        begun = time.monotonic()
        try:
            scored = await asyncio.to_thread(calculated)
        finally:
            self._under_way = False
        self._due = time.monotonic() + (time.monotonic() - begun) / SHARE
        if judge is self._judge:
            for epoch, score in scored:
                self._history.add(epoch, score)

    def _calculated(self, asked: ScoreQuestion) -> ScoreAnswer:
        """The score; in another thread."""
        from nntui.session.evaluate import SessionJudge
        from nntui.training.scores.score import Progress
        from nntui.training.scores.warnings import warnings_of

        snapshot, predictor = asked.snapshot, asked.predictor
        try:
            if self._judge is None or self._judge.predictor is not predictor:
                self._judge = SessionJudge(predictor)
        except NntuiError:
            self._judge = None
            return ScoreAnswer(None)
        if snapshot is None:
            score = self._judge.beforehand()
            return ScoreAnswer(score, warnings_of(score))
        progress = Progress(
            trained=snapshot.updates > 0 or snapshot.epoch > 0,
            diverged=snapshot.state == "failed",
            straight=not predictor.session.network.hidden,
        )
        if progress.trained and self._compared is not self._judge:
            self._compared = self._judge
            score = self._judge.score(snapshot.weights, progress)
            return ScoreAnswer(score, warnings_of(score, with_line=False), complete=False)
        if progress.trained:
            _ = self._judge.judge.linear
        begun = time.monotonic()
        score = self._judge.score(snapshot.weights, progress)
        warnings = warnings_of(score)
        for judgement in (score.training.network, score.judged.network, score.judged.trivial, score.judged.linear):
            _ = (
                judgement.metrics if len(score.targets) < 2 else judgement.of_targets
            )  # here, not on the screen's thread
        return ScoreAnswer(score, warnings, time.monotonic() - begun)


def _fits(asked: ScoreQuestion) -> bool:
    """True unless one of network and weights is about to be replaced, or a trained network is still being loaded."""
    session = asked.predictor.session
    if asked.snapshot is None:
        return session.checkpoint is None or session.checkpoint.untrained
    return len(asked.snapshot.weights) == session.network.parameters
