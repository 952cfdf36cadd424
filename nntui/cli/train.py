"""``nntui train``: training without a screen; losses are printed and written as they come."""

from __future__ import annotations

import csv
import dataclasses
import errno
import math
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from nntui.cli.folds import cross_validation_object, cross_validation_of, show_cross_validation
from nntui.cli.group import FAILED, INTERRUPTED
from nntui.cli.log_folder import LogFolder
from nntui.cli.opening import check_out, opened_for_training, save_or_beside
from nntui.cli.outcome import Ending, train_session
from nntui.cli.output import say, say_json, warn
from nntui.cli.progress import progress, progress_mode
from nntui.cli.result import result_lines, result_object
from nntui.cli.seeds import INTERRUPTED_LINE, networks_of, seeds_lines, seeds_object
from nntui.cli.train_journal import TrainJournal, locked, resumed
from nntui.data.files.atomic import FileStamp, same_file
from nntui.errors import DataError
from nntui.session.export.history import HEADER, history_lines, recorded_losses
from nntui.session.large.rows import coded_rows
from nntui.session.predict import Predictor
from nntui.session.watching.publisher import Publisher

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from nntui.cli.outcome import Outcome
    from nntui.cli.output import Json
    from nntui.cli.progress import ProgressMode
    from nntui.data.encoding.coded_file import CodedFile
    from nntui.session.folds import CrossValidation
    from nntui.session.options import Options
    from nntui.session.seeds.networks import SeedNetworks
    from nntui.session.session import Session
    from nntui.training.records import Losses
    from nntui.training.trainer import Trainer

LINES = 20
"""Lines that a training prints by default, roughly."""


class LossLog:
    """Prints ``#i Loss: x`` for every ``every``th epoch i before ``until``: the loss before the updates of epoch i.

    ``lost`` tells that the reader has gone away.
    """

    def __init__(self, every: int, until: int, *, quiet: bool, err: bool) -> None:
        self.lost = False
        self._every = every
        self._until = until
        self._quiet = quiet
        self._err = err

    def go_on(self, losses: Losses) -> None:
        """Begin with the last of the losses so far, which is the one before the next update."""
        self.take(losses.part(slice(-1, None)))

    def take(self, losses: Losses) -> None:
        """Print the lines of a block of losses."""
        entries = zip(losses.epochs.tolist(), losses.train.tolist(), strict=True)
        chosen = [(i, loss) for i, loss in entries if i % self._every == 0 and i < self._until]
        if chosen and not self.lost and not self._quiet:
            self.lost = not say("\n".join(f"#{i} Loss: {loss!r}" for i, loss in chosen), err=self._err)


def readable_interval(epochs: int) -> int:
    """1, 2 or 5 times a power of ten, such that ``epochs`` print about ``LINES`` lines."""
    least = max(1, math.ceil(epochs / LINES))
    zeros = "0" * (len(str(least)) - 1)
    return next(interval for digits in ("1", "2", "5", "10") if (interval := int(digits + zeros)) >= least)


class HistoryFile:
    """A CSV file of the losses of every epoch; a loss that is not a number is an empty cell.

    Raises DataError when it cannot be opened. If the disk fills up later, training continues without the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: TextIO | None = _opened(path)
        except OSError as error:
            if error.errno == errno.ENXIO and path.is_fifo():
                raise DataError(f"--history {path}: nobody reads this pipe; start its reader first") from None
            raise DataError(f"--history {path}: cannot be written: {error.strerror or error}") from error
        csv.writer(self._file, lineterminator="\n").writerow(HEADER)

    def take(self, losses: Losses) -> None:
        """Write a block of losses."""
        if self._file is None:
            return
        try:
            self._file.writelines(history_lines(losses))
        except OSError as error:
            warn(f"--history {self._path}: {error.strerror or error}; training continues without it")
            self._file = None

    def __enter__(self) -> Self:
        """Write within a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                warn(f"--history {self._path}: {error.strerror or error}")


def _opened(path: Path) -> TextIO:
    """The file at ``path``, emptied. A pipe without a reader is not waited for: it raises OSError, as a lost device."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NONBLOCK, 0o666)
    os.set_blocking(number, True)
    return os.fdopen(number, "w", encoding="utf-8", newline="")


def run(
    source: str,
    options: Options,
    *,
    out: Path | None,
    refit: bool,
    history: Path | None,
    log: Path | None,
    log_every: int | None,
    folds: int | None,
    repeats: int,
    seeds: int | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Train ``source``, print and write the losses, save the session and print the result.

    With ``folds``, first cross-validate networks like it; with ``seeds``, first train so many from other seeds.
    """
    stamp = None if out is None else FileStamp.of(out, digest=True)
    shown = progress_mode(quiet=quiet, as_json=as_json)
    begun_from = resumed(source, out)
    session, encoder, notes = opened_for_training(begun_from.source, options, shown)
    _check_whole(session, folds=folds, seeds=seeds, refit=refit)
    ending = Ending(best=session.training.keep == "best", refit=refit)
    _check_places(source, out, history)
    with ExitStack() as stack:
        stack.enter_context(locked(out))
        judged = None if folds is None else cross_validation_of(session, folds, repeats, shown)
        if folds is not None and judged is None:
            warn("interrupted during the cross-validation; nothing was trained or saved")
            return INTERRUPTED
        others = None if seeds is None else networks_of(Predictor(session, encoder), seeds, shown)
        if seeds is not None and others is None:
            warn(f"{INTERRUPTED_LINE}; nothing was trained or saved")
            return INTERRUPTED
        epochs, begun = session.training.epochs, session.checkpoint.epoch if session.checkpoint else 0
        if begun and begun >= epochs:
            warn(f"finished at epoch {begun:,} before; to continue, give --epochs a larger number")
        every = log_every or (1 if session.lesson else readable_interval(epochs - begun))
        lines = LossLog(every, epochs, quiet=quiet, err=as_json)
        journal = stack.enter_context(TrainJournal(session, stamp, begun_from.work))
        file = None if history is None else stack.enter_context(HistoryFile(history))
        followed = None if log is None else stack.enter_context(LogFolder(log, session, source))
        if session.checkpoint:
            known = recorded_losses(session.checkpoint)
            lines.go_on(known)
            if file:
                file.take(known)

        def take(losses: Losses) -> None:
            for follower in (lines, file, followed):
                if follower is not None:
                    follower.take(losses)

        def abandoned() -> bool:
            return lines.lost and not (out or file or followed)

        look, coded = _looking(journal, out, session, stack), _coded(session, shown, stack)
        outcome = train_session(
            session, encoder, take, abandoned, ending, look=look, told=notes, shown=shown, coded=coded
        )
        if abandoned():
            return 0  # a reader that goes away, such as ``| head``, has what it wants
        outcome = _saved(outcome, out, stamp, journal)
        status = {"diverged": FAILED, "interrupted": INTERRUPTED}.get(outcome.stopped, 0)
        extra: dict[str, Json] = {} if judged is None else {"cross_validation": cross_validation_object(judged)}
        extra |= {} if others is None else {"seeds": seeds_object(others)}
        result = result_object(outcome, source, notes) | extra if as_json or followed is not None else {}
        if followed is not None:
            followed.end({FAILED: "failed", INTERRUPTED: "interrupted"}.get(status, "done"), status, result)
    if as_json:
        say_json(result)
    else:
        _show(judged, others)
        say("\n".join(result_lines(outcome, saved=out is not None)))
    if outcome.stopped == "diverged":
        warn(outcome.reason)
    return status


def _saved(outcome: Outcome, out: Path | None, stamp: FileStamp | None, journal: TrainJournal) -> Outcome:
    """The outcome, saved to ``out``; of one that was interrupted without that, the journal is left behind."""
    if out is not None:
        outcome = dataclasses.replace(outcome, session=save_or_beside(outcome.session, out, stamp))
        journal.join()
        journal.forget_before()
    elif outcome.stopped == "interrupted":
        kept = journal.keep(outcome.session)
        where = "it could not be kept" if kept is None else f"kept: nntui train {kept} goes on"
        warn(f"interrupted at epoch {outcome.reached:,} without --out; {where}")
    return outcome


def _check_whole(session: Session, *, folds: int | None, seeds: int | None, refit: bool) -> None:
    """Raise DataError for what cannot be done with a table that is larger than memory."""
    given = {"--folds": folds is not None, "--seeds": seeds is not None, "--refit": refit}
    for option in (name for name, asked in given.items() if asked and session.whole is not None):
        raise DataError(f"{option}: needs all rows in memory, and here they are read part by part; leave it out")


def _coded(session: Session, shown: ProgressMode, stack: ExitStack) -> CodedFile | None:
    """All rows to train on, until the end of the ``stack``, where the session has a sample of them."""
    if session.whole is None:
        return None
    with progress("coding the rows", "", shown) as reporter:
        return stack.enter_context(coded_rows(session, lambda share: reporter.update(share, 1.0)))


def _looking(
    journal: TrainJournal, out: Path | None, session: Session, stack: ExitStack
) -> Callable[[Trainer], object]:
    """Keeps the journal between chunks of training, and publishes them for those who watch, until ``stack`` ends."""
    if out is None:
        return journal.look
    publisher = stack.enter_context(Publisher(out, session))

    def look(trainer: Trainer) -> None:
        journal.look(trainer)
        publisher.look(trainer)

    return look


def _show(judged: CrossValidation | None, others: SeedNetworks | None) -> None:
    """Print what was found out before the training."""
    if judged is not None:
        show_cross_validation(judged)
    if others is not None:
        say("\n".join(seeds_lines(others)))


def _check_places(source: str, out: Path | None, history: Path | None) -> None:
    """Raise, before any training, for a place that cannot be written or would overwrite the source."""
    if out is not None:
        check_out(out)
    if history is not None:
        for other in (out, Path(source)):
            if other and (other == history or same_file(other, history)):
                raise DataError(f"--history {history}: {other} would be overwritten; give another name")
