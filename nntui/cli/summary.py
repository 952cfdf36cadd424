"""What came of a training, as the object of ``train --json`` and as lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.cli.answers import answer_lines
from nntui.data.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.cli.outcome import Outcome
    from nntui.cli.output import Json
    from nntui.session.score import Metrics


def as_object(outcome: Outcome, source: str) -> dict[str, Json]:
    """The object of DESIGN section 7, its keys in that order."""
    session = outcome.session
    return {
        "source": source,
        "task": session.task,
        "network": session.network.sizes,
        "parameters": session.network.parameters,
        "engine": outcome.engine,
        "epochs": session.checkpoint.epoch if session.checkpoint else 0,
        "loss": {"train": outcome.loss, "validation": outcome.validation_loss},
        "metrics": {"train": outcome.metrics, "validation": outcome.validation_metrics},
        "baseline": outcome.baseline,
        "seconds": outcome.seconds,
        "epochs_per_second": _speed(outcome),
        "stopped": outcome.stopped,
        "seed": session.training.seed,
        "session": None if session.path is None else str(session.path),
    }


def as_lines(outcome: Outcome, saved: bool) -> Iterator[str]:
    """A lesson's prediction; for other sessions the losses and how good the answers are."""
    session = outcome.session
    if not session.lesson:
        yield from _losses(outcome)
        yield from _table(outcome)
        if not saved:
            yield "Not saved; --out FILE.nntui would keep it"
    if saved:
        yield f"Saved {session.path}"
    if session.lesson and len(session.query) == len(session.table.inputs):
        yield from answer_lines(outcome.predictor, session.query, outcome.predictor.answer(session.query))


def _losses(outcome: Outcome) -> Iterator[str]:
    network = outcome.session.network
    sizes = "-".join(map(str, network.sizes))
    speed = _speed(outcome)
    pace = "" if speed is None else f" ({speed:,.0f} epochs/s, {outcome.engine})"
    yield (
        f"{sizes}, {network.parameters:,} parameters, seed {network.seed}: "
        f"{outcome.epochs:,} epochs in {outcome.seconds:.3g} s{pace}"
    )
    if outcome.stopped != "epochs":
        yield f"Stopped: {outcome.reason or outcome.stopped}"
    validation = "" if outcome.validation_loss is None else f", validation {outcome.validation_loss!r}"
    yield f"Loss after the last update: {outcome.loss!r}{validation}"


def _table(outcome: Outcome) -> Iterator[str]:
    """Metrics under one another: those of numbers in the targets' units."""
    targets = ", ".join(f"{shown(column.name)} {column.unit}".strip() for column in outcome.session.table.targets)
    if outcome.session.task == "regression":
        yield f"{'':<20}{'rmse':>12}{'mae':>12}{'r2':>9}   {targets}"
        row, baseline = _of_numbers, "always the mean"
    else:
        yield f"{'':<20}{'accuracy':>12}{'log loss':>12}{'balanced':>10}   {targets}"
        row, baseline = _of_classes, "always the commonest"
    yield row("training rows", outcome.metrics)
    if outcome.validation_metrics is not None:
        yield row("validation rows", outcome.validation_metrics)
    yield row(baseline, outcome.baseline)


def _of_numbers(name: str, metrics: Metrics) -> str:
    return f"{name:<20}{metrics['rmse']:>12.6g}{metrics['mae']:>12.6g}{metrics['r2']:>9.4f}"


def _of_classes(name: str, metrics: Metrics) -> str:
    return f"{name:<20}{metrics['accuracy']:>12.2%}{metrics['log_loss']:>12.4f}{metrics['balanced_accuracy']:>10.2%}"


def _speed(outcome: Outcome) -> float | None:
    return outcome.epochs / outcome.seconds if outcome.seconds > 0 else None
