"""Every built-in lesson, from its first key to its last."""

from __future__ import annotations

import pytest

from nntui.session.lessons.shelf import built_in_names
from nntui.session.options import ScreenOptions
from tests.ui.app_host import FRAMES, NORMAL, SMALL, opened
from tests.ui.lesson_walker import run_of, walk


def lesson(name: str) -> ScreenOptions:
    return ScreenOptions(fps=FRAMES, fast=True, lesson=name)


@pytest.mark.parametrize("name", built_in_names())
async def test_a_lesson_is_walked_from_its_first_key_to_its_last(name: str) -> None:
    async with opened(size=NORMAL, screen_options=lesson(name)) as user:
        await walk(user, lambda at, many: at % many + 1)
        await user.sees("That was the lesson.")
        asked = sum(step.question is not None for step in run_of(user).lesson.steps)
        assert len(run_of(user).guesses) == asked


async def test_a_lesson_is_walked_on_a_small_screen_with_other_guesses() -> None:
    async with opened(size=SMALL, screen_options=lesson("neuron")) as user:
        await walk(user, lambda at, many: many - at % many)
        await user.sees("That was the lesson.")
