"""Opening: what there is to open, by number, name or path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.folders import working_folder
from nntui.plain.saving import nothing_lost
from nntui.plain.tables import tell_session
from nntui.plain.talk import Option, found, numbered, sentence
from nntui.session.options import Options
from nntui.ui.dialogs.places import SourceEntry, expanded, known_sources, matching
from nntui.ui.work.hold import InUse, SessionInUseError

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.plain.conversation import Conversation

IN_USE = (
    Option("read-only", "look at it; it is saved beside its file only"),
    Option("copy", "work on a copy of it"),
)
QUESTION = "Open which? A number, a name, or the path of a file:"
HOW = (
    "A number or a name of the list opens that. A path opens a table, as data/cars.csv, or a session. The path of a "
    "folder lists its files; one of pictures is then opened by the first of the list."
)


def open_another(chat: Conversation, given: str = "") -> None:
    """Open what is ``given`` or chosen, once unsaved work is saved or given up."""
    place = expanded(given, working_folder()) if given else None
    source = _asked(chat, place) if place is None or place.is_dir() else given
    if chat.work.do(lambda: chat.controller.compute(source)):
        return
    if nothing_lost(chat, "open"):
        open_source(chat, source, Options())


def open_source(chat: Conversation, source: str | None, options: Options) -> None:
    """Open ``source`` in place of what is open, and say what it is. Raises NntuiError."""
    path = None if source is None else expanded(source, working_folder())
    name = str(path) if path is not None and source is not None and source.startswith("~") else source
    chat.judge = None
    try:
        chat.work.do(lambda: chat.controller.open(name, options), stoppable=True)
    except SessionInUseError as error:
        if not chat.talk.interactive:
            raise
        chat.talk.say(sentence(f"{error.path.name} is open in {error.owner}"))
        how: InUse = "read-only" if chat.talk.choose("Open it how?", IN_USE) == 0 else "copy"
        chat.work.do(lambda: chat.controller.open(name, options, how), stoppable=True)
    chat.tell_what_happened()
    tell_session(chat)


def _asked(chat: Conversation, folder: Path | None = None) -> str:
    """The source that the user chooses, from the list of those in ``folder`` or of everything that is known."""
    while True:
        entries = _everything(folder)
        options = [Option(each.name, each.note) for each in entries]
        if not options:
            chat.talk.say(f"There is no table and no session in {folder}.")
        chat.talk.list(numbered(options))
        answer = chat.talk.ask(QUESTION, explained=HOW)
        place, _ = found(options, answer)
        source = entries[place].source if place is not None else answer
        path = expanded(source, folder or working_folder())
        if not path.is_dir() or (place is not None and entries[place].kind == "pictures"):
            return str(path) if folder is not None or (path.exists() and place is not None) else source
        folder = path


def _everything(folder: Path | None) -> list[SourceEntry]:
    """What can be opened: in ``folder``, or recovered work first, then files, then the built-in tables."""
    from nntui.session.journal.places import recovered

    if folder is not None:
        kept, listing = [], matching(f"{folder}/", folder)
    else:
        kept, listing = recovered(), matching("", working_folder(), *known_sources())
    if listing.fault:
        raise DataError(listing.fault)
    entries = [SourceEntry(path.name, "session", str(path), str(path), "recovered work") for path in kept]
    return [*entries, *(entry for entry in listing.entries if entry.kind != "picture")]
