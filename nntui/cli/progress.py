"""How many of several networks are trained, told on a terminal, and a signal that stops them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from nntui.cli.output import stop_on_signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLEAR_LINE = "\r\x1b[K"


class Counting(NamedTuple):
    """Tells whether a signal asked to stop, and takes the number of networks done and that of all."""

    stopped: Callable[[], bool]
    progress: Callable[[int, int], object]


@contextmanager
def counted_networks(what: str, *, quiet: bool) -> Iterator[Counting]:
    """Count networks in a line on a terminal's standard error, which is cleared at the end, unless ``quiet``."""
    shows = not quiet and sys.stderr is not None and sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        if shows:
            click.echo(f"{CLEAR_LINE}{what}: {done} of {of} networks", nl=False, err=True)

    with stop_on_signal() as requested:
        yield Counting(requested, progress)
    if shows:
        click.echo(CLEAR_LINE, nl=False, err=True)
