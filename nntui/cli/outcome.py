"""A training without a screen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.cli.health import HealthLines
from nntui.cli.output import stop_on_signal, warn
from nntui.cli.progress import progress
from nntui.data.encoding.encoder import Encoder, encode
from nntui.safe_text import as_list
from nntui.session.evaluate import SessionJudge
from nntui.session.finishing import at_best, on_all_rows
from nntui.session.predict import Predictor
from nntui.session.report import RowsUsed, rows_used
from nntui.training.loading import collect_again
from nntui.training.loop import train
from nntui.training.trainer import Trainer
from nntui.training.watch.watcher import stop_conditions

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from nntui.cli.output import Json
    from nntui.cli.progress import ProgressMode, ProgressReporter
    from nntui.data.encoding.coded_file import CodedFile
    from nntui.data.encoding.encoder import Arrays
    from nntui.session.session import Session
    from nntui.training.history import Sink
    from nntui.training.records import Losses
    from nntui.training.scores.score import Score
    from nntui.training.spec import TrainingSpec

Stopped = str
"""Why a training stopped: "epochs", "interrupted", "diverged", "stop-loss" or the id of a kind of condition."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The weights that are saved of a training: with ``best`` the weights of its best epoch instead of the last.

    With ``refit`` a network that is then trained on all rows, validation rows too.
    """

    best: bool = False
    refit: bool = False


LAST = Ending()
"""The last weights, as they are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a training.

    ``session`` is the trained session. ``loss`` and ``validation_loss`` are the displayed losses of its last weights,
    the latter None without validation rows, and ``score`` says how good these are. With ``ending.best`` all this is of
    the weights of the best epoch. ``epochs`` and ``seconds`` are those of this training alone, ``reached`` is the epoch
    that it reached; ``reason`` says in words why it stopped. After a ``refit`` the session is the one that was trained
    on all rows, and everything else is of the training before.
    """

    session: Session
    predictor: Predictor
    engine: str
    loss: float
    validation_loss: float | None
    score: Score
    epochs: int
    reached: int
    best_epoch: int
    ending: Ending
    refit: bool
    seconds: float
    stopped: Stopped
    reason: str
    rows: RowsUsed
    notes: tuple[str, ...]
    """Lines on how the table is used, for the user to read."""
    health: Sequence[Json]
    """An object for each thing that was found wrong with the training."""


def train_session(
    session: Session,
    encoder: Encoder,
    sink: Sink,
    abandoned: Callable[[], bool],
    ending: Ending = LAST,
    *,
    look: Callable[[Trainer], object] = lambda _: None,
    told: Container[str] = (),
    shown: ProgressMode = "nothing",
    coded: CodedFile | None = None,
) -> Outcome:
    """Train until the session's epochs or stop loss are reached, it diverges, or it is interrupted; then do ``ending``.

    ``encoder`` is that of the session's table. ``sink`` takes the losses block by block; ``abandoned`` tells that the
    result is no longer wanted; ``look`` is called between chunks. One that is interrupted keeps its last weights, to go
    on from there. Lines that were ``told`` before are not told again; ``shown`` says how progress is shown. ``coded``
    are the rows to train on where the session's are a sample. Raises NntuiError for a session that cannot be trained.
    """
    arrays = dataclasses.replace(encode(session.table, encoder), coded=coded)
    rows = rows_used(session.table, encoder)
    if session.whole is not None and coded is not None:
        left_out = session.whole.rows - coded.rows - rows.validation
        rows = dataclasses.replace(rows, training=coded.rows, left_out=left_out)
    notes = [line for line in unused_rows(rows) if line not in told]
    notes += ineffective_rules(session.training, validation=bool(len(arrays.validation_rows)))
    for note in notes:
        warn(note)
    _warn_of_compiling(session)
    health = HealthLines(session, encoder, arrays)

    def looked(trainer: Trainer) -> None:
        health.look(trainer)
        look(trainer)

    def take(losses: Losses) -> None:
        sink(losses)
        health.take(losses)

    trainer = Trainer(session.network, session.training, arrays, session.checkpoint, sink=take)
    collect_again()
    if trainer.engine.notice:
        warn(trainer.engine.notice)
    begun, seconds = trainer.state.epoch, trainer.seconds
    refitted: Session | None = None
    with stop_on_signal() as requested:
        with progress("training", "epochs", shown) as reporter:
            _train(trainer, session.training.epochs, lambda: requested() or abandoned(), reporter, looked)
        reached = replace(session, checkpoint=trainer.checkpoint())
        stopped = _stopped(trainer)
        if stopped == "interrupted":  # training goes on from the last weights, exactly
            ending = LAST
        if ending.best and reached.checkpoint is not None:
            reached = replace(session, checkpoint=at_best(reached.checkpoint))
        if ending.refit and stopped not in {"interrupted", "diverged"} and not abandoned():
            refitted = _refitted(reached, arrays, requested, shown)
    predictor = Predictor(reached, encoder)
    score = SessionJudge(predictor, arrays).score()
    loss, validation_loss = trainer.losses
    if ending.best:
        loss, validation_loss = Trainer(session.network, session.training, arrays, reached.checkpoint).losses
    return Outcome(
        session=refitted or reached,
        predictor=predictor,
        engine=trainer.engine.name,
        loss=loss,
        validation_loss=validation_loss if len(arrays.validation_rows) else None,
        score=score,
        epochs=trainer.state.epoch - begun,
        reached=trainer.state.epoch,
        best_epoch=trainer.state.best_epoch,
        ending=ending,
        refit=refitted is not None,
        seconds=trainer.seconds - seconds,
        stopped=stopped,
        reason=trainer.reason,
        rows=rows,
        notes=tuple(notes),
        health=health.end(trainer, replace(session, checkpoint=trainer.checkpoint()), score),
    )


def _train(
    trainer: Trainer,
    epochs: int,
    stop: Callable[[], bool],
    reporter: ProgressReporter,
    look: Callable[[Trainer], object] = lambda _: None,
) -> None:
    """Train up to ``epochs``, unless it is to ``stop``, and ``look`` and report between chunks."""
    for _ in train(trainer, epochs):
        look(trainer)
        reporter.update(trainer.state.epoch, epochs)
        if stop():
            break
    trainer.look()


def _refitted(session: Session, arrays: Arrays, stop: Callable[[], bool], shown: ProgressMode) -> Session | None:
    """A network like that of ``session``, trained on all rows for as many updates; None, with a warning, for none."""
    if not len(arrays.validation_rows):
        warn("--refit: there are no validation rows, so the network was trained on all rows already")
        return None
    rows = len(arrays.rows)
    fresh, epochs = on_all_rows(session, rows, rows + len(arrays.validation_rows))
    everything = encode(fresh.table, Encoder.fit(fresh.table))
    trainer = Trainer(fresh.network, fresh.training, everything)
    with progress("training on all rows", "epochs", shown) as reporter:
        _train(trainer, epochs, stop, reporter)
    if trainer.status == "finished":
        return replace(fresh, checkpoint=trainer.checkpoint())
    why = trainer.reason or "interrupted"
    warn(f"--refit: training on all rows did not end ({why}); the result is that of the training before it")
    return None


def _warn_of_compiling(session: Session) -> None:
    """Warn that the kernel has to be compiled first, once for each machine."""
    from nntui.training.engines.choose import wants_kernel

    if not wants_kernel(session.network, session.training):
        return
    from nntui.training.kernel.warm import fault, is_compiled

    if not fault() and not is_compiled():
        warn("compiling the fused engine, once for this machine; --engine autograd starts without that")


def _stopped(trainer: Trainer) -> Stopped:
    if trainer.status == "failed":
        return "diverged"
    if trainer.status != "finished":
        return "interrupted"
    if trainer.state.epoch >= trainer.spec.epochs:
        return "epochs"
    limit, caught = trainer.spec.stop_loss, trainer.watch.caught
    if caught is None or (limit is not None and trainer.losses[0] <= limit):
        return "stop-loss"
    return caught.condition.id


def ineffective_rules(training: TrainingSpec, *, validation: bool) -> Iterator[str]:
    """A line for each rule that has no effect: breakpoints, and stop rules that need validation rows."""
    if training.breakpoints:
        yield f"breakpoints pause only on the screen; {as_list(training.breakpoints)} has no effect here"
    if validation:
        return
    advice = "has no effect without validation rows; --validation 0.2 sets some aside"
    if training.patience is not None:
        yield f"patience {advice}"
    for each in stop_conditions(replace(training, patience=None)):
        if each.needs_validation:
            yield f"stop when {each} {advice}"


def unused_rows(rows: RowsUsed) -> list[str]:
    """A line on rows that are neither trained on nor validation rows, and why, if there are any."""
    advice = f"; --missing COL=POLICY fills it in {as_list(rows.fillable)}" if rows.fillable else ""
    return [rows.line + advice] if rows.line else []
