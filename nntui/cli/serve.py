"""``nntui serve``: the screen in a browser."""

from __future__ import annotations

import asyncio
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from nntui.cli.output import say
from nntui.data.files.formats import table_suffixes
from nntui.drawings.formats import EVERY_EXPORT
from nntui.errors import NntuiError
from nntui.folders import working_folder
from nntui.session.open import check_source

if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDED = ("aiohttp", "textual_serve")


def run(words: Sequence[str], source: str | None, host: str, port: int) -> int:
    """Serve the screen that ``nntui`` with these words opens, ``source`` among them, until it is interrupted."""
    if not all(map(find_spec, NEEDED)):
        raise NntuiError('nntui serve needs two more packages: pip install "nntui[serve]"')
    if "-" in words:
        raise NntuiError("a browser has no standard input; give the name of a file")
    if source is not None:
        check_source(source)
    from nntui.serve.guard import Guard
    from nntui.serve.run import serve
    from nntui.serve.server import BrowserServer

    guard, folder = Guard(host), working_folder()
    suffixes = {
        ".nntui",
        *table_suffixes(),
        *(suffix for record in EVERY_EXPORT.values() for suffix in record.suffixes),
    }
    server = BrowserServer(guard, [sys.executable, "-m", "nntui", *words, "--die-on-hangup"], folder, suffixes)
    return asyncio.run(serve(server, guard, port, say))
