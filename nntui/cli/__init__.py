"""The command line: ``main`` is the entry point. What a command does is imported when it is called."""

from nntui.cli.commands import nntui as main

__all__ = ["main"]
