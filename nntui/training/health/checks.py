"""The table of checks: when each begins and is over, how long it must last to be named, and what cures it.

Limits are those of comparable tools (neurolens, nnscope, gradtop) where they have one. The limit at which something is
over is lower than that at which it begins, so that a number that wavers about a limit is named once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.safe_text import one_line
from nntui.training.health.records import Symptom, some_neurons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nntui.training.health.losses import LossBlock
    from nntui.training.health.probe import HealthProbe
    from nntui.training.health.records import HealthLook, LayerNumbers

VANISHING, VANISHING_OVER = 1e3, 3e2
"""Gradient of the last layer over that of the first."""
EXPLODING, EXPLODING_OVER = 100.0, 30.0
"""Mean size of a weight's gradient; root mean square of the weights of a layer."""
HIGH, HIGH_OVER = 0.1, 0.05
"""Size of an update over that of the weights."""
RISEN, RECENT = 1.2, 3
"""Times the lowest loss, in one of so many looks: large updates that only lower the loss are no illness."""
BUMPY, BUMPY_OVER = 4, 1
"""Clear rises of the training loss in its last ten changes."""
LOW, LOW_IN_ALL = 1e-6, 0.05
"""The same, and of all planned updates together."""
HALF, HALF_OVER = 0.5, 0.4
"""Share of the neurons of a layer."""
UNSCALED, TINY = 10.0, 0.01
"""Root mean square of an encoded column; of all inputs."""
CONSTANT, CONSTANT_OVER = 0.01, 0.02
"""Deviation of the answers over that of the targets."""
IMBALANCED = 0.9
"""Share of the commonest class, as for the score."""
UNLEARNT = 0.5
"""Share of the reference loss above which little is learnt yet,"""
STUCK = 0.6
"""and above which a loss that falls no more is not a good end."""
LEVEL, WINDOW, FEWEST, PLANNED = 0.01, 0.25, 50, 0.25
"""Least fall of the loss over the last quarter of at least so many epochs, and such a share of those planned."""
SPIKE, SPIKE_OVER, SPIKE_SIZE = 10.0, 3.0, 0.1
"""Times the lowest loss; least share of the reference loss."""
DIVERGING, DIVERGING_OVER, DIVERGING_SIZE = 3.0, 1.5, 0.5
WORSE, WORSE_OVER, BETTER = 1.15, 1.05, 0.9
"""Validation loss over its lowest while the training loss is less than this share of what it was then."""
COSTLY, COSTLY_OVER = 0.35, 0.15
"""Rise of the validation loss as a share of the reference loss: less is within what few rows do by chance."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a check of numbers by layer is given: the latest ``look``, and those since the settings changed."""

    probe: HealthProbe
    look: HealthLook
    looks: Sequence[HealthLook]

    @property
    def unlearnt(self) -> bool:
        """Whether the loss is still near that of always the same answer."""
        return not self.look.loss < UNLEARNT * self.probe.reference


@dataclass(frozen=True, slots=True)
class LookRule:
    """``begins`` gives the symptom at a look, None where there is none; ``lasts`` tells whether it is not over yet."""

    begins: Callable[[Looked], Symptom | None]
    lasts: Callable[[Looked], bool]


@dataclass(frozen=True, slots=True)
class LossRule:
    """``begins`` and ``lasts`` [entries] tell at which losses of a block it is there, or not over yet; ``symptom`` is
    that at an entry."""

    begins: Callable[[LossBlock], NDArray[np.bool_]]
    lasts: Callable[[LossBlock], NDArray[np.bool_]]
    symptom: Callable[[LossBlock, int], Symptom]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its ``id`` and ``name``, and a sentence of ``help``. It is named once its rule has held ``patience``
    looks, or losses, in a row, unless one of those that it is ``explained_by`` lasts. ``cure`` is the id of its cure.
    ``warning`` is that of the warning about a score that says the same, if there is one.
    """

    id: str
    name: str
    help: str
    rule: LookRule | LossRule
    patience: int
    cure: str
    explained_by: tuple[str, ...] = ()
    warning: str = ""


def _largest(look: HealthLook, of: Callable[[LayerNumbers], float]) -> tuple[int, float]:
    """The weight layer with the largest such number, and that number."""
    numbers = [of(each) for each in look.layers]
    layer = max(range(len(numbers)), key=numbers.__getitem__)
    return layer, numbers[layer]


def _unscaled(seen: Looked) -> Symptom | None:
    probe, subject = seen.probe, seen.probe.subject
    sizes = np.where(probe.flags, 0, probe.sizes)
    place = int(sizes.argmax())
    if sizes[place] > UNSCALED:
        name = subject.features[place]
        cause = f"input {one_line(name)} reaches the network as numbers of about {sizes[place]:.3g}; about 1 is usual"
        return Symptom(cause, layer=0, column=name, size=float(sizes[place]))
    if not probe.flags.any() and 0 < probe.sizes.max() < TINY:
        name = subject.features[int(probe.sizes.argmax())]
        cause = f"all inputs reach the network as numbers below {TINY:g}; about 1 is usual"
        return Symptom(cause, layer=0, column=name, size=float(probe.sizes.max()))
    output = int(probe.target_sizes.argmax())
    if not subject.classes and not probe.target_sizes[output] <= UNSCALED:
        name = subject.outputs[output]
        size = probe.target_sizes[output]
        cause = f"target {one_line(name)} is learnt as numbers of about {size:.3g}; about 1 is usual"
        return Symptom(cause, layer=len(seen.look.layers) - 1, column=name, size=float(size))
    return None


def _exploding(seen: Looked, limit: float = EXPLODING) -> Symptom | None:
    subject = seen.probe.subject
    layer, size = _largest(seen.look, lambda each: each.size)
    if not size <= limit:
        cause = f"the weights of {subject.layer_name(layer)} ran off to about {size:.2g}"
        return Symptom(cause, layer=layer, size=size)
    if not seen.look.mean_gradient <= limit:
        layer, _ = _largest(seen.look, lambda each: each.gradient)
        cause = f"a weight's gradient is {seen.look.mean_gradient:.3g} on average, most in {subject.layer_name(layer)}"
        return Symptom(cause, layer=layer, size=seen.look.mean_gradient)
    return None


def _rate_high(seen: Looked) -> Symptom | None:
    layer, ratio = _largest(seen.look, lambda each: each.ratio)
    if ratio > HIGH and any(each.loss > RISEN * each.best for each in seen.looks[-RECENT:]):
        where = seen.probe.subject.layer_name(layer)
        cause = f"each update changes the weights of {where} by {100 * ratio:.0f} % of their size; 0.1 % is usual"
        return Symptom(cause, layer=layer, size=ratio)
    return None


def _rate_low(seen: Looked, times: float = 1.0) -> Symptom | None:
    look, training = seen.look, seen.probe.subject.training
    layer, ratio = _largest(look, lambda each: each.ratio)
    planned = seen.probe.updates_per_epoch * max(training.epochs, 1)
    low = ratio < times * LOW or ratio * planned < times * LOW_IN_ALL
    if not (low and ratio > 0 and seen.unlearnt and look.rate_share > HIGH):
        return None
    in_all = f"{100 * ratio * planned:.2g} %"
    cause = f"all {training.epochs:,} planned epochs change the weights by at most {in_all} of their size"
    return Symptom(cause, layer=layer, size=ratio)


def _stuck(kind: str, words: str) -> LookRule:
    """The rule of dead or of saturated neurons."""

    def stuck(each: LayerNumbers) -> tuple[int, ...]:
        neurons: tuple[int, ...] = getattr(each, kind)
        return neurons

    def begins(seen: Looked) -> Symptom | None:
        layer, share = _largest(seen.look, lambda each: len(stuck(each)) / each.width)
        if share < HALF or not seen.unlearnt:
            return None
        numbers = seen.look.layers[layer]
        neurons = stuck(numbers)
        where = seen.probe.subject.layer_name(layer)
        cause = f"{some_neurons(neurons, numbers.width)} of {where} {words}"
        return Symptom(cause, layer=layer, neuron=neurons[0], size=_largest(seen.look, lambda each: each.ratio)[1])

    def lasts(seen: Looked) -> bool:
        return seen.unlearnt and _largest(seen.look, lambda each: len(stuck(each)) / each.width)[1] >= HALF_OVER

    return LookRule(begins, lasts)


def _vanishing(seen: Looked, limit: float = VANISHING) -> Symptom | None:
    first, last = seen.look.layers[0].gradient, seen.look.layers[-1].gradient
    if len(seen.look.layers) < 2 or not last > limit * first or not seen.look.loss > SPIKE_SIZE * seen.probe.reference:
        return None
    times = f"{last / first:,.0f} times smaller than" if first > 0 else "0, unlike"
    names = seen.probe.subject
    cause = f"the gradient of {names.layer_name(0)} is {times} that of {names.layer_name(len(seen.look.layers) - 1)}"
    return Symptom(cause, layer=0, size=last / first if first > 0 else math.inf)


def _constant(seen: Looked, limit: float = CONSTANT) -> Symptom | None:
    if not seen.look.spread < limit or not seen.look.epoch:
        return None
    return Symptom("the network gives every row the same answer, whatever its inputs", size=seen.look.spread)


def _imbalance(seen: Looked) -> Symptom | None:
    probe = seen.probe
    if not (probe.share >= IMBALANCED and seen.look.only_common and seen.look.epoch):
        return None
    assert probe.common is not None
    name = one_line(probe.subject.classes[probe.common])
    cause = f"every row is called {name!r}, the class of {100 * probe.share:.0f} % of the training rows"
    return Symptom(cause, size=probe.share)


def _plateau(seen: Looked, fall: float = LEVEL) -> Symptom | None:
    look, start = seen.look, seen.looks[0]
    epochs = look.epoch - start.epoch
    if (
        epochs < max(FEWEST, PLANNED * seen.probe.subject.training.epochs)
        or not look.loss > STUCK * seen.probe.reference
    ):
        return None
    earlier = [each for each in seen.looks if each.epoch <= look.epoch - WINDOW * epochs]
    if look.best < (1 - fall) * earlier[-1].best:
        return None
    since = earlier[-1].epoch
    cause = f"the training loss has not fallen by 1 % since epoch {since:,}, and is {look.loss:.3g}"
    return Symptom(f"{cause}; always the same answer has {seen.probe.reference:.3g}", size=look.loss)


def _spikes(block: LossBlock, times: float = SPIKE, size: float = SPIKE_SIZE) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return (block.train > times * block.best) & (block.train > size * block.reference)


def _overfits(block: LossBlock, worse: float = WORSE, costly: float = COSTLY) -> NDArray[np.bool_]:
    """Where the validation loss has risen, by more than few rows do by chance, while the training loss fell."""
    with np.errstate(invalid="ignore"):
        risen = (block.validation > worse * block.best_validation) & (block.train < BETTER * block.train_then)
        return risen & (block.validation - block.best_validation > costly * block.reference)


def _times(value: float, than: float) -> str:
    return f"{value / than:,.3g} times" if than > 0 else "far above"


def _spike_symptom(block: LossBlock, place: int) -> Symptom:
    times = _times(block.train[place], block.best[place])
    return Symptom(f"the training loss jumped to {block.train[place]:.3g}, {times} its lowest, {block.best[place]:.3g}")


def _divergence_symptom(block: LossBlock, place: int) -> Symptom:
    times = _times(block.train[place], block.best[place])
    return Symptom(
        f"the training loss rises: it is {block.train[place]:.3g}, {times} its lowest, {block.best[place]:.3g}"
    )


def _oscillation_symptom(block: LossBlock, place: int) -> Symptom:
    return Symptom(f"the training loss rose by 10 % or more in {block.rises[place]} of the last 10 epochs")


def _overfitting_symptom(block: LossBlock, place: int) -> Symptom:
    now, best = block.validation[place], block.best_validation[place]
    return Symptom(
        f"the validation loss rose from {best:.3g} to {now:.3g} while the training loss fell "
        f"from {block.train_then[place]:.3g} to {block.train[place]:.3g}"
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "unscaled",
        "unscaled numbers",
        "An input or a target is so large, or all inputs are so small, that one learning rate cannot suit all weights.",
        LookRule(_unscaled, lambda seen: _unscaled(seen) is not None),
        1,
        "scale",
    ),
    Check(
        "divergence",
        "divergence",
        "The loss rises far above its lowest and stays there, or is no longer a number: updates overshoot.",
        LossRule(
            lambda block: _spikes(block, DIVERGING, DIVERGING_SIZE),
            lambda block: _spikes(block, DIVERGING_OVER, 0.0),
            _divergence_symptom,
        ),
        4,
        "back-slower",
        explained_by=("unscaled",),
        warning="diverged",
    ),
    Check(
        "exploding",
        "exploding weights or gradients",
        "Gradients, or the weights themselves, have grown far beyond what a network of this kind needs.",
        LookRule(_exploding, lambda seen: _exploding(seen, EXPLODING_OVER) is not None),
        2,
        "restart-slower",
        ("unscaled",),
    ),
    Check(
        "rate-high",
        "learning rate too high",
        "Each update changes the weights by so much of their size that they jump about instead of settling.",
        LookRule(_rate_high, lambda seen: _largest(seen.look, lambda each: each.ratio)[1] > HIGH_OVER),
        3,
        "slower",
        ("unscaled", "exploding", "oscillation"),
    ),
    Check(
        "oscillation",
        "oscillating loss",
        "The loss goes up and down instead of falling: updates are too large, or the batches too small for them.",
        LossRule(
            lambda block: (block.rises >= BUMPY) & (block.train > UNLEARNT * block.reference),
            lambda block: block.rises > BUMPY_OVER,
            _oscillation_symptom,
        ),
        1,
        "slower",
        ("unscaled", "divergence", "exploding", "rate-high"),
    ),
    Check(
        "spike",
        "spike",
        "The loss jumped to many times its lowest: a batch with an unusual row, or a rate on the edge of too high.",
        LossRule(_spikes, lambda block: _spikes(block, SPIKE_OVER, 0.0), _spike_symptom),
        1,
        "clip",
        ("unscaled", "divergence", "exploding", "rate-high", "oscillation"),
    ),
    Check(
        "dead",
        "dead neurons",
        "Neurons that are silent on every row have slope 0 there, so they never learn again.",
        _stuck("dead", "are silent on every row, and do not learn"),
        3,
        "leaky",
        ("unscaled",),
    ),
    Check(
        "saturated",
        "saturated neurons",
        "Neurons at an end of their range on most rows have next to no slope there, so they hardly learn.",
        _stuck("saturated", "are at an end of their range on most rows, and hardly learn"),
        3,
        "relu",
        ("unscaled", "exploding"),
    ),
    Check(
        "vanishing",
        "vanishing gradient",
        "The gradient shrinks from layer to layer on its way back, so that the first layers hardly learn.",
        LookRule(_vanishing, lambda seen: _vanishing(seen, VANISHING_OVER) is not None),
        3,
        "relu",
        ("dead", "saturated", "exploding"),
    ),
    Check(
        "imbalance",
        "imbalanced classes",
        "One class is so common that always answering it has a low loss; the others are not learnt.",
        LookRule(_imbalance, lambda seen: seen.look.only_common),
        4,
        "balance",
        ("unscaled", "dead", "saturated", "vanishing", "rate-low"),
        warning="imbalanced",
    ),
    Check(
        "constant",
        "constant answers",
        "The answers do not depend on the inputs: nothing of the rows reaches the output.",
        LookRule(_constant, lambda seen: _constant(seen, CONSTANT_OVER) is not None),
        4,
        "relu",
        ("unscaled", "exploding", "dead", "saturated", "vanishing", "imbalance"),
    ),
    Check(
        "rate-low",
        "learning rate too low",
        "The updates are so small that the planned epochs cannot change the weights noticeably.",
        LookRule(_rate_low, lambda seen: _rate_low(seen, 3.0) is not None),
        3,
        "faster",
        ("unscaled", "dead", "saturated", "vanishing", "exploding"),
    ),
    Check(
        "plateau",
        "plateau",
        "The training loss has stopped falling while it is still near that of always the same answer.",
        LookRule(_plateau, lambda seen: _plateau(seen, 2 * LEVEL) is not None),
        2,
        "wider",
        (
            "unscaled",
            "divergence",
            "exploding",
            "rate-high",
            "dead",
            "saturated",
            "vanishing",
            "imbalance",
            "constant",
            "rate-low",
        ),
    ),
    Check(
        "overfitting",
        "overfitting",
        "The validation loss rises while the training loss falls: the network learns its rows by heart.",
        LossRule(_overfits, lambda block: _overfits(block, WORSE_OVER, COSTLY_OVER), _overfitting_symptom),
        4,
        "best",
        warning="overfitting",
    ),
)
"""The first is named before those after it, as it may be their cause."""
CHECK_BY_ID = {check.id: check for check in CHECKS}
