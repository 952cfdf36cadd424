"""The device that trains: the one asked for, or the best that there is; and what goes wrong on one, in a line."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Iterator

CPU, AUTO = "cpu", "auto"
ACCELERATORS = ("cuda", "mps")
"""The devices that ``auto`` takes where there is one, the first first."""
DRIVERS = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")
"""Files of the drivers of accelerators on Linux: without one, torch need not be loaded to look."""


@cache
def actual_device(device: str) -> str:
    """The device that ``device`` stands for: itself, or for ``auto`` an accelerator of this machine, or the CPU."""
    if device != AUTO:
        return device
    if sys.platform == "linux" and not any(Path(name).exists() for name in DRIVERS):
        return CPU
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return next((name for name in ACCELERATORS if there[name]), CPU)


@contextmanager
def faults_of_device(device: str) -> Iterator[None]:
    """Raise TrainingError, one line with a way on, for what torch raises on a ``device`` other than the CPU."""
    try:
        yield
    except (RuntimeError, NotImplementedError, AssertionError) as fault:
        if device == CPU:
            raise
        if "out of memory" in str(fault):
            way = "choose a smaller batch or network, or device cpu"
            raise TrainingError(f"device {device}: there is not enough memory; {way}") from fault
        why = next((line for line in str(fault).splitlines() if line.strip()), type(fault).__name__)
        raise TrainingError(f"device {device}: {why.rstrip('.')}; choose device cpu") from fault
