"""``nntui search``: the best small network for a table, found on its training rows and judged on the others."""

from __future__ import annotations

import dataclasses
import sys
import time
from typing import TYPE_CHECKING

import click

from nntui.cli.group import FAILED, INTERRUPTED
from nntui.cli.outcome import train_session
from nntui.cli.output import say, say_json, stop_on_signal, warn
from nntui.cli.progress import CLEAR_LINE
from nntui.cli.result import result_object
from nntui.cli.scores import score_lines
from nntui.cli.sessions import check_out, opened_for_training, save_or_beside
from nntui.data.encoding.encoder import Encoder
from nntui.data.files.atomic import FileStamp
from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.session.search import FOLDS, Search
from nntui.training.many import wait_for_kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nntui.cli.outcome import Outcome
    from nntui.cli.output import Json
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
    session, _, notes = opened_for_training(source, options)
    if out is not None:
        check_out(out)
    search = Search(session)
    limit = None if trials is not None else seconds or DEFAULT_SECONDS
    with stop_on_signal() as requested:
        best = _searched(search, trials, limit, requested, shows=not quiet)
        interrupted = requested()
    if interrupted and best is None:
        warn("interrupted before any settings were judged; nothing was trained or saved")
        return INTERRUPTED
    if best is None:
        raise DataError(_nothing_found(search))
    winner = search.session_of(best)
    outcome = train_session(
        winner, Encoder.fit(winner.table), lambda _losses: None, abandoned=lambda: False, told=notes
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
    search: Search, trials: int | None, limit: float | None, requested: Callable[[], bool], *, shows: bool
) -> Trial | None:
    """The best trial, with a line on a terminal's standard error that says how far the search is."""
    shows = shows and sys.stderr is not None and sys.stderr.isatty()
    wait_for_kernel()
    end = None if limit is None else time.monotonic() + limit

    def stopped() -> bool:
        return requested() or (end is not None and time.monotonic() >= end)

    def watch(_trial: Trial) -> None:
        if shows:
            left = "" if end is None else f", {max(0.0, end - time.monotonic()):.0f} s left"
            click.echo(f"{CLEAR_LINE}{_progress(search)}{left}", nl=False, err=True)

    best = search.run(trials, stopped=stopped, watch=watch)
    if shows:
        click.echo(CLEAR_LINE, nl=False, err=True)
    return best


def _progress(search: Search) -> str:
    judged = [trial for trial in search.ranked() if trial.scores and not trial.fault]
    if not judged:
        return "searching"
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
