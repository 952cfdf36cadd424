"""``nntui train``: the training of the screen, without it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.cli.group import FAILED, INTERRUPTED
from nntui.cli.losslog import HistoryFile, LossLog, losses_so_far, readable_interval
from nntui.cli.outcome import trained
from nntui.cli.output import say, say_json, warn
from nntui.cli.summary import as_lines, as_object
from nntui.data.atomic import same_file
from nntui.data.encode import Encoder
from nntui.errors import DataError, SessionError
from nntui.session.archive import check_writable
from nntui.session.file import SUFFIX, save
from nntui.session.source import open_source

if TYPE_CHECKING:
    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.training.records import Losses


def run(
    source: str,
    options: Options,
    *,
    out: Path | None,
    history: Path | None,
    log_every: int | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Train ``source``, tell the losses on the way, save it, and say what came of it."""
    session, encoder = _opened(source, options)
    _check_places(source, out, history)
    epochs, begun = session.training.epochs, session.checkpoint.epoch if session.checkpoint else 0
    if begun and begun >= epochs:
        warn(f"{begun:,} epochs are made already; to go on, give --epochs a larger number")
    every = log_every or (1 if session.lesson else readable_interval(epochs - begun))
    log = LossLog(every, epochs, quiet=quiet, err=as_json)
    with ExitStack() as stack:
        file = None if history is None else stack.enter_context(HistoryFile(history))
        if session.checkpoint:
            known = losses_so_far(session.checkpoint)
            log.go_on(known)
            if file:
                file.take(known)

        def take(losses: Losses) -> None:
            log.take(losses)
            if file:
                file.take(losses)

        outcome = trained(session, encoder, take, abandoned=lambda: log.lost and not (out or file))
    if log.lost and not (out or file):
        return 0  # a reader that went away, as ``| head`` does, has what it wanted
    if out is not None:
        saved = replace(outcome.session, name=out.stem, path=out)
        save(saved, out)
        outcome = replace(outcome, session=saved)
    if as_json:
        say_json(as_object(outcome, source))
    else:
        say("\n".join(as_lines(outcome, saved=out is not None)))
    if outcome.stopped == "diverged":
        warn(outcome.reason)
    return {"diverged": FAILED, "interrupted": INTERRUPTED}.get(outcome.stopped, 0)


def _opened(source: str, options: Options) -> tuple[Session, Encoder]:
    """The session to train, and its encoder.

    What was noted on the way is told, or stands in the one line of a table with a fault.
    """
    notes: list[str] = []
    session = open_source(source, options, notes.append)
    try:
        encoder = Encoder.fit(session.table)
    except DataError as error:
        raise DataError("; ".join([str(error), *notes])) from None
    for note in notes:
        warn(note)
    return session, encoder


def _check_places(source: str, out: Path | None, history: Path | None) -> None:
    """Refuse, before any training, what could not be written after it or would overwrite what is read."""
    if out is not None:
        if out.suffix != SUFFIX:
            raise SessionError(f"--out {out}: the name of a session file ends in {SUFFIX}")
        check_writable(out)
    if history is not None:
        for other in (out, Path(source)):
            if other and (other == history or same_file(other, history)):
                raise DataError(f"--history {history}: {other} would be overwritten; give another name")
