"""How a command is run: its work is imported when it is called."""

from __future__ import annotations

import gc
import importlib

from nntui.cli.memory import spare_threads

SETTINGS = {"help_option_names": ["-h", "--help"]}
"""Of every command."""


def run_command(module: str, **values: object) -> int:
    """The exit status of ``run`` in that module of the command line."""
    spare_threads()
    command = importlib.import_module(f"nntui.cli.{module}")
    if module != "train":  # which enables it once the kernel is loaded
        gc.enable()
    status: int = command.run(**values)
    return status
