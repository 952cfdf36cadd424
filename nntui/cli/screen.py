"""``nntui [SOURCE]``: open the screen."""

from __future__ import annotations

import gc
import sys
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

    return app.run(source, options, screen)
