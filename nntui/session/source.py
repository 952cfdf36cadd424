"""From what the user names to a session: a built-in table, a session file, or a table file."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data import builtin
from nntui.data.files import read_table
from nntui.errors import DataError
from nntui.model.spec import NetworkSpec, TrainingSpec
from nntui.session import file
from nntui.session.changes import Note, fitted, silent, with_options
from nntui.session.session import Session
from nntui.session.tutorial import NAME as TUTORIAL
from nntui.session.tutorial import tutorial_session

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.session.options import Options


def open_source(source: str | None, options: Options, note: Note = silent) -> Session:
    """The session that ``source`` names, with ``options`` on top; ``note`` is told what they cost a saved session.

    None is the tutorial. A bare word that is a built-in name means the built-in, whatever lies in the folder
    (``./cars`` is the file). A file that is a session, by its first bytes or its suffix, is read as one; all else is
    read as a table and gets the defaults of the specs.

    Raises DataError, SpecError or SessionError, each one line, for what cannot be opened or set.
    """
    return with_options(_opened(TUTORIAL if source is None else source), options, note)


def _opened(source: str) -> Session:
    if source == TUTORIAL:
        return tutorial_session()
    if source in builtin.names():
        return _new_session(source, source, builtin.load(source))
    path = Path(source)
    if not path.exists() and path.name == source and not path.suffix:
        raise DataError(_unknown(source))
    if file.is_session(path):
        return file.load(path)
    return _new_session(path.stem, source, read_table(path))


def _new_session(name: str, source: str, table: Table) -> Session:
    return Session(
        name=name, source=source, table=table, network=fitted(NetworkSpec(inputs=1), table), training=TrainingSpec()
    )


def _unknown(source: str) -> str:
    near = difflib.get_close_matches(source.lower(), builtin.names(), n=1)
    suggestion = f"did you mean {near[0]}? " if near else ""
    known = ", ".join(builtin.names())
    return f"{source}: no such file, and no built-in table of that name; {suggestion}built in are {known}"
