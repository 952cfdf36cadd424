"""The probe: the numbers of every layer at a moment, calculated on a fixed sample of the training rows."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import torch

from nntui.model.activations import ACTIVATIONS
from nntui.model.layout import layer_slices
from nntui.model.trace import through_activation
from nntui.training.batches import updates_per_epoch
from nntui.training.health.records import BINS, HealthLook, LayerNumbers, SpreadOfNumbers
from nntui.training.losses import LOSSES
from nntui.training.scores.answers import class_codes
from nntui.training.textbook import forward_only, single_batch, take_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.training.health.records import HealthSubject
    from nntui.training.records import KeptMoment
    from nntui.training.spec import TrainingSpec
    from nntui.training.textbook import StepInputs, WorkedStep

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
        with _own_threads():
            self.reference = _constant_loss(subject.training.loss, targets) or math.inf

    def look(self, moment: KeptMoment, training: TrainingSpec, best: float) -> HealthLook:
        """The numbers at ``moment`` of a segment with these settings, up to which ``best`` was the lowest loss."""
        network = self.subject.network
        with _own_threads():
            inputs = self._batch(training, moment)
            memory = {name: torch.tensor(each) for name, each in moment.optimizer.items()}
            step = take_step(network, training, inputs, torch.tensor(moment.weights), memory)
            layers = tuple(self._layer(step, layer) for layer in range(len(self._shapes)))
            outputs = step.forward.outputs.double().numpy()
            mean_gradient = float(step.gradient.abs().mean())
        return HealthLook(
            epoch=moment.epoch,
            batch=moment.batch,
            loss=moment.train_loss,
            best=best,
            layers=layers,
            mean_gradient=mean_gradient,
            spread=self._spread(outputs),
            only_common=self._only_common(outputs),
            rate_share=inputs.rate / training.rate,
        )

    def largest_row(self, moment: KeptMoment) -> tuple[int, float] | None:
        """The row of the table (from 0) with the largest loss in the sample, and its share of all of it."""
        record = LOSSES[self.subject.training.loss]
        with _own_threads(), torch.inference_mode():
            inputs = self._batch(self.subject.training, moment)
            forward = forward_only(self.subject.network, inputs, torch.tensor(moment.weights))
            predictions = forward.pre_activations[-1] if record.from_logits else forward.outputs
            losses = record.terms(predictions, inputs.targets).double().reshape(len(self.places), -1).sum(1).numpy()
        total = float(losses.sum())
        if not math.isfinite(total) or total <= 0:
            return None
        place = int(losses.argmax())
        return int(self.subject.arrays.rows[self.places[place]]), float(losses[place]) / total

    def _batch(self, training: TrainingSpec, moment: KeptMoment) -> StepInputs:
        """The sample as the rows of the next update."""
        network, rows = self.subject.network, (self._inputs, self._targets)
        return single_batch(network, training, rows, moment, dropped=False, updates_per_epoch=self.updates_per_epoch)

    def _layer(self, step: WorkedStep, layer: int) -> LayerNumbers:
        place, _ = self._slices[layer]
        width = self._shapes[layer][1]
        dead, saturated = self._stuck(step, layer)
        return LayerNumbers(
            weights=_norm(step.before[place]),
            gradient=_norm(step.gradient[place]),
            update=_norm(step.after[place].double() - step.before[place].double()),
            count=place.stop - place.start,
            width=width,
            dead=dead,
            saturated=saturated,
            spreads=_spreads(step, place) if self._spreads else None,
        )

    def _stuck(self, step: WorkedStep, layer: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The neurons of ``layer`` that are dead and those that are saturated, on every row of the sample."""
        name = self.subject.network.activation_of(layer)
        record = ACTIVATIONS[name]
        low, high = record.slope_within
        steepest = max(abs(low), abs(high))
        if layer == len(self.subject.network.hidden) or record.output_only or low > 0:
            return (), ()
        if not math.isfinite(steepest) or not steepest:
            return (), ()
        z = step.forward.pre_activations[layer]
        slopes = through_activation(name, step.forward, layer, torch.ones_like(z))
        share = (slopes.abs() < FLAT * steepest).double().mean(0)
        stuck = tuple((share >= (OFTEN if record.bounded else 1.0)).nonzero().flatten().tolist())
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


@contextmanager
def _own_threads() -> Iterator[None]:
    """Leave the number of torch's threads as it was: it decides the last bits of what is trained in this thread."""
    threads = torch.get_num_threads()
    try:
        yield
    finally:
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)


def _norm(values: Tensor) -> float:
    return float(torch.linalg.vector_norm(values, dtype=torch.float64))


def _spreads(step: WorkedStep, place: slice) -> tuple[SpreadOfNumbers, SpreadOfNumbers] | None:
    """The histograms of the weights at ``place`` and of their gradient; None where a number is not finite."""
    weights, gradient = (_spread_of(each[place].numpy()) for each in (step.before, step.gradient))
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
    means = torch.tensor(targets.mean(axis=0, dtype=np.float64))
    if record.from_logits:
        shares = means.clamp(1e-6, 1 - 1e-6)
        means = shares.log() if record.term_per_row else shares.logit()
    goals = torch.tensor(targets, dtype=torch.float64)
    return float(record.terms(means.expand_as(goals), goals).mean())
