"""A training without a screen, and its result as lines of text and as the object of ``train --json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec.structs import asdict, replace

from nntui.cli.output import stop_on_signal, warn
from nntui.cli.predict import answer_lines
from nntui.cli.scores import first_keys, more_keys, score_lines
from nntui.data.encoding.encoder import encode
from nntui.safe_text import as_list
from nntui.session.evaluate import SessionJudge
from nntui.session.predict import Predictor
from nntui.session.report import RowsUsed, rows_used, unused_columns
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nntui.cli.output import Json
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.training.history import Sink
    from nntui.training.scores.score import Score

Stopped = Literal["epochs", "stop-loss", "interrupted", "diverged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a training.

    ``session`` is the trained session. ``loss`` and ``validation_loss`` are the displayed losses of its last weights,
    the latter None without validation rows, and ``score`` says how good these are. ``epochs`` and ``seconds`` are those
    of this training alone; ``reason`` says in words why it stopped.
    """

    session: Session
    predictor: Predictor
    engine: str
    loss: float
    validation_loss: float | None
    score: Score
    epochs: int
    seconds: float
    stopped: Stopped
    reason: str
    rows: RowsUsed
    notes: tuple[str, ...]
    """Lines on how the table is used, for the user to read."""


def train_session(session: Session, encoder: Encoder, sink: Sink, abandoned: Callable[[], bool]) -> Outcome:
    """Train until the session's epochs or stop loss are reached, it diverges, or it is interrupted.

    ``encoder`` is that of the session's table. ``sink`` takes the losses block by block; ``abandoned`` tells that the
    result is no longer wanted. Raises NntuiError for a session that cannot be trained.
    """
    arrays = encode(session.table, encoder)
    rows = rows_used(session.table, encoder)
    notes = _advice(rows, session.table)
    for note in notes:
        warn(note)
    _warn_of_compiling(session)
    trainer = Trainer(session.network, session.training, arrays, session.checkpoint, sink=sink)
    if trainer.engine.notice:
        warn(trainer.engine.notice)
    begun, seconds = trainer.state.epoch, trainer.seconds
    with stop_on_signal() as requested:
        for _ in train(trainer, session.training.epochs):
            if requested() or abandoned():
                break
    trainer.look()
    reached = replace(session, checkpoint=trainer.checkpoint())
    predictor = Predictor(reached, encoder)
    loss, validation_loss = trainer.losses
    return Outcome(
        session=reached,
        predictor=predictor,
        engine=trainer.engine.name,
        loss=loss,
        validation_loss=validation_loss if len(arrays.validation_rows) else None,
        score=SessionJudge(predictor, arrays).score(),
        epochs=trainer.state.epoch - begun,
        seconds=trainer.seconds - seconds,
        stopped=_stopped(trainer),
        reason=trainer.reason,
        rows=rows,
        notes=tuple(notes),
    )


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
    return "epochs" if trainer.state.epoch >= trainer.spec.epochs else "stop-loss"


def _advice(rows: RowsUsed, table: Table) -> list[str]:
    """A line on rows that are neither trained on nor validation rows, and why, if there are any."""
    if not rows.left_out:
        return []
    advice = f"; --missing COL=POLICY fills it in {as_list(rows.fillable)}" if rows.fillable else ""
    return [f"{rows.left_out:,} of {table.height:,} rows are not used: {rows.reason}{advice}"]


def result_object(outcome: Outcome, source: str, notes: Sequence[str]) -> dict[str, Json]:
    """The object that ``train --json`` prints; the order of its keys is part of the interface.

    ``notes`` are lines on how the table was read; those of the outcome follow them.
    """
    session = outcome.session
    columns = session.table.columns
    targets = [column.name for column in columns if column.is_target]
    unused, rows = unused_columns(session.reading, session.table), outcome.rows
    return {
        "source": source,
        "task": session.task,
        "network": session.network.sizes,
        "parameters": session.network.parameters,
        "engine": outcome.engine,
        "epochs": session.checkpoint.epoch if session.checkpoint else 0,
        "loss": {"train": outcome.loss, "validation": outcome.validation_loss},
        **first_keys(outcome.score),
        "seconds": outcome.seconds,
        "epochs_per_second": _speed(outcome),
        "stopped": outcome.stopped,
        "seed": session.training.seed,
        "session": None if session.path is None else str(session.path),
        "target": targets[0] if len(targets) == 1 else targets,
        "inputs": [column.name for column in columns if column.is_input],
        "ignored": list(unused),
        "rows": {"train": rows.training, "validation": rows.validation, "left_out": rows.left_out},
        "notes": [*notes, *outcome.notes],
        **more_keys(outcome.score),
        "best_epoch": session.checkpoint.best_epoch if session.checkpoint else 0,
        "ignored_reasons": unused,
        "rows_left_out_reason": rows.reason or None,
        "kinds": {column.name: column.kind for column in columns},
        "dialect": _spelling(session),
    }


def _spelling(session: Session) -> Json:
    """What is known of how the table's file is spelled; None where it is no text."""
    known = {} if session.dialect is None else asdict(session.dialect)
    return {name: value for name, value in known.items() if value is not None} or None


def result_lines(outcome: Outcome, saved: bool) -> Iterator[str]:
    """Losses and metrics; for a lesson, its prediction."""
    session = outcome.session
    if not session.lesson:
        yield from _losses(outcome)
        yield from score_lines(outcome.score)
        if not saved:
            yield "Not saved; --out FILE.nntui saves it"
    if saved:
        yield f"Saved {session.path}"
    if session.lesson and len(session.query) == len(session.table.inputs):
        yield from answer_lines(outcome.predictor, session.query, outcome.predictor.answer(session.query))


def _losses(outcome: Outcome) -> Iterator[str]:
    network = outcome.session.network
    sizes = "-".join(map(str, network.sizes))
    speed = _speed(outcome)
    pace = "" if speed is None else f" ({speed:,.0f} epochs/s, {outcome.engine})"
    yield (
        f"{sizes}, {network.parameters:,} parameters, seed {network.seed}: "
        f"{outcome.epochs:,} epochs in {outcome.seconds:.3g} s{pace}"
    )
    if outcome.stopped != "epochs":
        yield f"Stopped: {outcome.reason or outcome.stopped}"
    validation = "" if outcome.validation_loss is None else f", validation {outcome.validation_loss!r}"
    yield f"Loss after the last update: {outcome.loss!r}{validation}"


def _speed(outcome: Outcome) -> float | None:
    return outcome.epochs / outcome.seconds if outcome.seconds > 0 else None
