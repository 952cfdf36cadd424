"""A line for each lesson: what it is about and how far the user is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.session.lessons.kept import progress_of
from nntui.session.lessons.shelf import built_in_lessons

if TYPE_CHECKING:
    from nntui.session.lessons.lesson import Lesson


@dataclass(frozen=True, slots=True)
class LessonSummary:
    """A lesson in a list. ``step`` is the one that comes next, from 0; ``right`` of ``guesses`` guesses were right."""

    name: str
    title: str
    about: str
    minutes: int
    steps: int
    step: int
    finished: bool
    right: int
    guesses: int

    @property
    def progress(self) -> str:
        """How far it is: ``10 min``, ``step 3 of 12`` or ``done``."""
        if 0 < self.step < self.steps:
            return f"step {self.step + 1} of {self.steps}"
        return "done" if self.finished else f"{self.minutes} min"


def summary_of(lesson: Lesson) -> LessonSummary:
    """The line for a lesson."""
    kept = progress_of(lesson)
    return LessonSummary(
        lesson.name,
        lesson.title,
        lesson.about,
        lesson.minutes,
        len(lesson.steps),
        kept.at,
        kept.finished,
        sum(kept.guesses.values()),
        len(kept.guesses),
    )


def summaries() -> list[LessonSummary]:
    """The lines for all built-in lessons, in their order."""
    return [summary_of(lesson) for lesson in built_in_lessons()]
