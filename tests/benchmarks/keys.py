"""How soon a key is answered on the screen: at rest, while torch loads, while the network trains, on a slow line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.pressing import seconds_to_screen
from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import ENDLESS, NNTUI, OVER_SSH, PLAYGROUND, circle, in_state, median, percentile, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = 25
ROUNDS = 3
SLOW_LINE = 20_000
"""Bytes a second."""


def rows() -> Iterator[Row]:
    """The 95th percentile in each of these conditions, in milliseconds."""
    with circle() as table:
        loading = [_while_loading(table) for _ in range(ROUNDS)]
        yield _row("key to screen, p95, while torch loads", loading, 100)
        yield _row("key to screen, p95, at rest", [_after(table, "ready", "auto") for _ in range(ROUNDS)], 50)
        for engine in ("fused", "autograd"):
            training = [_after(table, "training", engine, start=True) for _ in range(ROUNDS)]
            yield _row(f"key to screen, p95, training, {engine}", training, 50)
        for name, environment in ((", over SSH", OVER_SSH), ("", {})):
            slow = [
                _after(table, "training", "fused", start=True, environment=environment, rate=SLOW_LINE)
                for _ in range(ROUNDS)
            ]
            yield _row(f"key to screen, p95, training, 20 KB/s line{name}", slow, 300)


def _after(
    table: str,
    state: str,
    engine: str,
    *,
    start: bool = False,
    environment: dict[str, str] | None = None,
    rate: float | None = None,
) -> list[float]:
    """Seconds a key takes once the header tells ``state``."""
    command = [NNTUI, table, *PLAYGROUND, *ENDLESS, "--engine", engine, *(["--start"] if start else [])]
    with Recording(command, environment, rate=rate) as recording:
        recording.wait_for(in_state(state))
        time.sleep(1.0)
        return seconds_to_screen(recording, lambda pressed: pressed < KEYS)


def _while_loading(table: str) -> list[float]:
    """Seconds a key takes between the first paint and the network being ready."""
    with Recording([NNTUI, table, *PLAYGROUND, *ENDLESS]) as recording:
        recording.wait_for("━[d]ata")
        return seconds_to_screen(recording, lambda _: not in_state("ready")(recording.screen))


def _row(name: str, rounds: list[list[float]], budget: float) -> Row:
    each = [1000 * percentile(taken, 0.95) for taken in rounds]
    typical, keys = 1000 * median([key for taken in rounds for key in taken]), sum(map(len, rounds))
    longest = 1000 * max(map(max, rounds))
    note = f"median {typical:.0f}, longest {longest:.0f} of {keys} keys"
    return Row(name, median(each), None, "ms", budget, spread=spread(each), note=note)
