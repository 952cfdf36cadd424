"""``nntui train --find-rate``: a sweep of learning rates, and the rate that it suggests; nothing is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.cli.opening import opened_for_training
from nntui.cli.output import say, say_json, warn
from nntui.cli.progress import progress_mode
from nntui.data.encoding.encoder import encode
from nntui.training.rate_finder import sweep_rates

if TYPE_CHECKING:
    from nntui.cli.output import Json
    from nntui.session.options import Options
    from nntui.training.rate_finder import RateSweep

LINES_APART = 5
"""Rates from one printed line to the next: three lines in every factor of ten."""


def run(source: str, options: Options, *, quiet: bool, as_json: bool) -> int:
    """Sweep the rates for ``source`` and print what comes of it. Raises NntuiError."""
    session, encoder, _ = opened_for_training(source, options, progress_mode(quiet=quiet, as_json=as_json))
    arrays = encode(session.table, encoder)
    found = sweep_rates(session.network, session.training, arrays, session.checkpoint)
    assert found is not None
    if as_json:
        say_json(sweep_object(found, source))
        return 0
    lines = [f"rate {rate:.2g}: loss {loss:.4g}" for rate, loss in zip(found.rates, found.losses, strict=True)]
    say("\n".join([*lines[::LINES_APART], found.in_words()]))
    if found.suggested is not None:
        warn(f"nothing was trained; --lr {found.suggested:g} trains with it")
    return 0


def sweep_object(found: RateSweep, source: str) -> dict[str, Json]:
    """The object that ``--json`` prints."""
    return {
        "source": source,
        "rate": found.present,
        "suggested": found.suggested,
        "falls": found.falls,
        "rises_from": found.rises,
        "reason": found.in_words(),
        "loss": found.before,
        "rates": found.rates.tolist(),
        "losses": found.losses.tolist(),
        "rows": {"used": found.rows, "all": found.all_rows},
    }
