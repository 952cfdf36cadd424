"""A score as plain values: what ``--json`` prints, and what a loaded model returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from nntui.training.scores.warnings import warnings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nntui.session.evaluate import LabelledRows
    from nntui.session.session import Session
    from nntui.training.scores.score import RowsScore, Score

    ScoreValue: TypeAlias = float | str | Mapping[str, "ScoreValue"] | Sequence["ScoreValue"] | None


def evaluation_values(session: Session, score: Score, labelled: LabelledRows | None) -> dict[str, ScoreValue]:
    """The figures of a saved session, and of the ``labelled`` rows of a file; the order is part of the interface."""
    return {
        "task": session.task,
        "network": session.network.sizes,
        "epochs": session.checkpoint.epoch if session.checkpoint else 0,
        **first_keys(score),
        "rows": _rows(score, labelled, session.table.height),
        "notes": () if labelled is None else labelled.notes,
        **more_keys(score),
    }


def _rows(score: Score, labelled: LabelledRows | None, height: int) -> dict[str, ScoreValue]:
    """The numbers of rows of each sort, and of those that are not used."""
    training, validation = score.training.count, score.validation.count if score.validation else 0
    own: dict[str, ScoreValue] = {
        "train": training,
        "validation": validation,
        "left_out": height - training - validation,
    }
    if labelled is None:
        return own
    unused = {"unreadable": labelled.unreadable, "incomplete": labelled.incomplete, "unlabelled": labelled.unlabelled}
    return {**own, "data": labelled.judged.count, **unused}


def first_keys(score: Score) -> dict[str, ScoreValue]:
    """``metrics`` by rows, and ``baseline``: those of always the same answer on the rows that judge the network."""
    return {"metrics": _by_rows(score, lambda rows: rows.network.metrics), "baseline": score.judged.trivial.metrics}


def more_keys(score: Score) -> dict[str, ScoreValue]:
    """The linear model's metrics, the standard error of the headline, warnings, confusion, and figures by target."""
    error = {"accuracy" if score.classes else "mae": score.judged.standard_error}
    return {
        "linear": _by_rows(score, lambda rows: rows.linear.metrics),
        "standard_error": error if score.unseen and len(score.targets) < 2 else None,
        "warnings": warnings_of(score),
        "confusion": None if not score.classes else _confusion(score),
        "targets": None if len(score.targets) < 2 else _by_target(score),
    }


def _by_rows(score: Score, value: Callable[[RowsScore], ScoreValue]) -> dict[str, ScoreValue]:
    """A value for the training rows, the validation rows (None without) and, where there are any, the others."""
    values = {"train": value(score.training), "validation": value(score.validation) if score.validation else None}
    return values if score.others is None else {**values, "data": value(score.others)}


def _confusion(score: Score) -> dict[str, ScoreValue]:
    """Counts of rows, by true class in lists of predicted class, in the order of ``classes``."""
    return {"classes": score.classes, **_by_rows(score, score.confusion)}


def _by_target(score: Score) -> dict[str, ScoreValue]:
    """The same figures for each of several targets."""

    def figures(number: int) -> dict[str, ScoreValue]:
        return {
            "metrics": _by_rows(score, lambda rows: rows.network.of_targets[number]),
            "baseline": score.judged.trivial.of_targets[number],
            "linear": _by_rows(score, lambda rows: rows.linear.of_targets[number]),
        }

    return {target.name: figures(number) for number, target in enumerate(score.targets)}
