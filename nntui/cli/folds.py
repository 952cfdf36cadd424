"""``nntui train --folds``: cross-validation from the command line, as lines of text and as part of ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.cli.output import say
from nntui.cli.progress import counted_networks
from nntui.session.folds import cross_validate
from nntui.training.loading import collect_again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.cli.output import Json
    from nntui.cli.progress import ProgressMode
    from nntui.session.folds import CrossValidation, Estimate
    from nntui.session.session import Session


def cross_validation_of(session: Session, folds: int, repeats: int, shown: ProgressMode) -> CrossValidation | None:
    """Cross-validate, showing how far it is on standard error; None if a signal asked to stop.

    Raises DataError as ``cross_validate`` does.
    """
    collect_again()
    with counted_networks("cross-validation", shown) as counting:
        return cross_validate(session, folds, repeats, cancelled=counting.stopped, progress=counting.progress)


def cross_validation_object(found: CrossValidation) -> dict[str, Json]:
    """The value of ``cross_validation`` in ``train --json``: means and standard errors by metric, and each fold's."""
    return {
        "folds": found.folds,
        "repeats": found.repeats,
        "rows": found.rows,
        "metrics": {name: _estimate(each) for name, each in found.metrics.items()},
        "baseline": {name: _estimate(each) for name, each in found.baseline.items()},
        "scores": [dict(each) for each in found.scores],
        "diverged": found.failed,
    }


def _estimate(estimate: Estimate) -> dict[str, Json]:
    return {"mean": estimate.mean, "standard_error": estimate.standard_error}


def cross_validation_lines(found: CrossValidation) -> Iterator[str]:
    """A heading, and a line for each metric beside that of the trivial baseline."""
    times = f", {found.repeats} times" if found.repeats > 1 else ""
    yield f"Cross-validation of {found.rows:,} rows in {found.folds} folds{times}:"
    yield f"  {'':<20}{'mean':>12}{'+-':>10}{'baseline':>12}"
    for name, each in found.metrics.items():
        trivial = found.baseline[name].mean
        yield f"  {name.replace('_', ' '):<20}{each.mean:>12.5g}{each.standard_error:>10.2g}{trivial:>12.5g}"
    if found.failed:
        yield f"  {found.failed} of {found.folds * found.repeats} trainings diverged; their last good weights count"


def show_cross_validation(found: CrossValidation) -> None:
    """Write these lines to standard output."""
    for line in cross_validation_lines(found):
        say(line)
