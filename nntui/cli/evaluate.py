"""``nntui evaluate``: how good a saved session's network is, on its own rows or on those of a labelled file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.cli.output import say, say_json, warn
from nntui.cli.scores import first_keys, more_keys, score_lines
from nntui.session.evaluate import SessionJudge, labelled_rows
from nntui.session.predict import Predictor
from nntui.session.store.file import load

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.cli.output import Json
    from nntui.session.evaluate import LabelledRows
    from nntui.training.scores.score import Score


def run(session: Path, data: Path | None, as_json: bool) -> int:
    """Print the score on the session's own rows and, where ``data`` names a table, on those of it."""
    opened = load(session)
    judge = SessionJudge(Predictor(opened))
    labelled = None if data is None else labelled_rows(judge, data)
    score = judge.score(others=None if labelled is None else labelled.judged)
    epoch = opened.checkpoint.epoch if opened.checkpoint else 0
    notes = () if labelled is None else labelled.notes
    if as_json:
        value: dict[str, Json] = {
            "session": str(session),
            "data": None if data is None else str(data),
            "task": opened.task,
            "network": opened.network.sizes,
            "epochs": epoch,
            **first_keys(score),
            "rows": _rows(score, labelled, opened.table.height),
            "notes": notes,
            **more_keys(score),
        }
        say_json(value)
        return 0
    sizes = "-".join(map(str, opened.network.sizes))
    say(f"{session}: {sizes}, epoch {epoch:,}")
    if labelled is not None:
        say(f"{len(labelled.judged.rows):,} of {labelled.rows:,} rows of {data} are judged")
    say("\n".join(score_lines(score)))
    for note in notes:
        warn(note)
    return 0


def _rows(score: Score, labelled: LabelledRows | None, height: int) -> dict[str, Json]:
    """The numbers of rows of each sort, and of those that are not used."""
    training, validation = score.training.count, score.validation.count if score.validation else 0
    own: dict[str, Json] = {"train": training, "validation": validation, "left_out": height - training - validation}
    if labelled is None:
        return own
    unused = {"unreadable": labelled.unreadable, "incomplete": labelled.incomplete, "unlabelled": labelled.unlabelled}
    return {**own, "data": len(labelled.judged.rows), **unused}
