"""Standard output and standard error, and Ctrl+C during training."""

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


BELOW: list[Callable[[], object]] = []
"""Called before anything is written: each hides what stands in the terminal's last line."""


def say(text: str, *, err: bool = False) -> bool:
    """Write ``text``, made visible, and a line end at once; False, no fault, if the reader has gone (``| head``)."""
    return _write(visible_lines(text), sys.stderr if err else sys.stdout, err=err)


def say_data(text: str) -> bool:
    """``say`` for data: on a terminal made visible, but exact for a program or a file at the other end."""
    return say(text) if sys.stdout is not None and sys.stdout.isatty() else _write(text, sys.stdout)


def say_piece(text: str) -> bool:
    """``say`` for a piece of a line of JSON: nothing but it is written, and no line end."""
    return _write(text, sys.stdout, end=False)


def _write(text: str, stream: TextIO | None, *, err: bool = False, end: bool = True) -> bool:
    for hide in BELOW:
        hide()
    encoding = getattr(stream, "encoding", None) or "utf-8"  # after ``>&-`` there is no stream
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=err, nl=end)
    except BrokenPipeError:
        if stream is not None:
            discard(stream)
        return False
    return True


def warn(text: str) -> None:
    """Write one line to standard error, after the program's name."""
    say(f"nntui: {' '.join(text.splitlines())}", err=True)


def say_json(value: Json) -> None:
    """Write ``json_text`` of a value."""
    say(json_text(value))


def json_text(value: Json) -> str:
    """``value`` as one line of JSON; numbers that are not finite become null."""
    return json.dumps(_finite(value), allow_nan=False)


def discard(stream: TextIO) -> None:
    """Drop what ``stream`` still holds, so that closing it at the end of the program does not fail again."""
    with suppress(io.UnsupportedOperation):  # not a file of the operating system: nothing to close
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


STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stop_on_signal() -> Iterator[Callable[[], bool]]:
    """Yields a function that tells whether a signal asked to stop; a second signal raises KeyboardInterrupt.

    A signal that is ignored, as under ``nohup`` and in background jobs of a shell, stays ignored.
    """
    requested = threading.Event()

    def request(_number: int, _frame: FrameType | None) -> None:
        if requested.is_set():
            raise KeyboardInterrupt
        requested.set()

    heard = [number for number in STOP_SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, request) for number in heard}
    try:
        yield requested.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
