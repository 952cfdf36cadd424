"""Every built-in lesson, from its first key to its last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.lessons.shelf import built_in_names
from nntui.session.options import ScreenOptions
from tests.ui.app_host import FRAMES, NORMAL, SMALL, opened
from tests.ui.lesson_walker import run_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable

GUESSES: dict[tuple[int, int], Callable[[int, int], int]] = {
    NORMAL: lambda at, many: at % many + 1,
    SMALL: lambda at, many: many - at % many,
}
"""By the size of the terminal: the guess in a step of so many choices. Most of them are wrong in one of the two."""


@pytest.mark.parametrize("size", GUESSES, ids=str)
@pytest.mark.parametrize("name", built_in_names())
async def test_a_lesson_is_walked_from_its_first_key_to_its_last(name: str, size: tuple[int, int]) -> None:
    async with opened(size=size, screen_options=ScreenOptions(fps=FRAMES, fast=True, lesson=name)) as user:
        await walk(user, GUESSES[size])
        run = run_of(user)
        asked = [at for at, step in enumerate(run.lesson.steps) if step.question is not None]
        assert sorted(run.guesses) == asked
        words = f"You guessed {run.right_guesses} of {len(asked)} right." if asked else "That was the lesson."
        await user.until(lambda: words in user.prose, words)
