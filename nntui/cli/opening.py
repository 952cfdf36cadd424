"""Opening a source to train without a screen, and saving the session that comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.cli.outcome import unused_rows
from nntui.cli.output import warn
from nntui.cli.progress import progress
from nntui.data.files.atomic import unused_beside
from nntui.errors import DataError, FileChangedError, SessionError
from nntui.session.encoders import encoder_of
from nntui.session.large.rows import fitted
from nntui.session.notes import few
from nntui.session.open import open_source
from nntui.session.report import rows_used
from nntui.session.store.archive import check_writable
from nntui.session.store.file import SUFFIX, save

if TYPE_CHECKING:
    from nntui.cli.progress import ProgressMode
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.files.atomic import FileStamp
    from nntui.session.options import Options
    from nntui.session.session import Session


def check_out(out: Path) -> None:
    """Raise SessionError, before any training, for a place where no session can be written."""
    if out.suffix != SUFFIX:
        raise SessionError(f"--out {out}: the name of a session file ends in {SUFFIX}")
    check_writable(out)


def save_or_beside(session: Session, out: Path, stamp: FileStamp | None) -> Session:
    """The session as saved to ``out``, or beside it where another program has written there since the ``stamp``."""
    try:
        saved = replace(session, name=out.stem, path=out)
        save(saved, out, stamp)
    except FileChangedError:
        other = unused_beside(out)
        warn(f"{out} was changed by another program during the training, so the session is saved beside it, in {other}")
        saved = replace(session, name=other.stem, path=other)
        save(saved, other)
    return saved


def opened_for_training(source: str, options: Options, shown: ProgressMode) -> tuple[Session, Encoder, list[str]]:
    """The session to train, its encoder, and notes on how it was opened.

    Notes on how it was opened become warnings or, for a table that cannot be trained on, part of the one error line.
    That many rows are not used comes first.
    """
    notes: list[str] = []
    with progress(f"reading {Path(source).name}", "", shown) as reporter:
        session = open_source(source, options, notes.append, lambda share: reporter.update(share, 1.0))
        session = fitted(session, lambda share: reporter.update(share, 1.0))
    try:
        encoder = encoder_of(session)
    except DataError as error:
        raise DataError("; ".join([str(error), *few(notes)])) from None
    rows = rows_used(session.table, encoder)
    notes = [*(unused_rows(rows) if rows.are_few else []), *notes]
    for note in few(notes):
        warn(note)
    return session, encoder, notes
