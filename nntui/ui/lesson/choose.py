"""The list of lessons, with how far each is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nntui.ui.dialogs.palette import Choice, PaletteScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    from nntui.session.lessons.run import LessonRun
    from nntui.session.lessons.summary import LessonSummary
    from nntui.ui.dialogs.conversations import Conversations
    from nntui.ui.lesson.conductor import LessonConductor

END, ANEW = "end", "anew"
"""Answers that are no lessons: end the one under way, begin it anew."""
PREFIX = "lesson "
"""The prefix of a lesson's name in an answer."""


def lessons_palette(lessons: Sequence[LessonSummary], run: LessonRun | None) -> PaletteScreen:
    """Asks for one of the lessons, or what to do with the one that is under way."""
    choices = []
    if run is not None:
        choices.append(Choice(END, "end this lesson", f"leave {run.lesson.title}; it goes on at this step next time"))
        choices.append(Choice(ANEW, "begin it anew", f"{run.lesson.title}, from its first step"))
    choices += [
        Choice(f"{PREFIX}{each.name}", each.title, f"{each.progress}; {each.about}", also=each.name) for each in lessons
    ]
    return PaletteScreen("lessons", choices)


async def choose_lesson(screen: Screen[None], conductor: LessonConductor, conversations: Conversations) -> None:
    """Go to the lesson under way or, from there or without one, choose a lesson. Raises NntuiError."""
    from nntui.session.lessons.summary import summaries

    if screen.app.screen is not screen:
        return
    if conductor.run is not None and not conductor.panel.has_focus:
        conductor.panel.focus()
        return
    lessons = await asyncio.to_thread(summaries)
    answer = await screen.app.push_screen_wait(lessons_palette(lessons, conductor.run))
    if answer == END:
        conductor.end()
    elif answer == ANEW and conductor.run is not None:
        await conductor.open(conductor.run.lesson, anew=True)
    elif answer is not None:
        lesson = await asyncio.to_thread(conductor.find, answer.removeprefix(PREFIX))
        if await conversations.nothing_lost("open"):
            await conductor.open(lesson)
