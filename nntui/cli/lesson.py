"""``nntui lesson``: the lessons with how far the user is, or one of them on the screen."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from nntui.cli.output import say, say_json
from nntui.session.options import Options

if TYPE_CHECKING:
    from nntui.session.lessons.summary import LessonSummary
    from nntui.session.options import ScreenOptions

WIDTH = 80
LINE = "{:<13}  {:<14}  "
"""Name and progress; title and sentence take the rest of ``WIDTH``."""
HINT = """
nntui lesson NAME       begin a lesson, or go on where you left it
nntui lesson my.toml    open one of your own; the README says how to write it"""


def run(name: str | None, *, as_json: bool, screen: ScreenOptions) -> int:
    """Open the lesson, or list the built-in ones; in JSON as ``{"lessons": [{"name", "title", "about", ...}]}``.

    Raises DataError for a lesson that there is not, or that has a fault.
    """
    from nntui.session.lessons.shelf import find_lesson
    from nntui.session.lessons.summary import summaries, summary_of

    listed = summaries() if name is None else [summary_of(find_lesson(name))]
    if as_json:
        say_json({"lessons": [{**asdict(each), "progress": each.progress} for each in listed]})
    elif name is None:
        _list(listed)
    else:
        from nntui.cli.screen import run as open_screen

        return open_screen(None, Options(), screen)
    return 0


def _list(lessons: list[LessonSummary]) -> None:
    for each in lessons:
        beginning = LINE.format(each.name, each.progress)
        text = f"{each.title}. {each.about}"
        say(textwrap.fill(text, WIDTH, initial_indent=beginning, subsequent_indent=" " * len(beginning)))
    say(HINT)
