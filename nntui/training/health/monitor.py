"""The monitor: follows a training by its losses and a few looks at its layers, and names what goes wrong, once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.training.health.checks import CHECK_BY_ID, CHECKS, Health
from nntui.training.health.layer_rules import UNLEARNT, Looked, LookRule
from nntui.training.health.loss_rules import LossRule
from nntui.training.health.losses import LossReader
from nntui.training.health.probe import HealthProbe
from nntui.training.health.records import Finding, Symptom

if TYPE_CHECKING:
    from nntui.training.health.checks import Check
    from nntui.training.health.losses import LossBlock
    from nntui.training.health.records import HealthLook, HealthSubject
    from nntui.training.records import KeptMoment, Losses
    from nntui.training.spec import TrainingSpec

ALONE = 0.5
"""Share of the loss from which on the row that has it is named."""
ROW_CHECKS = frozenset({"exploding", "spike", "divergence"})
"""Checks that a single row may be the cause of."""


@dataclass(slots=True)
class _Course:
    """The course of a check: how often in a row its rule has held, since when, and the ``finding`` that it led to."""

    run: int = 0
    since: int = 0
    symptom: Symptom | None = None
    finding: int | None = None


class HealthMonitor:
    """Follows the training of ``subject``. ``probe`` calculates the numbers, with ``spreads`` also histograms.

    It is given all losses in order, and moments of training; after a change of the settings it begins anew, with what
    was found before ended.
    """

    def __init__(self, subject: HealthSubject, *, spreads: bool = False) -> None:
        self.probe = HealthProbe(subject, spreads=spreads)
        self._reader = LossReader(self.probe.reference)
        self._looks: list[HealthLook] = []
        self._findings: list[Finding] = []
        self._begin()

    def _begin(self) -> None:
        self._courses = {check.id: _Course() for check in CHECKS}
        self._start = len(self._looks)
        self._reader.begin()

    def settings_changed(self, epoch: int) -> None:
        """Begin anew: other settings or rows train on from ``epoch``."""
        self._findings = [each if each.ended is not None else replace(each, ended=epoch) for each in self._findings]
        self._begin()

    @property
    def health(self) -> Health:
        """The health of the training so far."""
        return Health(tuple(self._looks), tuple(self._findings))

    def is_well(self, loss: float) -> bool:
        """Whether nothing is wrong, and the present training loss is far below that of always the same answer."""
        return loss < UNLEARNT * self.probe.reference and not self.health.lasting

    def take(self, losses: Losses) -> None:
        """Take the next losses."""
        if not len(losses.epochs):
            return
        block = self._reader.read(losses)
        for check in CHECKS:
            if isinstance(check.rule, LossRule):
                self._follow_losses(check, check.rule, block)

    def look(self, moment: KeptMoment, training: TrainingSpec) -> None:
        """Look at a moment of a segment with the settings ``training``, up to which all losses were taken."""
        look = self.probe.look(moment, training, min(self._reader.best, moment.train_loss))
        self._looks.append(look)
        seen = Looked(self.probe, look, self._looks[self._start :])
        for check in CHECKS:
            if isinstance(check.rule, LookRule):
                self._follow_looks(check, check.rule, seen)
        self._name_rows(moment)

    def failed(self, epoch: int, reason: str) -> None:
        """Take that training failed in ``epoch``, whose loss is not a number."""
        check, course = CHECK_BY_ID["divergence"], self._courses["divergence"]
        if course.finding is None:
            course.symptom, course.since = Symptom(reason), epoch
            self._name(check, course, epoch)

    def _follow_looks(self, check: Check, rule: LookRule, seen: Looked) -> None:
        course, epoch = self._courses[check.id], seen.look.epoch
        if course.finding is not None:
            if not rule.lasts(seen):
                self._end(course, epoch)
            return
        symptom = None if self._is_explained(check, epoch) else rule.begins(seen)
        course.run = course.run + 1 if symptom is not None else 0
        if course.run == 1:
            course.since = epoch
        course.symptom = symptom
        if course.run >= check.patience:
            self._name(check, course, epoch)

    def _follow_losses(self, check: Check, rule: LossRule, block: LossBlock) -> None:
        course = self._courses[check.id]
        begins = rule.begins(block)
        if course.finding is None and not begins.any():
            course.run = 0
            return
        lasts = rule.lasts(block)
        if course.finding is not None and (lasts.all() or not self._findings[course.finding].lasts):
            return
        for place, epoch in enumerate(block.epochs.tolist()):
            if course.finding is not None:
                if not lasts[place]:
                    self._end(course, epoch)
                continue
            course.run = course.run + 1 if begins[place] else 0
            if course.run == 1:
                course.since = epoch
            if course.run >= check.patience and not self._is_explained(check, epoch):
                course.symptom = rule.symptom(block, place)
                self._name(check, course, epoch)

    def _is_explained(self, check: Check, epoch: int) -> bool:
        """Whether something lasted in ``epoch`` that this is a consequence of."""
        return any(
            each.check in check.explained_by and each.named <= epoch and (each.ended is None or each.ended > epoch)
            for each in self._findings
        )

    def _name(self, check: Check, course: _Course, epoch: int) -> None:
        assert course.symptom is not None
        course.finding = len(self._findings)
        self._findings.append(Finding(check.id, course.since, epoch, course.symptom))

    def _end(self, course: _Course, epoch: int) -> None:
        place = course.finding
        if place is not None and self._findings[place].lasts:
            self._findings[place] = replace(self._findings[place], ended=epoch)

    def _name_rows(self, moment: KeptMoment) -> None:
        """Name the row that alone has most of the loss, in what was found since the last look."""
        for place, finding in enumerate(self._findings):
            if finding.check in ROW_CHECKS and finding.symptom.row is None and finding.lasts:
                largest = self.probe.largest_row(moment)
                if largest is None or largest[1] < ALONE or len(self.probe.places) < 4:
                    continue
                row, share = largest
                cause = f"{finding.symptom.cause}; row {row + 1:,} alone has {100 * share:.0f} % of the loss"
                self._findings[place] = replace(finding, symptom=replace(finding.symptom, cause=cause, row=row))
