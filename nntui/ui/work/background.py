"""Long work in a thread of its own beside the screen's training, one piece at a time."""

from __future__ import annotations

from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from nntui.training.heaps import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Callable


class BackgroundThread:
    """Does one piece of work after the other, each until it ends or is told to stop.

    The work is given the flag that tells it so. Where it takes a while to see it, the next may have begun: what it does
    once the flag is set must not be seen.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.thread: Thread | None = None
        self.stop_flag = Flag()

    @property
    def alive(self) -> bool:
        """Whether the latest piece of work has not ended."""
        return self.thread is not None and self.thread.is_alive()

    def begin(self, work: Callable[[Flag], None]) -> None:
        """Begin ``work``, and tell any before it to stop."""
        self.stop()
        stop = self.stop_flag = Flag()

        def run() -> None:
            try:
                work(stop)
            finally:
                give_back_memory()

        self.thread = Thread(target=run, name=self._name, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Tell the work to stop, and wait for nothing."""
        self.stop_flag.set()
