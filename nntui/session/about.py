"""The notes of a session: what its table or example is, where it is from, what a good score is, and what to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.sources import builtin, computed
from nntui.errors import DataError
from nntui.session.examples.record import EXAMPLES

if TYPE_CHECKING:
    from nntui.session.session import Session


def notes_of(session: Session) -> str:
    """The text of a prepared session, then the notes of its built-in or computed table or example; "" for others.

    The table of a file has none, whatever the file's name.
    """
    of_source = "" if session.dialect is not None else _notes_of_source(session.source)
    return "\n\n".join(filter(None, (session.lesson, of_source)))


def _notes_of_source(source: str) -> str:
    if source in EXAMPLES:
        return EXAMPLES[source].notes
    if source in builtin.names():
        return builtin.notes(source)
    try:
        recipe = computed.parse(source)
    except DataError:  # a file may have a similar name
        return ""
    return "" if recipe is None else computed.GENERATORS[recipe.name].notes
