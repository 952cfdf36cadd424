"""The probe: the numbers of every layer at a moment, calculated on a fixed sample of the training rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.model.activations import ACTIVATIONS
from nntui.model.layout import layer_slices
from nntui.training.batches import updates_per_epoch
from nntui.training.health.records import BINS, HealthLook, LayerNumbers, SpreadOfNumbers
from nntui.training.health.steps import can_do_without_torch, step_of_kernel
from nntui.training.losses import LOSSES
from nntui.training.scores.answers import class_codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.training.health.records import HealthSubject
    from nntui.training.health.steps import ProbedStep
    from nntui.training.records import KeptMoment
    from nntui.training.spec import TrainingSpec

SAMPLE = 64
"""Training rows that numbers are calculated on."""
FLAT = 0.05
"""Share of an activation's steepest slope below which it counts as flat."""
OFTEN = 0.75
"""Share of the rows on which a saturated neuron is flat."""


class HealthProbe:
    """Calculates the numbers of ``subject`` at its moments, with ``spreads`` also histograms; it changes nothing.

    ``reference`` is the displayed loss of always the same answer, the targets' mean (infinite where that is right for
    every row), ``sizes`` [inputs] and
    ``target_sizes`` [outputs] are the root mean squares of the encoded columns, ``common`` is the commonest class
    (None for numbers) and ``share`` its share.
    """

    def __init__(self, subject: HealthSubject, *, spreads: bool = False) -> None:
        self.subject, self._spreads = subject, spreads
        inputs, targets = subject.arrays.inputs, subject.arrays.targets
        self.places = _sample(targets, SAMPLE, probabilities=bool(subject.classes))
        self._inputs, self._targets = inputs[self.places], targets[self.places]
        self.updates_per_epoch = updates_per_epoch(len(inputs), subject.training.batch)
        self._slices, self._shapes = layer_slices(subject.network), subject.network.shapes
        self.sizes = _root_mean_square(inputs)
        self.flags = np.array([_is_flag(column) for column in inputs.T], dtype=np.bool_)
        self.target_sizes = _root_mean_square(targets)
        self._deviation = targets.std(axis=0, dtype=np.float64)
        self.common: int | None = None
        self.share = 0.0
        if subject.classes:
            self.common, self.share = _commonest(targets)
        self.reference = _constant_loss(subject.training.loss, targets) or math.inf

    def look(self, moment: KeptMoment, training: TrainingSpec, best: float) -> HealthLook:
        """The numbers at ``moment`` of a segment with these settings, up to which ``best`` was the lowest loss."""
        step = self._step(moment, training)
        layers = tuple(self._layer(step, layer) for layer in range(len(self._shapes)))
        outputs = step.outputs.astype(np.float64)
        return HealthLook(
            epoch=moment.epoch,
            batch=moment.batch,
            loss=moment.train_loss,
            best=best,
            layers=layers,
            mean_gradient=float(np.abs(step.gradient).mean()),
            spread=self._spread(outputs),
            only_common=self._only_common(outputs),
            rate_share=self._rate(training, moment) / training.rate,
        )

    def largest_row(self, moment: KeptMoment) -> tuple[int, float] | None:
        """The row of the table (from 0) with the largest loss in the sample, and its share of all of it."""
        loss = self.subject.training.loss
        step = self._step(moment, self.subject.training)
        predictions = step.pre_activations[-1] if LOSSES[loss].from_logits else step.outputs
        losses = terms_of(loss, predictions, self._targets).reshape(len(self.places), -1).sum(axis=1)
        total = float(losses.sum())
        if not math.isfinite(total) or total <= 0:
            return None
        place = int(losses.argmax())
        return int(self.subject.arrays.rows[self.places[place]]), float(losses[place]) / total

    def _step(self, moment: KeptMoment, training: TrainingSpec) -> ProbedStep:
        """The next update, if the sample were its batch."""
        network, rows = self.subject.network, (self._inputs, self._targets)
        if can_do_without_torch(network, training):
            return step_of_kernel(network, training, rows, moment, self._rate(training, moment))
        from nntui.training.health.torch_steps import step_of_torch

        return step_of_torch(network, training, rows, moment, self.updates_per_epoch)

    def _rate(self, training: TrainingSpec, moment: KeptMoment) -> float:
        """The learning rate of the next update."""
        batch = moment.batch if moment.batch < self.updates_per_epoch else 0
        return training.rate_at(training.rate, moment.epoch, batch, self.updates_per_epoch)

    def _layer(self, step: ProbedStep, layer: int) -> LayerNumbers:
        place, _ = self._slices[layer]
        width = self._shapes[layer][1]
        dead, saturated = self._stuck(step, layer)
        return LayerNumbers(
            weights=_norm(step.before[place]),
            gradient=_norm(step.gradient[place]),
            update=_norm(step.after[place].astype(np.float64) - step.before[place]),
            count=place.stop - place.start,
            width=width,
            dead=dead,
            saturated=saturated,
            spreads=_spreads(step, place) if self._spreads else None,
        )

    def _stuck(self, step: ProbedStep, layer: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The neurons of ``layer`` that are dead and those that are saturated, on every row of the sample."""
        name = self.subject.network.activation_of(layer)
        record = ACTIVATIONS[name]
        low, high = record.slope_within
        steepest = max(abs(low), abs(high))
        if layer == len(self.subject.network.hidden) or record.output_only or low > 0:
            return (), ()
        if not math.isfinite(steepest) or not steepest:
            return (), ()
        slopes = step.slopes[layer]
        if slopes is None:
            return (), ()
        share = (np.abs(slopes) < FLAT * steepest).mean(axis=0)
        stuck = tuple(np.flatnonzero(share >= (OFTEN if record.bounded else 1.0)).tolist())
        return ((), stuck) if record.bounded else (stuck, ())

    def _spread(self, outputs: NDArray[np.float64]) -> float:
        varies = self._deviation > 0
        if not varies.any() or len(outputs) < 2:
            return math.inf
        with np.errstate(over="ignore", invalid="ignore"):
            return float((outputs.std(axis=0)[varies] / self._deviation[varies]).max())

    def _only_common(self, outputs: NDArray[np.float64]) -> bool:
        if self.common is None:
            return False
        return bool((class_codes(outputs) == self.common).all())


def _norm(values: NDArray[np.floating]) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm(values.astype(np.float64)))


def _spreads(step: ProbedStep, place: slice) -> tuple[SpreadOfNumbers, SpreadOfNumbers] | None:
    """The histograms of the weights at ``place`` and of their gradient; None where a number is not finite."""
    weights, gradient = (_spread_of(each[place]) for each in (step.before, step.gradient))
    return None if weights is None or gradient is None else (weights, gradient)


def _spread_of(values: NDArray[np.float32]) -> SpreadOfNumbers | None:
    largest = float(np.abs(values).max(initial=0.0))
    if not math.isfinite(largest):
        return None
    limit = math.ldexp(1.0, math.frexp(largest)[1]) if largest else 1.0
    bins = np.minimum((values.astype(np.float64) / limit + 1) * (BINS / 2), BINS - 1).astype(np.int64)
    return SpreadOfNumbers(limit, tuple(np.bincount(bins.ravel(), minlength=BINS).tolist()))


def _root_mean_square(columns: NDArray[np.float32]) -> NDArray[np.float64]:
    with np.errstate(over="ignore"):
        size: NDArray[np.float64] = np.sqrt(np.mean(columns.astype(np.float64) ** 2, axis=0))
    return size


def _is_flag(column: NDArray[np.float32]) -> bool:
    """Whether a column has only zeros and ones, as that of a level of a category has."""
    return bool(((column == 0) | (column == 1)).all())


def _commonest(targets: NDArray[np.float32]) -> tuple[int, float]:
    counts = np.bincount(class_codes(targets))
    return int(counts.argmax()), float(counts.max() / counts.sum())


def _sample(targets: NDArray[np.float32], most: int, *, probabilities: bool) -> NDArray[np.int64]:
    """The places of at most about ``most`` rows, evenly spread over the rows and, of classes, over each of them."""
    rows = len(targets)
    if rows <= most:
        return np.arange(rows)
    if not probabilities:
        return _spaced(np.arange(rows), most)
    codes = class_codes(targets)
    classes = np.unique(codes)
    least = max(2, most // (2 * len(classes)))
    shares = [(each, np.flatnonzero(codes == each)) for each in classes.tolist()]
    picked = [_spaced(places, max(least, most * len(places) // rows)) for _, places in shares]
    return np.sort(np.concatenate(picked))


def _spaced(places: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    if len(places) <= most:
        return places
    return places[np.arange(most) * len(places) // most]


def _constant_loss(loss: str, targets: NDArray[np.float32]) -> float:
    """The displayed loss of answering every row with the mean of the targets."""
    record = LOSSES[loss]
    means = targets.mean(axis=0, dtype=np.float64)
    if record.from_logits:
        shares = means.clip(1e-6, 1 - 1e-6)
        means = np.log(shares) if record.term_per_row else np.log(shares / (1 - shares))
    return float(terms_of(loss, np.broadcast_to(means, targets.shape), targets).mean())


def terms_of(loss: str, predictions: NDArray[Any], targets: NDArray[np.float32]) -> NDArray[np.float64]:
    """The terms of the loss of these predictions, float64."""
    formula = LOSSES[loss].on_arrays
    if formula is None:
        from nntui.training.health.torch_steps import terms_of_torch

        return terms_of_torch(loss, predictions, targets)
    with np.errstate(all="ignore"):
        terms: NDArray[np.float64] = formula(np, predictions.astype(np.float64), targets.astype(np.float64))
    return terms
