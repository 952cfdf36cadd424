"""``nntui [SOURCE]``: open the screen."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING

from nntui.errors import NntuiError

if TYPE_CHECKING:
    from nntui.session.options import Options, ScreenOptions

UNABLE = ("dumb", "unknown")
"""Values of TERM for terminals that only print lines."""
KEYS = 0
"""The file descriptor that the screen reads keys from."""


def run(source: str | None, options: Options, screen: ScreenOptions) -> int:
    """The exit status of the screen. Raises NntuiError without a terminal."""
    keys = sys.stdin.isatty() or (source == "-" and _take_keys_from_the_terminal())
    if not (keys and sys.stdout.isatty()):
        raise NntuiError("the screen needs a terminal; without one, use nntui train")
    if os.environ.get("TERM") in UNABLE:
        raise NntuiError(f"the screen needs a terminal that can place text; TERM is {os.environ['TERM']}")
    gc.disable()  # saves a tenth of the time to the first paint; the workspace enables it after that
    from nntui.training.heaps import share_arenas
    from nntui.ui import app

    share_arenas()
    status = app.run(source, options, screen)
    if any(thread.name.startswith("nntui-") for thread in threading.enumerate()):
        # Something is still being loaded or compiled, and torch aborts a process whose interpreter shuts down under it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


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
