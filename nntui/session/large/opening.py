"""Opening several files, or one that does not fit in memory, as one table: a session of a sample of its rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.files.dialect import Dialect
from nntui.data.files.many import is_pattern, table_files
from nntui.data.files.tables import first_rows
from nntui.data.policies import FILL
from nntui.session.change import SPELLING
from nntui.session.columns import known_kinds, with_policy
from nntui.session.follow import new_session
from nntui.session.large.sampling import sampled_table
from nntui.session.session import Reading, Session

if TYPE_CHECKING:
    from nntui.data.files.tables import Progress
    from nntui.session.follow import Note
    from nntui.session.options import Options

FIRST_ROWS = 20_000
"""Rows at the beginning that say of what kinds the columns are."""


def sampled_session(source: str, options: Options, note: Note, progress: Progress) -> Session:
    """A session of a sample of the rows in all files that ``source`` names; of all rows, where these are few.

    Raises DataError for files that cannot be read, or are not of one table.
    """
    files = table_files(source)
    how = Dialect(**options.among(SPELLING))
    first = first_rows(
        files[0],
        how,
        FIRST_ROWS,
        known_kinds(options),
        ignored=frozenset(options.ignored).__contains__,
        chosen=options.named,
    )
    found = sampled_table(files, first, how, progress)
    notes = tuple(dict.fromkeys((*first.notes, *found.notes)))
    for line in notes:
        note(line)
    session = new_session(_name_of(source), source, with_policy(found.table, FILL), first.dialect)
    whole = found.whole if found.whole.rows > found.table.height else None
    return replace(session, reading=Reading(notes, first.ignored, first.left_out), whole=whole)


def _name_of(source: str) -> str:
    """A name for a session of several files: that of their folder, or of the one file."""
    path = Path(source)
    named = path if path.exists() else next((each for each in path.parents if not is_pattern(each.name)), path)
    return named.absolute().stem or "table"
