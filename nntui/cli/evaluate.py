"""``nntui evaluate``: how good a saved session's network is, on its own rows or on those of a labelled file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.cli.output import say, say_json, warn
from nntui.cli.progress import progress, progress_mode
from nntui.cli.scores import score_lines
from nntui.session.evaluate import evaluated
from nntui.session.predict import Predictor
from nntui.session.score_values import evaluation_values
from nntui.session.store.file import load

if TYPE_CHECKING:
    from pathlib import Path


def run(session: Path, data: Path | None, quiet: bool, as_json: bool) -> int:
    """Print the score on the session's own rows and, where ``data`` names a table, on those of it."""
    opened = load(session)
    shown = progress_mode(quiet=quiet, as_json=as_json)
    with progress(f"reading {(data or session).name}", "", shown) as reporter:
        score, labelled = evaluated(Predictor(opened), data, lambda share: reporter.update(share, 1.0))
    if as_json:
        values = evaluation_values(opened, score, labelled)
        say_json({"session": str(session), "data": None if data is None else str(data), **values})
        return 0
    epoch = opened.checkpoint.epoch if opened.checkpoint else 0
    say(f"{session}: {opened.network.sizes_text}, epoch {epoch:,}")
    if labelled is not None:
        say(f"{labelled.judged.count:,} of {labelled.rows:,} rows of {data} are judged")
    say("\n".join(score_lines(score)))
    for note in () if labelled is None else labelled.notes:
        warn(note)
    return 0
