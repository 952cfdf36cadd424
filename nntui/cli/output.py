"""What is said on standard output and standard error, and Ctrl+C while training."""

from __future__ import annotations

import io
import json
import math
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeAlias

import click

from nntui.safe_text import visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType
    from typing import TextIO

    Json: TypeAlias = bool | int | float | str | Mapping[str, "Json"] | Sequence["Json"] | None


def say(text: str, *, err: bool = False) -> bool:
    """Write ``text``, made visible, and a line end at once; False, no fault, if the reader has gone (``| head``)."""
    return _write(visible_lines(text), sys.stderr if err else sys.stdout, err=err)


def say_data(text: str) -> bool:
    """``say`` for data: on a terminal made visible, but exact for a program or a file at the other end."""
    return say(text) if sys.stdout is not None and sys.stdout.isatty() else _write(text, sys.stdout)


def _write(text: str, stream: TextIO | None, *, err: bool = False) -> bool:
    encoding = getattr(stream, "encoding", None) or "utf-8"  # no stream at all is what ``>&-`` leaves
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=err)
    except BrokenPipeError:
        if stream is not None:
            discard(stream)
        return False
    return True


def warn(text: str) -> None:
    """One line on standard error, under the program's name."""
    say(f"nntui: {' '.join(text.splitlines())}", err=True)


def say_json(value: Json) -> None:
    """Write ``value`` as one line of JSON; what is not a finite number becomes null, which every reader takes."""
    say(json.dumps(_finite(value), allow_nan=False))


def discard(stream: TextIO) -> None:
    """Send what ``stream`` still holds nowhere, so that closing it at the end of the program does not fail again."""
    with suppress(io.UnsupportedOperation):  # not a file of the system, so there is nothing to close
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


def _finite(value: Json) -> Json:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {key: _finite(each) for key, each in value.items()}
        case list() | tuple():
            return [_finite(each) for each in value]
    return value


WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Within the block, tells whether the user wants to stop. A second wish raises KeyboardInterrupt at once.

    A signal that is ignored, as ``nohup`` and a shell's background jobs have it, stays ignored.
    """
    wished = threading.Event()

    def wish(_number: int, _frame: FrameType | None) -> None:
        if wished.is_set():
            raise KeyboardInterrupt
        wished.set()

    heard = [number for number in WISHES if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, wish) for number in heard}
    try:
        yield wished.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
