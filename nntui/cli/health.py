"""The health of a training without a screen: a line on standard error for each finding, and the key of ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.cli.output import warn
from nntui.session.health.cures import cure_of
from nntui.session.health.subject import subject_of
from nntui.session.health.words import as_object, in_words
from nntui.training.health.checks import CHECK_BY_ID, Health
from nntui.training.health.watch import HealthWatch
from nntui.training.scores.warnings import due_warnings

if TYPE_CHECKING:
    from nntui.cli.output import Json
    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.session.session import Session
    from nntui.training.records import Losses
    from nntui.training.scores.score import Score
    from nntui.training.trainer import Trainer


class HealthLines:
    """Watches the training of ``session`` and warns of each finding once.

    What a warning about the score may say as well waits for the score.
    """

    def __init__(self, session: Session, encoder: Encoder, arrays: Arrays) -> None:
        self._session = session
        subject = subject_of(session, encoder, arrays)
        self._watch = None if subject is None else HealthWatch(subject)
        self._told = 0

    @property
    def health(self) -> Health:
        """The health of the training so far."""
        return Health() if self._watch is None else self._watch.health

    def take(self, losses: Losses) -> None:
        """Take losses as they are recorded."""
        if self._watch is not None:
            self._watch.take(losses)

    def look(self, trainer: Trainer) -> None:
        """Look at the training between two chunks, and warn of what is new."""
        if self._watch is None:
            return
        self._watch.look(trainer)
        findings = self.health.findings
        if len(findings) > self._told:
            session = replace(self._session, checkpoint=trainer.checkpoint())
            for number in range(self._told, len(findings)):
                if not CHECK_BY_ID[findings[number].check].warning:
                    self._warn(number, session)
            self._told = len(findings)

    def end(self, trainer: Trainer, session: Session, score: Score) -> list[Json]:
        """Look once more at the end, warn of what the ``score`` does not say, and give all findings for ``--json``."""
        if self._watch is None:
            return []
        self.look(trainer)
        if trainer.status != "failed":
            self._watch.look(trainer, last=True)
        warned = {rule.id for rule, _ in due_warnings(score)}
        for number, finding in enumerate(self.health.findings):
            same = CHECK_BY_ID[finding.check].warning
            if number >= self._told or (same and same not in warned):
                self._warn(number, session)
        return [as_object(each, cure_of(each, self.health, session).words) for each in self.health.findings]

    def _warn(self, number: int, session: Session) -> None:
        finding = self.health.findings[number]
        warn(f"health: {in_words(finding)}; cure: {cure_of(finding, self.health, session).words}")
