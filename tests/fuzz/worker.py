"""A process that reads one input after the other: ``python -m tests.fuzz.worker FOLDER``, used by the hunt.

A line on standard input names a reader and a file. The answer is a line of JSON: the fault, the seconds of processor
time, and the memory that reading took beyond what the process had.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import re
import resource
import sys
import time
import warnings
from pathlib import Path

MOST_MEMORY = 3 << 30
"""Bytes after which the process gets no more memory, so that a fault cannot take the machine."""
MARGIN = 2_048
"""Bytes of standard error that tell what was written there."""


def _memory(what: str) -> int:
    """Bytes of ``VmRSS`` or ``VmHWM``."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) << 10 if found else 0


def _warm() -> None:
    """Load what is heavy, so that it counts for no input."""
    for name in ("torch", "polars", "tests.fuzz.judging"):
        importlib.import_module(name)


def main() -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    folder = Path(sys.argv[1])
    noise = os.open(folder / "noise", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(noise, stream)
    _warm()
    from tests.fuzz.judging import fault_of

    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (taken + MOST_MEMORY, taken + MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error")
    print("ready", file=answers, flush=True)
    for number, line in enumerate(sys.stdin):
        name, path = json.loads(line)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before, begun = _memory("VmRSS"), time.process_time()
        fault = fault_of(name, Path(path))
        seconds = time.process_time() - begun
        sys.stdout.flush()
        sys.stderr.flush()
        if (size := os.fstat(noise).st_size) and not fault:
            fault = f"noise: {os.pread(noise, MARGIN, max(0, size - MARGIN)).decode(errors='replace')}"
        os.ftruncate(noise, 0)
        os.lseek(noise, 0, os.SEEK_SET)
        print(json.dumps([fault, seconds, _memory("VmHWM") - before]), file=answers, flush=True)
        if number % 500 == 0:
            gc.collect()


if __name__ == "__main__":
    main()
