"""``nntui [SOURCE]``: open the screen."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nntui.session.options import Options, ScreenOptions

KEYS = 0
"""The descriptor that the screen reads keys from."""


def run(source: str | None, options: Options, screen: ScreenOptions) -> int:
    """Hand over to the screen, and return its exit status."""
    keys = sys.stdin.isatty() or (source == "-" and _take_keys_from_the_terminal())
    if not (keys and sys.stdout.isatty()):
        raise click.UsageError("the screen needs a terminal; without one, use nntui train")
    gc.disable()  # a tenth of the time to the first paint; from then on the workspace has it on again
    from nntui.ui import app

    status = app.run(source, options, screen)
    if any(thread.name.startswith("nntui-") for thread in threading.enumerate()):
        # Something is still being loaded or compiled. Torch aborts a process whose interpreter goes away beneath it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


def _take_keys_from_the_terminal() -> bool:
    """Where a table comes in by the standard input: let that be ``sys.stdin`` alone. False without a terminal."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return False
    sys.stdin = os.fdopen(os.dup(KEYS))
    os.dup2(terminal, KEYS)
    os.close(terminal)
    return True
