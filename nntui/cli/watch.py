"""``nntui watch``: follow a training that another process does, on the screen, and change nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.cli.screen import run as open_screen
from nntui.errors import DataError
from nntui.session.options import Options
from nntui.session.store.file import SUFFIX
from nntui.session.watching.log_folder import METRICS

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.options import ScreenOptions


def run(path: Path, screen: ScreenOptions) -> int:
    """The exit status of the screen. Raises NntuiError without a terminal, and for a file that is neither."""
    if path.name == METRICS and not path.is_dir():
        path = path.parent
    if path.suffix != SUFFIX and path.exists() and not path.is_dir():
        raise DataError(f"{path}: neither a session (NAME{SUFFIX}) nor a folder of nntui train --log")
    return open_screen(None, Options(), replace(screen, watched=path))
