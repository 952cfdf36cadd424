"""``nntui [SOURCE]``: open the screen."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING

from nntui.configuration import OFF, WITHOUT_SCREEN
from nntui.errors import NntuiError

if TYPE_CHECKING:
    from nntui.session.options import Options, ScreenOptions

UNABLE = ("dumb", "unknown")
"""Values of TERM for terminals that only print lines."""
KEYS = 0
"""The file descriptor that the screen reads keys from."""


def run(source: str | None, options: Options, screen: ScreenOptions) -> int:
    """The exit status of the screen, or of plain mode. Raises NntuiError without a terminal for the screen."""
    if screen.plain or os.environ.get(WITHOUT_SCREEN, "") not in OFF:
        return _run_plainly(source, options, screen)
    check_terminal(keys=sys.stdin.isatty() or (source == "-" and _take_keys_from_the_terminal()))
    gc.disable()  # saves a tenth of the time to the first paint; the workspace enables it after that
    from nntui.training.heaps import share_arenas
    from nntui.ui import app

    share_arenas()
    return _ended(app.run(source, options, screen))


def _run_plainly(source: str | None, options: Options, screen: ScreenOptions) -> int:
    """The exit status of plain mode."""
    if screen.lesson is not None:
        raise NntuiError(f"lessons need the screen; without {WITHOUT_SCREEN} they are opened on it")
    if source == "-" and not sys.stdin.isatty():
        _take_keys_from_the_terminal()
    from nntui.training.heaps import share_arenas

    share_arenas()
    from nntui.plain.run import run as run_plainly

    return _ended(run_plainly(source, options, screen))


def _ended(status: int) -> int:
    """The exit status, with which the process ends at once if something is still being loaded or compiled.

    Torch aborts a process whose interpreter shuts down under it.
    """
    if any(thread.name.startswith("nntui-") for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


def check_terminal(*, keys: bool | None = None) -> None:
    """Raise NntuiError without a terminal; ``keys`` says whether there is one to read keys from (None: look)."""
    if not ((sys.stdin.isatty() if keys is None else keys) and sys.stdout.isatty()):
        raise NntuiError("the screen needs a terminal; without one, use nntui train, or nntui --plain")
    if os.environ.get("TERM") in UNABLE:
        raise NntuiError(
            f"the screen needs a terminal that can place text, and TERM is {os.environ['TERM']}; "
            "nntui --plain works with lines alone"
        )


def _take_keys_from_the_terminal() -> bool:
    """Keep piped input in ``sys.stdin`` and read keys from the terminal. False without a terminal."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return False
    sys.stdin = os.fdopen(os.dup(KEYS))
    os.dup2(terminal, KEYS)
    os.close(terminal)
    return True
