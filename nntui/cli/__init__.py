"""The command line: ``main`` is the entry point."""

from nntui.cli.commands import nntui as main

__all__ = ["main"]
