"""The kinds of conditions that the weights decide: metrics, single rows and single neurons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.numbers import format_number
from nntui.errors import SpecError
from nntui.safe_text import as_choice, number_of
from nntui.training.scores.metrics import CLASS_METRICS, NUMBER_METRICS
from nntui.training.watch.condition import ClauseKind
from nntui.training.watch.losses import NUMBER, SIGN, bound, compared, only_last

if TYPE_CHECKING:
    from nntui.training.watch.condition import ConditionSubject, ConditionValue, Held, TrainedEpochs

SHARES = {
    **{each.id: each.share for each in CLASS_METRICS},
    **{each.id: each.share for each in NUMBER_METRICS},
}
"""Whether each metric, by its id, is a share."""
_NAMES = "|".join(sorted((name.replace("_", "_?") for name in SHARES), key=len, reverse=True))
_METRIC = re.compile(rf"(?P<on>training|train|validation|val)?_?(?P<name>{_NAMES})(?:is)?{SIGN}{NUMBER}(?P<percent>%?)")
_BY_SQUEEZED = {name.replace("_", ""): name for name in SHARES}


def _read_metric(match: re.Match[str]) -> tuple[ConditionValue, ...]:
    on = {"train": "training", "val": "validation"}.get(match["on"] or "", match["on"] or "")
    name = _BY_SQUEEZED[match["name"].replace("_", "")]
    limit = bound(match) / (100 if match["percent"] else 1)
    if SHARES[name] and not 0 <= limit <= 1:
        raise SpecError(f"{name.replace('_', ' ')}: {match['number']}; give a share from 0 to 1, as 0.95 or 95%")
    return (on, name, match["sign"], limit)


def _metric_name(values: tuple[ConditionValue, ...]) -> str:
    return f"{values[0]} {values[1]}".strip().replace("_", " ")


def _metric_now(values: tuple[ConditionValue, ...], stretch: TrainedEpochs) -> float:
    return stretch.figures.metric(str(values[1]), str(values[0]))


def _check_metric(values: tuple[ConditionValue, ...], subject: ConditionSubject) -> None:
    fitting = {each.id for each in (CLASS_METRICS if subject.classes else NUMBER_METRICS)}
    if values[1] not in fitting:
        kind, other = ("numbers", "classes") if subject.classes else ("classes", "numbers")
        names = as_choice(name.replace("_", " ") for name in SHARES if name in fitting)
        raise SpecError(f"{str(values[1]).replace('_', ' ')} is for {kind}; for {other} give {names}")


def _row(match: re.Match[str]) -> int:
    text = match["row"]
    if len(text) > 15 or int(text) < 1:
        raise SpecError(f"row {text[:20]}: give the number of a row, from 1")
    return int(text)


def _check_row(values: tuple[ConditionValue, ...], subject: ConditionSubject) -> None:
    if int(values[0]) > subject.rows:
        raise SpecError(f"row {values[0]:,}: the table has {number_of(subject.rows, 'row')}")


def _check_classes(values: tuple[ConditionValue, ...], subject: ConditionSubject) -> None:
    _check_row(values, subject)
    if not subject.classes:
        raise SpecError(
            f"row {values[0]} is {values[1]}: only a class is right or wrong; give row {values[0]} error < 1"
        )


def _check_numbers(values: tuple[ConditionValue, ...], subject: ConditionSubject) -> None:
    _check_row(values, subject)
    if subject.classes:
        raise SpecError(f"row {values[0]} error: the answer is a class; give row {values[0]} is right")


def _right(values: tuple[ConditionValue, ...], stretch: TrainedEpochs) -> Held:
    right = stretch.figures.row_right(int(values[0]))
    return only_last(stretch, holds=right is not None and right == (values[1] == "right"))


def _right_in_words(values: tuple[ConditionValue, ...], stretch: TrainedEpochs) -> str:
    right = stretch.figures.row_right(int(values[0]))
    return f"row {values[0]} is {'not used' if right is None else 'right' if right else 'wrong'}"


def _read_neuron(match: re.Match[str]) -> tuple[ConditionValue, ...]:
    layer, neuron = match["layer"], match["neuron"]
    if max(len(layer or ""), len(neuron)) > 9 or int(neuron) < 1 or int(layer or 1) < 1:
        raise SpecError("give a neuron as h3, or as h2.3 for the third of the second hidden layer")
    return (int(layer or 0), int(neuron))


def _neuron_name(values: tuple[ConditionValue, ...]) -> str:
    return f"h{values[0]}.{values[1]}" if values[0] else f"h{values[1]}"


def _check_neuron(values: tuple[ConditionValue, ...], subject: ConditionSubject) -> None:
    layer, neuron = int(values[0]), int(values[1])
    hidden, name = subject.network.hidden, _neuron_name(values)
    if not hidden:
        raise SpecError(f"neuron {name}: there is no hidden layer")
    if not layer and len(hidden) > 1:
        places = as_choice(f"h{number}.{neuron}" for number in range(1, len(hidden) + 1))
        raise SpecError(f"neuron {name}: there are {len(hidden)} hidden layers; give {places}")
    if layer > len(hidden):
        raise SpecError(
            f"neuron {name}: there {'is' if len(hidden) == 1 else 'are'} {number_of(len(hidden), 'hidden layer')}"
        )
    if neuron > hidden[(layer or 1) - 1]:
        raise SpecError(f"neuron {name}: hidden layer {layer or 1} has {number_of(hidden[(layer or 1) - 1], 'neuron')}")


def _dies(values: tuple[ConditionValue, ...], stretch: TrainedEpochs) -> bool:
    return stretch.figures.constant(int(values[0]) or 1, int(values[1]))


METRIC = ClauseKind(
    "score",
    "accuracy > 0.95",
    "A metric of the score pane, in the target's own unit, on validation rows where there are any: "
    f"{', '.join(name.replace('_', ' ') for name in SHARES)}. "
    "training accuracy, or validation rmse, says on which rows.",
    _METRIC,
    _read_metric,
    lambda values: f"{_metric_name(values)} {values[2]} {format_number(float(values[3]))}",
    lambda values, stretch: compared(values[2], np.full(len(stretch.train), _metric_now(values, stretch)), values[3]),
    lambda values, stretch: f"{_metric_name(values)} is {_metric_now(values, stretch):.4g}",
    needs="weights",
    check=_check_metric,
)
ROW = ClauseKind(
    "row",
    "row 7 is right",
    "The most probable class of a row of the table is the true one (or is not: row 7 is wrong).",
    re.compile(r"row(?P<row>[0-9]+)(?:is|gets|becomes)?(?P<which>right|wrong)"),
    lambda match: (_row(match), match["which"]),
    lambda values: f"row {values[0]} is {values[1]}",
    _right,
    _right_in_words,
    needs="weights",
    check=_check_classes,
)
ROW_ERROR = ClauseKind(
    "row",
    "row 7 error < 2",
    "The answer for a row of the table is off by less (or more) than a number, in the target's own unit.",
    re.compile(rf"row(?P<row>[0-9]+)_?(?:error|off)(?:is)?{SIGN}{NUMBER}"),
    lambda match: (_row(match), match["sign"], bound(match)),
    lambda values: f"row {values[0]} error {values[1]} {format_number(float(values[2]))}",
    lambda values, stretch: compared(
        values[1], np.full(len(stretch.train), stretch.figures.row_error(int(values[0]))), values[2]
    ),
    lambda values, stretch: f"row {values[0]} is {stretch.figures.row_error(int(values[0])):.4g} off",
    needs="weights",
    check=_check_numbers,
)
NEURON = ClauseKind(
    "neuron",
    "neuron h3 dies",
    "A hidden neuron answers the same for every training row, so that it says nothing and hardly learns. "
    "With several hidden layers: neuron h2.3 dies.",
    re.compile(r"(?:neuron)?h(?:(?P<layer>[0-9]+)\.)?(?P<neuron>[0-9]+)(?:dies|isdead)"),
    _read_neuron,
    lambda values: f"neuron {_neuron_name(values)} dies",
    lambda values, stretch: only_last(stretch, holds=_dies(values, stretch)),
    lambda values, stretch: (
        f"neuron {_neuron_name(values)} answers {'the same for every row' if _dies(values, stretch) else 'differently'}"
    ),
    needs="weights",
    check=_check_neuron,
)
OF_WEIGHTS = (METRIC, ROW, ROW_ERROR, NEURON)
