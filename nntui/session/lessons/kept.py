"""Progress in lessons, in the user's state folder: the step, the guesses, the session at the step's start."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from nntui.data.files.atomic import replacing
from nntui.errors import NntuiError
from nntui.folders import make_private, state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.lessons.lesson import Lesson
    from nntui.session.lessons.run import LessonRun
    from nntui.session.session import Session

FOLDER = "lessons"
LARGEST = 100_000
"""Bytes of a file about the progress of a lesson."""


class LessonProgress(msgspec.Struct, frozen=True):
    """How far a lesson is: the step it is ``at`` and the ``furthest`` one, from 0; by step, whether guesses were right.

    ``finished``: it was gone through to its end, now or before.
    """

    at: int = 0
    furthest: int = 0
    guesses: dict[int, bool] = {}
    finished: bool = False


def _place(lesson: Lesson, suffix: str) -> Path:
    return state_folder() / FOLDER / f"{lesson.key}{suffix}"


def progress_of(lesson: Lesson) -> LessonProgress:
    """How far the lesson is; at its beginning where nothing, or nothing that can be read, is kept of it."""
    place = _place(lesson, ".json")
    with suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError):
        if place.stat().st_size <= LARGEST:
            found = msgspec.json.decode(place.read_bytes(), type=LessonProgress)
            steps = len(lesson.steps)
            if 0 <= found.at <= found.furthest <= steps and all(0 <= at < steps for at in found.guesses):
                return found
    return LessonProgress()


def keep_progress(run: LessonRun, before: LessonProgress) -> LessonProgress:
    """Keep how far ``run`` is, ``before`` being what was kept last; that is kept. Raises OSError."""
    now = LessonProgress(run.at, run.furthest, run.guesses, before.finished or run.finished)
    place = _place(run.lesson, ".json")
    make_private(place.parent)
    with replacing(place) as file:
        file.write(msgspec.json.encode(now))
    return now


def keep_session(lesson: Lesson, session: Session) -> None:
    """Keep the session of a step's beginning. Raises NntuiError, OSError."""
    from nntui.session.store.file import save

    place = _place(lesson, ".nntui")
    make_private(place.parent)
    save(session, place)


def kept_session(lesson: Lesson) -> Session | None:
    """That session, in no file; None where none can be read."""
    from msgspec.structs import replace

    from nntui.session.store.file import load

    with suppress(NntuiError, OSError):
        return replace(load(_place(lesson, ".nntui")), path=None, name=lesson.name)
    return None


def forget(lesson: Lesson) -> None:
    """Begin the lesson anew the next time, but know whether it was finished. Raises OSError."""
    before = progress_of(lesson)
    _place(lesson, ".nntui").unlink(missing_ok=True)
    if before.finished:
        with replacing(_place(lesson, ".json")) as file:
            file.write(msgspec.json.encode(LessonProgress(finished=True)))
    else:
        _place(lesson, ".json").unlink(missing_ok=True)
