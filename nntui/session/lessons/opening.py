"""The session that a lesson begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.files.source import TableBytes
from nntui.data.files.tables import read
from nntui.data.policies import FILL
from nntui.errors import DataError, NntuiError
from nntui.session.change import with_options
from nntui.session.columns import known_kinds, with_policy
from nntui.session.follow import new_session, silent
from nntui.session.lessons.lesson import FROM_LESSON
from nntui.session.open import open_source
from nntui.session.recipes import BY_ROWS
from nntui.session.session import Reading

if TYPE_CHECKING:
    from nntui.session.follow import Note
    from nntui.session.lessons.lesson import Lesson
    from nntui.session.session import Session


def open_lesson(lesson: Lesson, note: Note = silent) -> Session:
    """The session of the lesson's first step, in no file. Raises DataError for a table or a setting that is faulty."""
    try:
        session = (
            _with_own_table(lesson, note) if lesson.source is None else open_source(lesson.source, lesson.options, note)
        )
    except NntuiError as error:
        raise DataError(f"{lesson.file.name}: {error}") from None
    session = replace(session, name=lesson.name, path=None)
    _check_settings(lesson, session)
    return session


def _check_settings(lesson: Lesson, session: Session) -> None:
    """Raise DataError with the line of a step whose settings its network or training cannot have."""
    for step in lesson.steps:
        if step.before.settings is not None:
            try:
                session = with_options(session, step.before.settings)
            except NntuiError as error:
                raise DataError(f"{lesson.file.name}, line {step.line}: settings: {error}") from None


def _with_own_table(lesson: Lesson, note: Note) -> Session:
    options = lesson.options
    found = read(
        TableBytes("table", lesson.table.encode()),
        kinds=known_kinds(options),
        ignored=frozenset(options.ignored).__contains__,
    )
    for line in found.notes:
        note(line)
    session = new_session(lesson.name, f"{FROM_LESSON}{lesson.word}", with_policy(found.table, FILL), found.dialect)
    session = replace(session, reading=Reading(found.notes, found.ignored, found.left_out))
    return with_options(session, options if options.recipe is not None else options.with_recipe(BY_ROWS), note)
