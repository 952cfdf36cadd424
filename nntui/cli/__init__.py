"""The command line: ``main`` is the group of all commands, and ``start`` the entry point of the program."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.cli.commands import nntui as main

__all__ = ["main", "start"]


def __getattr__(name: str) -> object:
    """``main``, which loads the commands and their options."""
    if name == "main":
        from nntui.cli.commands import nntui

        return nntui
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def start() -> None:
    """Run the program with the words of the shell, and exit with its status.

    The screen without options is opened at once: commands and options take a sixth of the time to the first paint.
    """
    words = sys.argv[1:]
    if not opens_the_screen(words) or "_NNTUI_COMPLETE" in os.environ or not (sys.stdin and sys.stdin.isatty()):
        gc.disable()  # a tenth of the time of a short training; the command enables it once it has loaded what it needs
        from nntui.cli.commands import nntui

        nntui()
        return
    from nntui.cli.defaults import own_defaults
    from nntui.cli.memory import spare_threads
    from nntui.cli.screen import run
    from nntui.session.options import Options, ScreenOptions

    try:
        spare_threads()
        status = run(words[0] if words else None, Options(defaults=own_defaults()), ScreenOptions())
    except (Exception, KeyboardInterrupt) as error:
        from nntui.cli.group import report

        status = report(error)
    sys.exit(status)


def opens_the_screen(words: list[str]) -> bool:
    """Whether these words can be seen at a glance to open the screen: none, or the path of a file.

    The name of a command has no point or slash in it.
    """
    if len(words) != 1:
        return not words
    (word,) = words
    return not word.startswith("-") and ("." in word or "/" in word) and Path(word).exists()
