"""Every built-in lesson, from its first key to its last."""

from __future__ import annotations

import pytest

from nntui.session.lessons.shelf import built_in_names
from nntui.session.options import ScreenOptions
from tests.ui.app_host import FRAMES, NORMAL, SMALL, opened
from tests.ui.lesson_walker import run_of, walk

SIZES = NORMAL, SMALL


@pytest.mark.parametrize("name", built_in_names())
async def test_a_lesson_is_walked_from_its_first_key_to_its_last(name: str) -> None:
    """At a size and at the other from step to step; of the guesses about half are wrong."""
    async with opened(screen_options=ScreenOptions(fps=FRAMES, fast=True, lesson=name)) as user:
        await walk(user, lambda at, many: many - at % many, sizes=SIZES)
        run = run_of(user)
        asked = [at for at, step in enumerate(run.lesson.steps) if step.question is not None]
        assert sorted(run.guesses) == asked
        words = f"You guessed {run.right_guesses} of {len(asked)} right." if asked else "That was the lesson."
        await user.until(lambda: words in user.prose, words)
