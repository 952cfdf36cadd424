"""A lesson under way: which step, what it waits for, and the guesses so far. Knows nothing of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.session.lessons.expression import LessonExpression

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.session.lessons.lesson import Lesson, LessonStep
    from nntui.session.lessons.situation import Situation

EFFECTS: Mapping[str, LessonExpression] = {
    command: LessonExpression.parse(condition)
    for command, condition in {
        "step": "updates > before(updates)",
        "epoch": "epoch > before(epoch)",
        "train": "(state = 'finished' or state = 'failed') and updates > before(updates)",
        "renew": "setting('seed') != before(setting('seed'))",
    }.items()
}
"""The condition for a step that waits for one of these commands alone; for any other, giving it is enough."""


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How a step ended: the situation then, and the number of the right choice from 1, 0 where there is none.

    ``skipped``: nothing was waited for.
    """

    situation: Situation
    right: int = 0
    skipped: bool = False


class LessonRun:
    """Goes through the steps of ``lesson``, from step ``at`` (from 0).

    A step is prepared by the screen, which then calls ``begin``; ``ran`` tells of each command, ``look`` of each new
    situation. ``furthest`` is the last step that was begun: those before it are only read again. ``guesses`` has, by
    step, whether the guess was right. ``given``: the command that the step waits for was given.
    """

    def __init__(
        self, lesson: Lesson, at: int = 0, furthest: int | None = None, guesses: Mapping[int, bool] | None = None
    ) -> None:
        self.lesson = lesson
        self.at = min(max(at, 0), len(lesson.steps))
        self.furthest = max(self.at, min(furthest or 0, len(lesson.steps)))
        self.guesses = dict(guesses or {})
        self.start: Situation | None = None
        self.outcome: StepOutcome | None = None
        self.guess: int | None = None
        self.fault = ""
        self.given = self._done_before = False

    @property
    def step(self) -> LessonStep | None:
        """The present step; None after the last."""
        return self.lesson.steps[self.at] if self.at < len(self.lesson.steps) else None

    @property
    def finished(self) -> bool:
        """Whether all steps are done."""
        return self.step is None

    @property
    def reread(self) -> bool:
        """Whether the step was done before and is only read again."""
        return self.at < self.furthest

    @property
    def asks(self) -> bool:
        """Whether a guess is asked for."""
        step = self.step
        return (
            step is not None
            and step.question is not None
            and self.start is not None
            and self.guess is None
            and self.outcome is None
            and not self.reread
        )

    @property
    def waits(self) -> bool:
        """Whether the user is to do something, guess or not, before the lesson goes on by itself."""
        step = self.step
        return (
            step is not None
            and step.waits
            and self.start is not None
            and self.outcome is None
            and not self.reread
            and not self._done_before
        )

    @property
    def right_guesses(self) -> int:
        """Right guesses so far, of ``len(guesses)``."""
        return sum(self.guesses.values())

    def begin(self, situation: Situation) -> None:
        """The present step is prepared and shown; where what it waits for holds already, nothing is waited for."""
        self.start, self.fault = situation, ""
        self.given = self._done_before = False
        self._done_before = self.waits and self._is_done(situation)

    def choose(self, number: int, situation: Situation) -> None:
        """Guess choice ``number``, from 1; a question about what is already there is answered at once."""
        step = self.step
        if step is None or step.question is None or not self.asks or not 1 <= number <= len(step.question.choices):
            return
        self.guess = number
        if not self.waits:
            self._end(situation)

    def ran(self, command: str) -> None:
        """The user has given this command."""
        step = self.step
        if self.waits and step is not None and command == step.press:
            self.given = True

    def look(self, situation: Situation) -> bool:
        """Take notice of the situation; True if what the step waits for has been done. May go on to the next step."""
        step = self.step
        if step is None or not self.waits or not self._is_done(situation):
            return False
        if step.then is None and step.question is None:
            self.next()
        else:
            self._end(situation)
        return True

    def _is_done(self, now: Situation) -> bool:
        """Whether what the step waits for holds; not where its condition has a fault, which is kept."""
        step, start = self.step, self.start
        assert step is not None
        assert start is not None
        if step.until is None and step.press == now.pane:
            return True
        if step.until is None and not now.resting:
            return False
        condition = step.until or EFFECTS.get(step.press)
        if condition is None:
            return self.given
        try:
            return condition.holds(now, start)
        except DataError as error:
            self.fault = f"{self.lesson.file.name}, line {step.line}: {error}"
            return False

    def _end(self, situation: Situation) -> None:
        step, start = self.step, self.start
        assert step is not None
        assert start is not None
        right = 0
        if step.question is not None:
            try:
                value = step.question.answer.value(situation, start)
                if isinstance(value, float) and value.is_integer() and 1 <= value <= len(step.question.choices):
                    right = int(value)
            except DataError as error:
                self.fault = f"{self.lesson.file.name}, line {step.line}: answer: {error}"
        if right and self.guess is not None:
            self.guesses[self.at] = self.guess == right
        self.outcome = StepOutcome(situation, right)

    def next(self) -> None:
        """Go on to the next step; one that waits is skipped."""
        if not self.finished:
            self._go_to(self.at + 1)
            self.furthest = max(self.furthest, self.at)

    def back(self) -> None:
        """Go back to the step before, to read it again."""
        if self.at:
            self._go_to(self.at - 1)

    def _go_to(self, at: int) -> None:
        self.at = at
        self.start = self.outcome = self.guess = None
        self.fault = ""
        self.given = self._done_before = False
