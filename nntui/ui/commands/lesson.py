"""The commands of lessons: those that work in every pane, and those of the lesson panel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.ui.commands.record import Command
from nntui.ui.lesson.choose import choose_lesson

if TYPE_CHECKING:
    from nntui.ui.workspace import Workspace

HERE = frozenset({"lesson"})

_show: partial[Command[Workspace]] = partial(Command, on_screen=True)

# fmt: off
LESSONS: tuple[Command[Workspace], ...] = (
    Command("lessons", "asterisk", "lessons", "Choose a lesson, or go to the one under way",
            lambda screen: choose_lesson(screen, screen.lessons, screen.conversations), on_screen=True, asks=True),
    _show("lesson-next", "right_parenthesis", "go on", "Go on with the lesson; a step that waits is skipped",
          lambda screen: screen.lessons.go_on(), HERE),
    _show("lesson-back", "left_parenthesis", "back", "Go back one step of the lesson, to read it again",
          lambda screen: screen.lessons.go_back(), HERE),
)
IN_LESSON: tuple[Command[Workspace], ...] = (
    _show("lesson.enter", "enter", "go on", "Turn the page, or go on", lambda screen: screen.lessons.go_on()),
    _show("lesson.page-down", "pagedown,down", "next page", "", lambda screen: screen.lessons.panel.turn(1)),
    _show("lesson.page-up", "pageup,up", "page before", "", lambda screen: screen.lessons.panel.turn(-1)),
    _show("lesson.guess-1", "1", "guess", "Guess the first answer; 2, 3 and 4 are for the others",
          lambda screen: screen.lessons.choose(1)),
    _show("lesson.guess-2", "2", "guess", "", lambda screen: screen.lessons.choose(2)),
    _show("lesson.guess-3", "3", "guess", "", lambda screen: screen.lessons.choose(3)),
    _show("lesson.guess-4", "4", "guess", "", lambda screen: screen.lessons.choose(4)),
    _show("lesson.leave", "escape", "to the pane", "Go back to the pane; the lesson stays",
          lambda screen: screen.lessons.leave_panel(), HERE),
)
# fmt: on
