"""The terminal that an app is shown on, given back where it is gone or wanted elsewhere, and another one taken."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING

from nntui.ui.terminal.capture import let_go_on

if TYPE_CHECKING:
    from textual.app import App

    from nntui.ui.terminal.writer import TerminalWriter

KEYS = 0
"""The descriptor that keys are read from."""
PATIENCE = 0.5
"""Seconds that a terminal which may be gone is given to take what restores it."""


SIZES = ("COLUMNS", "LINES")
"""Variables that tell the size of a terminal, in place of the terminal itself."""


class Handover:
    """Takes the ``app`` from its terminal, behind the descriptors of ``writer``, and shows it on others.

    The app goes on meanwhile: only its drawing and its keys rest. ``released`` says that it has no terminal.
    """

    def __init__(self, app: App[None], writer: TerminalWriter) -> None:
        self._app, self._writer = app, writer
        self._resting: ExitStack | None = None

    @property
    def released(self) -> bool:
        """Whether the app has no terminal."""
        return self._resting is not None

    def release(self, line: str = "") -> None:
        """Give the terminal back as it was, with a last ``line`` on it, and hold none of it open."""
        if self._resting is not None:
            return
        out, err = sys.stdout, sys.stderr
        self._resting = ExitStack()
        let_go_on(self._writer.fileno())
        self._resting.enter_context(self._app.batch_update())  # nobody takes what would be drawn
        self._resting.enter_context(self._app.suspend())
        self._resting.enter_context(redirect_stdout(out))  # what is printed still goes to the log
        self._resting.enter_context(redirect_stderr(err))
        if line:
            self._writer.write(f"{line}\n")
            self._writer.flush()
        self._writer.end(PATIENCE)
        nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        self._put(nowhere, nowhere)
        os.close(nowhere)

    def take(self, keys: int, screen: int) -> None:
        """Show the app on the terminal of two open files, which are closed: the app has descriptors of its own."""
        self._put(keys, screen)
        for name in SIZES:
            os.environ.pop(name, None)  # they tell the size of the terminal before
        for file in (keys, screen):
            with suppress(OSError):
                os.close(file)
        self._writer.begin_again()
        resting, self._resting = self._resting, None
        if resting is not None:
            resting.close()

    def _put(self, keys: int, screen: int) -> None:
        os.dup2(keys, KEYS)
        for descriptor in (self._writer.fileno(), *self._writer.beside):
            os.dup2(screen, descriptor, inheritable=False)
