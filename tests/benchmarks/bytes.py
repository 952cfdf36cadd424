"""Bytes that reach the terminal: while nothing happens, and while a network trains over SSH."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import ENDLESS, NNTUI, OVER_SSH, PLAYGROUND, circle, in_state, median, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SETTLING, WATCHED = 3.0, 10.0
"""Seconds before, and while, bytes are counted."""
ROUNDS = 3
RECENT = "l\t~"
"""The keys that show the recent epochs smoothed in the loss plot: all of it changes at each frame."""


def rows() -> Iterator[Row]:
    """At rest after everything is loaded; training over SSH, and, for comparison, at home on a large screen."""
    with circle() as table:
        idle = bytes_per_second([NNTUI, table], "ready", {}, (80, 24)) * WATCHED
        yield Row("bytes in 10 s at rest, everything loaded", idle, None, "bytes", 0)
        training = [NNTUI, table, *PLAYGROUND, *ENDLESS, "--start", "--engine"]
        for engine in ("fused", "autograd"):
            rates = [bytes_per_second([*training, engine], "training", OVER_SSH, (80, 24)) for _ in range(ROUNDS)]
            kilobytes = [rate / 1000 for rate in rates]
            yield Row(
                f"bytes training over SSH, 80x24, {engine}",
                median(kilobytes),
                None,
                "KB/s",
                16,
                spread=spread(kilobytes),
            )
        close = [bytes_per_second([*training, "fused"], "training", OVER_SSH, (80, 24), RECENT) for _ in range(ROUNDS)]
        kilobytes = [rate / 1000 for rate in close]
        name = "bytes training over SSH, 80x24, recent epochs smoothed in the loss plot"
        yield Row(name, median(kilobytes), None, "KB/s", 8, spread=spread(kilobytes))


def bytes_per_second(
    command: list[str], state: str, environment: Mapping[str, str], size: tuple[int, int], keys: str = ""
) -> float:
    """Once the app is in the ``state``, has had its ``keys`` and has settled."""
    with Recording(command, environment, columns=size[0], rows=size[1]) as recording:
        recording.wait_for(in_state(state))
        for key in keys:
            recording.type(key)
            time.sleep(1)
        time.sleep(SETTLING)
        begin = time.perf_counter()
        time.sleep(WATCHED)
        return recording.bytes_between(begin, begin + WATCHED) / WATCHED
