"""Saving, exporting and leaving: where files go, and what becomes of unsaved work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from nntui.errors import DataError, FileChangedError, SessionError
from nntui.folders import working_folder
from nntui.plain.talk import Option, sentence
from nntui.safe_text import file_stem, one_line
from nntui.ui.dialogs.places import FilePlace, brief, is_table, place_for_export, place_to_save
from nntui.ui.dialogs.saving import changed_in_words, own_file, write_table_alone
from nntui.ui.work.hold import other_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.plain.conversation import Conversation

Purpose = Literal["quit", "open"]
LEAVING = (
    Option("save", "save the session first"),
    Option("leave", "go on without saving; the changes are lost"),
    Option("stay", "go back"),
)


def save(chat: Conversation, given: str = "") -> None:
    """Save the session to its own file, or to one that is ``given`` or asked for."""
    save_somewhere(chat, given)


def save_somewhere(chat: Conversation, given: str = "") -> bool:
    """Save the session, or write the table alone where the name is that of a table; True if the session is saved.

    Raises LeftError if the user leaves the question.
    """
    from nntui.data.files.atomic import unused_beside

    session, _ = chat.opened()
    own = own_file(session)
    read_only = own is not None and chat.controller.hold.read_only
    if given:
        path = _checked(chat, place_to_save(given, working_folder(), None if read_only else own))
    elif own is not None and not read_only:
        path = own
    else:
        beside = unused_beside(own) if own is not None else working_folder() / f"{file_stem(session.name)}.nntui"
        path = _asked_place(chat, beside)
    replacing = False
    while not is_table(path):
        try:
            chat.work.do(partial(chat.controller.save, path, replacing=replacing))
        except FileChangedError:
            chat.work.watch.session_told()
            chat.talk.say(changed_in_words(path))
            path, replacing = _asked_place(chat, unused_beside(path)), True
        except SessionError as error:
            chat.talk.say(sentence(str(error)))
            path = _asked_place(chat, other_place(path))
        else:
            return True
    _write_table(chat, path)
    return False


def _asked_place(chat: Conversation, suggested: Path) -> Path:
    return ask_place(chat, "Save to", suggested, lambda text, base: place_to_save(text, base, None))


def _write_table(chat: Conversation, path: Path) -> None:
    session, table = chat.opened()
    chat.work.do(lambda: write_table_alone(session, table, path, chat.work.watch))
    chat.talk.say(f"Wrote the table alone, {table.height:,} rows, to {path}. The session is not saved by that.")


def ask_place(chat: Conversation, question: str, suggested: Path, examine: Callable[[str, Path], FilePlace]) -> Path:
    """The file that the user names, which may be the one ``suggested``; to replace another one takes a yes."""
    while True:
        answer = chat.talk.ask(f"{question} (enter: {brief(suggested)}):", str(suggested))
        try:
            return _checked(chat, examine(answer, working_folder()))
        except DataError as error:
            chat.talk.say(sentence(str(error)))


def _checked(chat: Conversation, place: FilePlace) -> Path:
    """The file of ``place``. Raises DataError where it cannot be written, or is not to be replaced."""
    if place.fault:
        raise DataError(place.fault)
    if place.replaces and not chat.talk.agree(f"{brief(place.path)} exists. Replace it?"):
        raise DataError(f"{brief(place.path)} stays as it is")
    return place.path


def export(chat: Conversation, given: str = "") -> None:
    """Write the session for other programs, in a form and to a file that are ``given`` or asked for."""
    from nntui.drawings.formats import EVERY_EXPORT
    from nntui.session.export.formats import write_export

    session, _ = chat.opened()
    word, _, rest = given.partition(" ")
    options = [Option(record.name, record.help) for record in EVERY_EXPORT.values()]
    record = EVERY_EXPORT[options[chat.talk.choose("Export as:", options, word)].word]
    suggested = working_folder() / f"{file_stem(session.name)}{record.suffix}"

    def examine(text: str, base: Path) -> FilePlace:
        return place_for_export(text, base, record.suffixes, session.path)

    if rest.strip():
        path = _checked(chat, examine(rest.strip(), working_folder()))
    else:
        path = ask_place(chat, "Write to", suggested, examine)
    reached = chat.work.do(chat.controller.reached)
    if reached is None:
        raise DataError("there is nothing to export")
    made = chat.work.calculate(lambda: record.made(reached, path))
    write_export(made.content, path, session.path)
    chat.talk.say(f"{record.name} written to {path}.")
    if made.remark:
        chat.talk.say(sentence(made.remark))


def leave(chat: Conversation, _: str = "") -> None:
    """Leave, once unsaved work is saved or given up."""
    if nothing_lost(chat, "quit"):
        chat.work.do(chat.controller.close)
        chat.leaving = True


def nothing_lost(chat: Conversation, purpose: Purpose) -> bool:
    """Whether the session may be left; asks first where work is unsaved."""
    session, _ = chat.controller.present
    chat.work.settle()
    if session is None or not chat.controller.unsaved:
        return True
    chat.talk.say(f"{one_line(session.name)} has unsaved changes.")
    what = "Before you quit:" if purpose == "quit" else "Before another is opened:"
    answer = LEAVING[chat.talk.choose(what, LEAVING)].word
    return save_somewhere(chat) if answer == "save" else answer == "leave"
