"""The rules of checks that look at the numbers of layers: when they begin and when they are over.

Limits are those of comparable tools (neurolens, nnscope, gradtop) where they have one. The limit at which something is
over is lower than that at which it begins, so that a number that wavers about a limit is named once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.safe_text import one_line
from nntui.training.health.records import Symptom, some_neurons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
LOW, LOW_IN_ALL = 1e-6, 0.05
"""The same, and of all planned updates together."""
HALF, HALF_OVER = 0.5, 0.4
"""Share of the neurons of a layer."""
UNSCALED, TINY = 10.0, 0.01
"""Root mean square of an encoded column; of all inputs."""
CONSTANT, CONSTANT_OVER = 0.01, 0.02
"""Deviation of the answers over that of the targets."""
UNLEARNT, LEARNT = 0.5, 0.1
"""Shares of the reference loss above which little is learnt yet, and not all;"""
STUCK = 0.6
"""that above which a loss that falls no more is not a good end."""
LEVEL, WINDOW, FEWEST, PLANNED = 0.01, 0.25, 50, 0.25
"""Least fall of the loss over the last quarter of at least so many epochs, and such a share of those planned."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The input of a check of numbers by layer: the latest ``look``, and those since the settings changed."""

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


def _largest(look: HealthLook, of: Callable[[LayerNumbers], float]) -> tuple[int, float]:
    """The weight layer with the largest such number, and that number."""
    numbers = [of(each) for each in look.layers]
    layer = max(range(len(numbers)), key=numbers.__getitem__)
    return layer, numbers[layer]


def _unscaled(seen: Looked) -> Symptom | None:
    import numpy as np

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

    def neurons_of(each: LayerNumbers) -> tuple[int, ...]:
        neurons: tuple[int, ...] = getattr(each, kind)
        return neurons

    def begins(seen: Looked) -> Symptom | None:
        layer, share = _largest(seen.look, lambda each: len(neurons_of(each)) / each.width)
        if share < HALF or not seen.unlearnt:
            return None
        numbers = seen.look.layers[layer]
        neurons = neurons_of(numbers)
        where = seen.probe.subject.layer_name(layer)
        cause = f"{some_neurons(neurons, numbers.width)} of {where} {words}"
        return Symptom(cause, layer=layer, neuron=neurons[0], size=_largest(seen.look, lambda each: each.ratio)[1])

    def lasts(seen: Looked) -> bool:
        return seen.unlearnt and _largest(seen.look, lambda each: len(neurons_of(each)) / each.width)[1] >= HALF_OVER

    return LookRule(begins, lasts)


def _vanishing(seen: Looked, limit: float = VANISHING) -> Symptom | None:
    first, last = seen.look.layers[0].gradient, seen.look.layers[-1].gradient
    if len(seen.look.layers) < 2 or not last > limit * first or not seen.look.loss > LEARNT * seen.probe.reference:
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
    from nntui.training.scores.score import IMBALANCED

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


UNSCALED_RULE = LookRule(_unscaled, lambda seen: _unscaled(seen) is not None)
EXPLODING_RULE = LookRule(_exploding, lambda seen: _exploding(seen, EXPLODING_OVER) is not None)
RATE_HIGH_RULE = LookRule(_rate_high, lambda seen: _largest(seen.look, lambda each: each.ratio)[1] > HIGH_OVER)
VANISHING_RULE = LookRule(_vanishing, lambda seen: _vanishing(seen, VANISHING_OVER) is not None)
IMBALANCE_RULE = LookRule(_imbalance, lambda seen: seen.look.only_common)
CONSTANT_RULE = LookRule(_constant, lambda seen: _constant(seen, CONSTANT_OVER) is not None)
RATE_LOW_RULE = LookRule(_rate_low, lambda seen: _rate_low(seen, 3.0) is not None)
PLATEAU_RULE = LookRule(_plateau, lambda seen: _plateau(seen, 2 * LEVEL) is not None)
DEAD_RULE = _stuck("dead", "are silent on every row, and do not learn")
SATURATED_RULE = _stuck("saturated", "are at an end of their range on most rows, and hardly learn")
