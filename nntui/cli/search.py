"""``nntui search``: the best small network for a table, found on its training rows and judged on the others."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

from nntui.cli.group import FAILED, INTERRUPTED
from nntui.cli.opening import check_out, opened_for_training, save_or_beside
from nntui.cli.outcome import train_session
from nntui.cli.output import say, say_json, stop_on_signal, warn
from nntui.cli.progress import progress, progress_mode
from nntui.cli.result import result_object
from nntui.cli.scores import score_lines
from nntui.cli.train_journal import locked
from nntui.data.files.atomic import FileStamp
from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.session.encoders import encoder_of
from nntui.session.search import FOLDS, Search
from nntui.training.many import wait_for_kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nntui.cli.outcome import Outcome
    from nntui.cli.output import Json
    from nntui.cli.progress import ProgressMode
    from nntui.session.options import Options
    from nntui.session.search import Trial

DEFAULT_SECONDS = 30.0
SHOWN_TRIALS = 10
"""Trials that the text lists; --json has them all."""


def run(
    source: str,
    options: Options,
    *,
    seconds: float | None,
    trials: int | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Search, train the best, save it, and print the trials and the score.

    In JSON: the object of ``train --json`` for the best network, and ``"search": {"metric", "folds", "rows", "trials":
    [{"number", "settings", "trainings", "mean", "standard_error", "baseline", "fault"}], "best"}``.
    """
    stamp = None if out is None else FileStamp.of(out)
    shown = progress_mode(quiet=quiet, as_json=as_json)
    session, _, notes = opened_for_training(source, options, shown)
    if out is not None:
        check_out(out)
    with locked(out):
        search = Search(session)
        limit = None if trials is not None else seconds or DEFAULT_SECONDS
        with stop_on_signal() as requested:
            best = _searched(search, trials, limit, requested, shown)
            interrupted = requested()
        if interrupted and best is None:
            warn("interrupted before any settings were judged; nothing was trained or saved")
            return INTERRUPTED
        if best is None:
            raise DataError(_nothing_found(search))
        winner = search.session_of(best)
        outcome = train_session(
            winner, encoder_of(winner), lambda _losses: None, abandoned=lambda: False, told=notes, shown=shown
        )
        if out is not None:
            outcome = dataclasses.replace(outcome, session=save_or_beside(outcome.session, out, stamp))
    if as_json:
        say_json(result_object(outcome, source, notes) | {"search": search_object(search, best)})
    else:
        for line in _lines(search, best, outcome, saved=out is not None):
            say(line)
    if outcome.stopped == "diverged":
        warn(outcome.reason)
        return FAILED
    return INTERRUPTED if interrupted or outcome.stopped == "interrupted" else 0


def _searched(
    search: Search, trials: int | None, limit: float | None, requested: Callable[[], bool], shown: ProgressMode
) -> Trial | None:
    """The best trial; how far the search is by its time or, with ``trials``, by their number, is shown meanwhile."""
    wait_for_kernel()
    begun = time.monotonic()

    def stopped() -> bool:
        return requested() or (limit is not None and time.monotonic() - begun >= limit)

    with progress("searching", "", shown) as reporter:

        def watch(_trial: Trial) -> None:
            done = len([trial for trial in search.trials if trial.scores or trial.fault])
            if limit is None:
                reporter.update(done, trials, _progress(search))
            else:
                reporter.update(time.monotonic() - begun, limit, _progress(search))

        return search.run(trials, stopped=stopped, watch=watch)


def _progress(search: Search) -> str:
    judged = [trial for trial in search.ranked() if trial.scores and not trial.fault]
    if not judged:
        return ""
    mean = judged[0].estimate(search.metric).mean
    return f"{len(judged)} settings judged; best so far: {judged[0].words}, {_metric(search)} {mean:.4g}"


def _metric(search: Search) -> str:
    return search.metric.replace("_", " ")


def _nothing_found(search: Search) -> str:
    fault = next((trial.fault for trial in search.trials if trial.fault), "")
    return (
        f"no settings could be judged: {fault}" if fault else "no settings were judged in that time; give --time more"
    )


def search_object(search: Search, best: Trial) -> dict[str, Json]:
    """The value of ``search`` in the JSON object."""
    trials: list[Json] = []
    for trial in search.ranked():
        estimate = trial.estimate(search.metric)
        trials.append(
            {
                "number": trial.number + 1,
                "settings": trial.words,
                "trainings": len(trial.scores),
                "mean": estimate.mean,
                "standard_error": estimate.standard_error,
                "baseline": trial.baseline(search.metric),
                "fault": trial.fault,
            }
        )
    return {
        "metric": search.metric,
        "folds": FOLDS,
        "rows": search.table.height,
        "trials": trials,
        "best": best.number + 1,
    }


def _lines(search: Search, best: Trial, outcome: Outcome, *, saved: bool) -> Iterator[str]:
    """The trials, best first, and the score of the best."""
    rows = f"{search.table.height:,} training rows"
    yield f"Tried {len(search.trials)} sets of settings on folds of {rows}; the best ones on more of them:"
    yield f"  {_metric(search):>10}  {'+-':>8}  trainings"
    for trial in search.ranked()[:SHOWN_TRIALS]:
        if trial.scores and not trial.fault:
            estimate = trial.estimate(search.metric)
            yield f"  {estimate.mean:>10.4g}  {estimate.standard_error:>8.2g}  {len(trial.scores):>9}  {trial.words}"
    trivial = best.baseline(search.metric)
    verdict = "" if best.estimate(search.metric).mean < trivial else "; the best settings are no better"
    yield f"  {trivial:>10.4g}            always the same answer, on the folds of the best{verdict}"
    yield f"The best, trained on all of the {rows}: {best.words}"
    yield from score_lines(outcome.score)
    yield f"Saved {one_line(str(outcome.session.path))}" if saved else "Not saved; --out FILE.nntui saves it"
