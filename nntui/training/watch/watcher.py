"""Watches a training: finds the first epoch in which it is to stop or to pause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.errors import SpecError
from nntui.training.watch.condition import Clause, Condition
from nntui.training.watch.losses import PLATEAU, SECONDS, TURNS
from nntui.training.watch.read import read_condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.training.spec import TrainingSpec
    from nntui.training.watch.condition import ConditionSubject, TrainedEpochs


@dataclass(frozen=True, slots=True)
class Caught:
    """A ``condition`` that holds: training stops there, or ``pauses``. ``state`` says how things are, in words."""

    condition: Condition
    state: str
    pauses: bool = False


def stop_conditions(spec: TrainingSpec) -> tuple[Condition, ...]:
    """The conditions at which ``spec`` stops training, beside its epochs and its ``stop_loss``."""
    found = [read_condition(each) for each in spec.stop]
    for kind, value in ((TURNS, spec.patience), (PLATEAU, spec.plateau), (SECONDS, spec.most_seconds)):
        if value is not None:
            found.append(Condition((Clause(kind, (value,)),)))
    return tuple(found)


class Watcher:
    """Watches for ``stops``, true at the end of an epoch, and for ``pauses``, which become true there.

    A pause that holds already waits until it does not, so that training can go on from where it paused.
    """

    def __init__(self, stops: Sequence[Condition], pauses: Sequence[Condition] = ()) -> None:
        self._stops, self._pauses = tuple(stops), tuple(pauses)
        self._held: dict[Condition, bool] = {}
        self.caught: Caught | None = None
        needs = {each for condition in (*stops, *pauses) for each in condition.needs}
        self.each_epoch = "weights" in needs
        self.active = bool(stops or pauses)

    @classmethod
    def of(cls, stops: Sequence[Condition], pauses: Sequence[Condition], subject: ConditionSubject) -> Watcher:
        """Watches for the conditions that fit ``subject``."""
        return cls(fitting(stops, subject), fitting(pauses, subject))

    def begin(self, stretch: TrainedEpochs, *, within_epoch: bool) -> None:
        """Begin with the present state, the last epoch of ``stretch``; within an epoch nothing is caught yet."""
        self.caught = None
        if within_epoch:
            for each in self._pauses:
                self._held.setdefault(each, False)
            return
        self._held = {each: bool(each.holds(stretch)[-1]) for each in self._pauses}
        for condition in self._stops:
            if condition.holds(stretch)[-1]:
                self.caught = Caught(condition, condition.state(stretch))
                return

    def first(self, stretch: TrainedEpochs) -> int | None:
        """The place in ``stretch`` of the first epoch in which something is caught; None: in none of them.

        What is ``caught`` is told by ``settle``, once training is there.
        """
        places = [int(held.argmax()) for each in self._stops if (held := each.holds(stretch)).any()]
        for each in self._pauses:
            holds = each.holds(stretch)
            begins = holds.copy()
            begins[0] &= not self._held.get(each, False)
            begins[1:] &= ~holds[:-1]
            if begins.any():
                places.append(int(begins.argmax()))
        return min(places, default=None)

    def settle(self, stretch: TrainedEpochs) -> None:
        """Take note of the epochs of ``stretch``, the last of which may be one in which something is caught."""
        for condition in self._stops:
            if self.caught is None and condition.holds(stretch)[-1]:
                self.caught = Caught(condition, condition.state(stretch))
        for condition in self._pauses:
            holds = condition.holds(stretch)
            before = holds[-2] if len(holds) > 1 else self._held.get(condition, False)
            if self.caught is None and holds[-1] and not before:
                self.caught = Caught(condition, condition.state(stretch), pauses=True)
            self._held[condition] = bool(holds[-1])


def fitting(conditions: Sequence[Condition], subject: ConditionSubject) -> tuple[Condition, ...]:
    """Those of ``conditions`` that can be about ``subject``."""
    return tuple(each for each in conditions if not misfit(each, subject))


def misfit(condition: Condition, subject: ConditionSubject) -> str:
    """Why ``condition`` cannot be about ``subject``, "" if it can."""
    try:
        condition.check(subject)
    except SpecError as error:
        return str(error)
    return ""
