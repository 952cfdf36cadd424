"""Stopping as a job of the shell (ctrl+z, SIGTSTP) and going on (``fg``), with the terminal given back meanwhile.

The loop calls what is here between two other things that it does, never amidst one, as a signal's own handler would.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

DELIVERY = 0.05
"""Seconds within which a signal to all processes of the job has reached this one."""
ECHO = 0.5
"""Seconds within which the loop hears of the SIGCONT that ended a stop."""


def hold_stops() -> None:
    """Hold back each SIGTSTP until there is job control, or the screen has ended.

    A ctrl+z that is typed while the screen begins is a signal. Textual would stop there, even where no shell continues.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP})


def forget_held_stops() -> None:
    """Ignore SIGTSTP, and forget what ``hold_stops`` held back."""
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTSTP})


class JobControl:
    """Stops the process on SIGTSTP, inside ``given_back``, which gives the terminal back and takes it again.

    Nothing is done once ``is_leaving``: then the terminal is being given back for good.
    """

    def __init__(
        self, given_back: Callable[[], AbstractContextManager[object]], is_leaving: Callable[[], bool]
    ) -> None:
        self._given_back, self._is_leaving = given_back, is_leaving
        self._loop = asyncio.get_running_loop()
        self._expected = False
        self._stopped = False
        forget_held_stops()
        self._loop.add_signal_handler(signal.SIGTSTP, self.stop)
        self._loop.add_signal_handler(signal.SIGCONT, self._continued)

    def stop(self) -> None:
        """Stop this process, for anybody who can continue it."""
        self._stop(lambda: os.kill(os.getpid(), signal.SIGSTOP))

    def stop_job(self) -> None:
        """Stop all processes of the job, as a terminal does; nothing happens where there is no shell to continue it."""
        self._stop(self._stop_group)

    def _stop(self, stop: Callable[[], None]) -> None:
        if not self._stopped and not self._is_leaving():
            self._stopped = self._expected = True
            try:
                with self._left_to_the_shell():
                    stop()
            finally:
                self._stopped = False
                self._loop.call_later(ECHO, self._forget)

    def _stop_group(self) -> None:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        time.sleep(DELIVERY)

    @contextmanager
    def _left_to_the_shell(self) -> Iterator[None]:
        """Give the terminal back, and take it again.

        A terminal that was given back makes a signal of each ctrl+z typed. Heard of later, it would stop an app that
        nobody continues where there is no shell; so there is no handler meanwhile.
        """
        self._loop.remove_signal_handler(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        try:
            with self._given_back():
                yield
                signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        finally:
            self._loop.add_signal_handler(signal.SIGTSTP, self.stop)

    def _continued(self) -> None:
        """Take the terminal anew where the process was stopped without having been asked (SIGSTOP)."""
        if not self._expected and not self._is_leaving():
            with self._left_to_the_shell():
                pass
        self._expected = False

    def _forget(self) -> None:
        self._expected = False
