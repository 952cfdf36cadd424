"""Work that was left behind by a program that ended: what it is, and the choices about it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from nntui.plain.saving import nothing_lost
from nntui.plain.talk import LeftError, Option
from nntui.session.journal.kept import work_in_words
from nntui.session.options import Options
from nntui.ui.work.left_behind import saved_beside
from nntui.ui.work.recovery import newly_found

if TYPE_CHECKING:
    from nntui.plain.conversation import Conversation

CHOICES = (
    Option("go on", "open it in place of what is open now"),
    Option("save", "save it beside its own file, and go on with what is open"),
    Option("let go", "delete it"),
    Option("later", 'leave it; "open" lists it'),
)


def offer_left_behind(chat: Conversation, opened: str | None) -> None:
    """Tell of work that was left behind and was not named before, other than what was ``opened``; a person is asked
    what becomes of it."""
    found = chat.work.calculate(lambda: newly_found(opened))
    if found is None:
        return
    work, news = found.work, found.work.news
    name, *lines = work_in_words(news, time.time())
    for line in (f"Unsaved work was found: {name}.", *lines):
        chat.talk.say(line)
    if found.others:
        chat.talk.say(f'There is more of it, {found.others} in all; "open" lists it.')
    if not chat.talk.interactive:
        chat.talk.say(f'It is kept as {work.id}. "open" lists it.')
        return
    try:
        answer = CHOICES[chat.talk.choose("What about it?", CHOICES, default=3)].word
        if answer == "go on" and nothing_lost(chat, "open"):
            from nntui.plain.opening import open_source

            open_source(chat, str(work.path), Options())
        elif answer == "save":
            chat.talk.say(f"Saved as {chat.work.calculate(lambda: saved_beside(work))}.")
        elif answer == "let go" and chat.talk.agree(f"Delete the unsaved work on {news.name} for good?"):
            work.remove()
            chat.talk.say("Deleted.")
    except LeftError:
        chat.talk.say(f'It is kept as {work.id}. "open" lists it.')
