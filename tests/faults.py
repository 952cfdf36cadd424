"""A disk that fails: one of the writes, of the waits for the disk or of the renamings of a piece of work, in turn."""

from __future__ import annotations

import errno
import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from nntui.data.files import atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORT = 0
"""In place of the number of an error: a write that takes half of what it is given, after which the disk is full."""
FAULTS = (SHORT, errno.ENOSPC, errno.EIO)
CALLS = ("write", "fsync", "replace", "ftruncate")


class FailingDisk:
    """Counts the ``calls`` that change the disk; the one numbered ``at`` fails by ``fault``.

    A disk that is full is full from then on.
    """

    def __init__(self, at: int, fault: int) -> None:
        self.calls = 0
        self._at, self._fault = at, fault

    def fails(self) -> bool:
        """Count a call; whether it fails."""
        self.calls += 1
        return self.calls == self._at or (self._fault == errno.ENOSPC and 0 < self._at < self.calls)

    def failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """``call``, which fails when it is its turn."""

        def called(*given: Any) -> Any:
            if not self.fails():
                return call(*given)
            if self._fault == SHORT and self.calls == self._at and isinstance(given[-1], bytes | memoryview):
                return call(given[0], bytes(given[-1])[: len(given[-1]) // 2])
            raise OSError(self._fault or errno.ENOSPC, os.strerror(self._fault or errno.ENOSPC))

        return called


@contextmanager
def failing_disk(at: int, fault: int) -> Iterator[FailingDisk]:
    """A disk whose call ``at`` fails; 0: none does, and they are counted. Nothing waits for the true disk."""
    disk = FailingDisk(at, fault)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        for name in CALLS:
            patch.setattr(os, name, disk.failing(getattr(os, name)))
        failing_write = os.write

        class Raw(io.FileIO):
            def write(self, content: Any, /) -> int:
                done: int = failing_write(self.fileno(), content)
                return done

        def opened(path: Any, mode: str = "r", **how: Any) -> Any:
            return io.BufferedWriter(Raw(path, mode.replace("b", ""), opener=how.get("opener")))

        patch.setattr(atomic, "open", opened, raising=False)
        yield disk


def every_fault(work: Callable[[], object]) -> list[tuple[int, int]]:
    """Each call that ``work`` makes, with each fault that it can have; ``work`` is done once to count them."""
    with failing_disk(0, SHORT) as disk:
        work()
    return [(at, fault) for at in range(1, disk.calls + 1) for fault in FAULTS]
