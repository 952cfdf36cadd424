"""Ctrl+C, and being asked to end, while training: a wish that is met once the work in hand is done."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

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
