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


def run(source: str | None, options: Options, screen: ScreenOptions) -> int:
    """Hand over to the screen, and return its exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
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
