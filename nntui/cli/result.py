"""The result of a training without a screen: lines of text, and the object of ``train --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from nntui.cli.predict import answer_lines
from nntui.cli.scores import score_lines
from nntui.safe_text import as_list
from nntui.session.by_hand import frozen_count, silenced_names
from nntui.session.recipe_specs import differences
from nntui.session.report import unused_columns
from nntui.session.score_values import first_keys, more_keys
from nntui.session.setup_line import setup_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.cli.outcome import Outcome
    from nntui.cli.output import Json
    from nntui.session.session import Session


def result_object(outcome: Outcome, source: str, notes: Sequence[str]) -> dict[str, Json]:
    """The object that ``train --json`` prints; the order of its keys is part of the interface.

    ``notes`` are lines on how the table was read; those of the outcome follow them.
    """
    session = outcome.session
    columns = session.table.columns
    other = differences(outcome.predictor.session).items()
    targets = [column.name for column in columns if column.is_target]
    unused, rows = unused_columns(session.reading, session.table), outcome.rows
    return {
        "source": source,
        "task": session.task,
        "network": session.network.sizes,
        "parameters": session.network.parameters,
        "engine": outcome.engine,
        "epochs": outcome.reached,
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
        "best_epoch": outcome.best_epoch,
        "ignored_reasons": unused,
        "rows_left_out_reason": rows.reason or None,
        "kinds": {column.name: column.kind for column in columns},
        "dialect": _spelling(session),
        "keep": "best" if outcome.ending.best else "last",
        "refit": outcome.refit,
        "recipe": session.recipe or None,
        "recipe_differences": {name: dict(zip(("recipe", "session"), pair, strict=True)) for name, pair in other},
        "setup": setup_line(session.network, session.training, session.validation),
        "health": outcome.health,
        "stopped_reason": outcome.reason or None,
        **_held_keys(session),
    }


def _held_keys(session: Session) -> dict[str, Json]:
    """The number of parameters frozen one by one, and the silenced neurons; nothing where there are none."""
    keys: dict[str, Json] = {"frozen": frozen_count(session)} if frozen_count(session) else {}
    return {**keys, **({"silenced": silenced_names(session)} if session.network.silenced else {})}


def _spelling(session: Session) -> Json:
    """The known dialect of the table's file; None where it is no text."""
    known = {} if session.dialect is None else asdict(session.dialect)
    return {name: value for name, value in known.items() if value is not None} or None


def result_lines(outcome: Outcome, saved: bool) -> Iterator[str]:
    """Losses and metrics; for a lesson, its prediction."""
    session = outcome.session
    if not session.lesson:
        yield from _losses(outcome)
        yield from score_lines(outcome.score)
        yield from _ends(outcome)
        if not saved:
            yield "Not saved; --out FILE.nntui saves it"
    if saved:
        yield f"Saved {session.path}"
    if session.lesson and len(session.query) == len(session.table.inputs):
        yield from answer_lines(outcome.predictor, session.query, outcome.predictor.answer(session.query))


def _losses(outcome: Outcome) -> Iterator[str]:
    network = outcome.session.network
    sizes = network.sizes_text
    speed = _speed(outcome)
    pace = "" if speed is None else f" ({speed:,.0f} epochs/s, {outcome.engine})"
    yield (
        f"{sizes}, {network.parameters:,} parameters{_held(outcome.session)}, {_recipe(outcome)}seed {network.seed}: "
        f"{outcome.epochs:,} epochs in {outcome.seconds:.3g} s{pace}"
    )
    if outcome.stopped != "epochs":
        yield f"Stopped: {outcome.reason or outcome.stopped}"
    validation = "" if outcome.validation_loss is None else f", validation {outcome.validation_loss!r}"
    when = f"in the best epoch, {outcome.best_epoch:,}" if outcome.ending.best else "after the last update"
    yield f"Loss {when}: {outcome.loss!r}{validation}"


def _held(session: Session) -> str:
    """The frozen parameters and silenced neurons: " (3 frozen; h2 silenced)"; "" without any."""
    parts = [f"{count:,} frozen"] if (count := frozen_count(session)) else []
    parts += [f"{as_list(names)} silenced"] if (names := silenced_names(session)) else []
    return f" ({'; '.join(parts)})" if parts else ""


def _recipe(outcome: Outcome) -> str:
    """The recipe, and the settings in which the session differs from it."""
    session = outcome.predictor.session
    other = ", ".join(name.replace("_", " ") for name in differences(session))
    return f"recipe {session.recipe}{f' but for {other}' if other else ''}, " if session.recipe else ""


def _ends(outcome: Outcome) -> Iterator[str]:
    """Lines on the best epoch, and on the training on all rows."""
    if outcome.ending.best:
        yield f"The weights are those of the best epoch, {outcome.best_epoch:,} of {outcome.reached:,}"
    elif outcome.validation_loss is not None and outcome.best_epoch < outcome.reached:
        yield f"Best epoch {outcome.best_epoch:,}, now {outcome.reached:,}; --keep best takes the weights of the best"
    if outcome.refit:
        rows = outcome.rows.training + outcome.rows.validation
        yield f"Then trained on all {rows:,} rows; the figures are from the training before, without validation rows"


def _speed(outcome: Outcome) -> float | None:
    return outcome.epochs / outcome.seconds if outcome.seconds > 0 else None
