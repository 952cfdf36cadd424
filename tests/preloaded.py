"""The program in processes that need not load its libraries, for tests whose point is not how it is started.

A start from nothing takes seconds, most of them to load torch. These processes are forks of one that has loaded what
the program uses and has done nothing else. Each has an environment, a folder and a terminal or files of its own.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.reduction import DupFd
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.context import ForkServerProcess

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["torch", "numba", "safetensors.numpy", "nntui.cli.commands", "nntui.cli.train",
                              "nntui.cli.predict", "nntui.ui.app", "nntui.ui.workspace", "nntui.training.worker",
                              "nntui.training.kernel.cache"])  # fmt: skip
LONGEST = 60.0
"""Seconds after which a process is held to have failed."""


def started(
    words: Sequence[str],
    *,
    terminal: int | None = None,
    files: tuple[int, int, int] = (0, 1, 2),
    environment: Mapping[str, str] | None = None,
    before: str = "",
) -> ForkServerProcess:
    """A process that runs ``nntui`` with these words, in this folder, with a terminal or files for its three streams.

    ``before`` is Python code that is run first. ``environment`` takes the place of the present one.
    """
    environment = dict(os.environ if environment is None else environment)
    streams = [DupFd(each) for each in ((terminal,) if terminal is not None else files)]
    process = FORKS.Process(target=_run, args=(list(words), streams, environment, str(Path.cwd()), before))
    process.start()
    return process


def nntui(
    *words: str, given: str = "", environment: Mapping[str, str] | None = None, before: str = ""
) -> CompletedProcess[str]:
    """Run ``nntui`` to its end, as ``subprocess.run`` does; ``given`` is its standard input."""
    with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
        stdin.write(given.encode())
        stdin.seek(0)
        files = (stdin.fileno(), stdout.fileno(), stderr.fileno())
        process = started(words, files=files, environment=environment, before=before)
        process.join(LONGEST)
        assert process.exitcode is not None, f"nntui {' '.join(words)} did not end"
        stdout.seek(0)
        stderr.seek(0)
        return CompletedProcess(words, process.exitcode, stdout.read().decode(), stderr.read().decode())


def _run(words: list[str], streams: list[Any], environment: dict[str, str], folder: str, before: str) -> None:
    descriptors = [stream.detach() for stream in streams]
    if len(descriptors) == 1:
        os.login_tty(descriptors[0])
    else:
        os.setsid()
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["nntui", *words]
    streams_of_python = {
        "stdin": io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False))),
        "stdout": _written(1, "strict"),
        "stderr": _written(2, "backslashreplace"),
    }
    for name, stream in streams_of_python.items():
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    exec(before, {"__name__": "__main__"})
    from nntui.cli import start

    start()


def _written(number: int, errors: str) -> io.TextIOWrapper:
    raw = io.FileIO(number, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), errors=errors, line_buffering=True)
