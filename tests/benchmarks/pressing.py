"""Someone who goes from pane to pane: how long it takes from the key to what it does on the screen."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.recording import Recording

PAUSES = (0.13, 0.17, 0.11, 0.19, 0.23)
"""Seconds between two keys: not in step with frames."""


def seconds_to_screen(recording: Recording, go_on: Callable[[int], bool]) -> list[float]:
    """Press ``n`` and ``d`` in turn while ``go_on`` holds of the number of keys so far; seconds until each was done."""
    taken: list[float] = []
    recording.skip()
    for pause, (key, pane) in zip(
        itertools.cycle(PAUSES), itertools.cycle([("n", "network"), ("d", "data")]), strict=False
    ):
        if not go_on(len(taken)):
            return taken
        time.sleep(pause)
        pressed = recording.type(key)
        came = recording.wait_for(f"━[{key}]{pane.removeprefix(key)}")
        taken.append(max(0.0, came - pressed))
    return taken
