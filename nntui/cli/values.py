"""Reads the values of options that are no settings: a separator, a time, frames per second."""

from __future__ import annotations

import math
from pathlib import Path

import click

FILE = click.Path(path_type=Path)
"""The place of a file."""
SECONDS = {"s": 1, "m": 60, "h": 3_600}
"""Units of ``--time``."""
SLOWEST, FASTEST = 0.1, 60.0
"""Limits of ``--fps``, frames per second."""


def separator(text: str) -> str:
    """One character; ``tab`` for a tab, which is hard to type in a shell."""
    character = "\t" if text in {"tab", "\\t"} else text
    if len(character) != 1:
        raise click.BadParameter(f"{text!r}: give one character, or tab")
    return character


def log_interval(text: str) -> int:
    """Epochs between two lines of the log."""
    if not text.isdecimal() or int(text) < 1:
        raise click.BadParameter(f"{text!r}: give a number of epochs, 1 or more")
    return int(text)


def duration(text: str) -> float:
    """Seconds: ``30s``, ``5m``, ``1h`` or a number alone."""
    number, unit = (text[:-1], text[-1]) if text[-1:] in SECONDS else (text, "s")
    try:
        seconds = float(number) * SECONDS[unit]
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise click.BadParameter(f"{text!r}: give a time, as in 30s, 5m or 1h")
    return seconds


def frames_per_second(text: str) -> float:
    """Frames per second."""
    try:
        frames = float(text)
    except ValueError:
        frames = 0.0
    if not SLOWEST <= frames <= FASTEST:
        raise click.BadParameter(f"{text!r}: give a number from {SLOWEST:g} to {FASTEST:g}")
    return frames
