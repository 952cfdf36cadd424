"""The table of cures: what each changes of a session, in words that name the change.

A cure is a change like any other: it makes a segment of the timeline, and undo brings back what it led away from.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.model.activations import ACTIVATIONS
from nntui.safe_text import number_of
from nntui.session.change import with_next_seed, with_options
from nntui.session.finishing import with_best_weights
from nntui.session.health.balance import balanced
from nntui.session.options import Options
from nntui.session.settings.table import SETTINGS
from nntui.training.health.checks import CHECK_BY_ID
from nntui.training.health.layer_rules import HIGH
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.follow import Note
    from nntui.session.session import Session
    from nntui.training.health.checks import Health
    from nntui.training.health.records import Finding

GENTLE, USUAL = 3e-2, 1e-3
"""Sizes of an update over that of the weights: the most that is safe, and what is usual."""
ENOUGH, RATE = 16, 0.01
"""Hidden neurons, and the rate of Adam, of the recipe ``learn``."""
GENTLE_INITS = frozenset({"he", "he-lecun"})
"""First weights that fit ReLU and its kin."""
NORM = 1.0
"""The norm that gradients are clipped to."""


@dataclass(frozen=True, slots=True)
class Cure:
    """A cure: ``words`` say what it changes, and ``change`` makes the changed session.

    ``resumes`` says that training that was going goes on, ``steers`` that it may do so without a pause: the change is
    of settings alone.
    """

    words: str
    change: Callable[[Session, Note], Session]
    resumes: bool = True
    steers: bool = False


def cure_of(finding: Finding, health: Health, session: Session) -> Cure:
    """The cure of ``finding``, one of ``health``, for ``session``: that of its cause if that was found too."""
    causes = CHECK_BY_ID[finding.check].explained_by
    cause = next((each for each in health.lasting if each.check in causes), finding) if finding.lasts else finding
    return CURES[CHECK_BY_ID[cause.check].cure](Case(cause, health, session))


@dataclass(frozen=True, slots=True)
class Case:
    """A ``finding`` of ``health`` in a ``session``."""

    finding: Finding
    health: Health
    session: Session

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self.session.training.rate

    @property
    def adaptive(self) -> bool:
        """Whether the optimiser divides steps by the gradient's size, so that clipping it changes little."""
        return "square" in OPTIMISERS[self.session.training.optimizer].memory

    @property
    def slower(self) -> float:
        """A tenth of the rate, or less where updates were too large even for that."""
        ratios = [each.ratio for look in self.health.looks for each in look.layers if math.isfinite(each.ratio)]
        rate, largest = self.rate / 10, max(ratios, default=0.0)
        return rate if largest * 0.1 <= 10 * HIGH else rounded(self.rate * GENTLE / largest)

    @property
    def too_fast(self) -> bool:
        """Whether some updates were too large beside the weights."""
        return any(each.ratio > 10 * HIGH for look in self.health.looks for each in look.layers)


def _with(options: Options, *, afresh: bool = False, best: bool = False) -> Callable[[Session, Note], Session]:
    """The change to ``options``, from the first weights if ``afresh``, from the best ones if ``best``."""

    def change(session: Session, note: Note) -> Session:
        if best and session.checkpoint is not None:
            try:
                session = with_best_weights(session, note)
            except TrainingError:  # the best weights are the present ones
                session = _ready(session)
        if afresh:
            session = replace(session, checkpoint=None)
        return with_options(session, options, note)

    return change


def _ready(session: Session) -> Session:
    """The session ready to be trained on, after training had failed."""
    checkpoint = session.checkpoint
    assert checkpoint is not None
    return replace(session, checkpoint=dataclasses.replace(checkpoint, state="paused", reason=""))


def _scale(_: Case) -> Cure:
    return Cure("standard scaling of all numbers, from first weights", _with(Options(scale=("standard",)), afresh=True))


def _rate_words(case: Case, rate: float) -> str:
    return f"learning rate {case.rate:g} -> {rate:g}"


def _going_back(case: Case, words: str, options: Options) -> Cure:
    """The change to ``options``, from the best weights so far or, where there are none, the first ones."""
    reached = case.session.checkpoint
    best = reached is not None and reached.best_epoch > 0
    since = f"from the best weights, epoch {reached.best_epoch:,}" if reached and best else "from the first weights"
    return Cure(f"{words}, {since}", _with(options, afresh=not best, best=best))


def _back_slower(case: Case) -> Cure:
    return _going_back(case, _rate_words(case, case.slower), Options(rate=case.slower))


def _restart_slower(case: Case) -> Cure:
    """A lower rate from the first weights or, where these were too large already, smaller first weights."""
    if case.finding.epoch == case.health.looks[0].epoch and case.session.network.init not in GENTLE_INITS:
        return _activation(case, case.session.network.activation)
    rate = case.slower
    return Cure(f"{_rate_words(case, rate)}, from the first weights", _with(Options(rate=rate), afresh=True))


def _slower(case: Case) -> Cure:
    return Cure(_rate_words(case, case.slower), _with(Options(rate=case.slower)), steers=True)


def _faster(case: Case) -> Cure:
    ratio = case.finding.symptom.size
    times = 10.0 ** max(1, round(math.log10(USUAL / ratio))) if ratio > 0 else 10.0
    rate = rounded(case.rate * times)
    return Cure(_rate_words(case, rate), _with(Options(rate=rate)), steers=True)


def _clip(case: Case) -> Cure:
    clip = case.session.training.clip
    if case.adaptive or (clip is not None and clip <= NORM):
        return _back_slower(case)
    return _going_back(case, f"clip the gradient to a norm of {NORM:g}", Options(clip=NORM))


def _activation(case: Case, wanted: str) -> Cure:
    """Another activation of the hidden layers and He initialisation, from new first weights.

    Where all that is so already, the first weights of another seed. A rate that was too high is lowered, and an output
    that cannot reach the targets is made linear.
    """
    network = case.session.network
    settings: dict[str, Any] = {}
    if network.hidden and (network.activation != wanted or network.layer_activations):
        settings["activation"] = wanted
    if network.init not in GENTLE_INITS:
        settings["init"] = "he"
    if not LOSSES[case.session.training.loss].probabilities and ACTIVATIONS[network.output_activation].bounded:
        settings["output_activation"] = "linear"
    if case.too_fast:
        settings["rate"] = case.slower
    if not settings:
        return _next_seed(case)
    words = ", ".join(
        f"{SETTINGS[name].label} {SETTINGS[name].format.write(value)}" for name, value in settings.items()
    )
    return Cure(f"{words}, from first weights", _with(Options(**settings), afresh=True))


def _next_seed(case: Case) -> Cure:
    return Cure(
        f"first weights of the next seed, {case.session.network.seed + 1}",
        lambda session, _: with_next_seed(replace(session, checkpoint=None)),
    )


def _wider(case: Case) -> Cure:
    """Adam in place of a plain optimiser; with it, as many neurons as the recipe ``learn`` has; then another seed."""
    network, training = case.session.network, case.session.training
    if not case.adaptive:
        return Cure(
            f"optimiser {training.optimizer} -> adam, learning rate {case.rate:g} -> {RATE:g}",
            _with(Options(optimizer="adam", rate=RATE)),
            steers=True,
        )
    if sum(network.hidden) < ENOUGH:
        options = Options(hidden=(ENOUGH,), activation="relu", init="he")
        return Cure(
            f"a hidden layer of {number_of(ENOUGH, 'relu neuron')}, from first weights", _with(options, afresh=True)
        )
    return _next_seed(case)


def _balance(_: Case) -> Cure:
    return Cure(
        "rows of rare classes repeated until all classes are about as common", lambda session, _: balanced(session)
    )


def _best(case: Case) -> Cure:
    reached = case.session.checkpoint
    epoch = f", epoch {reached.best_epoch:,}" if reached is not None else ""
    return Cure(f"best weights{epoch}", with_best_weights, resumes=False)


CURES: dict[str, Callable[[Case], Cure]] = {
    "scale": _scale,
    "back-slower": _back_slower,
    "restart-slower": _restart_slower,
    "slower": _slower,
    "faster": _faster,
    "clip": _clip,
    "leaky": lambda case: _activation(case, "leaky-relu"),
    "relu": lambda case: _activation(case, "relu"),
    "wider": _wider,
    "balance": _balance,
    "best": _best,
}
"""By the id that a check names."""


def rounded(value: float) -> float:
    """``value`` to one digit."""
    return float(f"{value:.0e}")
