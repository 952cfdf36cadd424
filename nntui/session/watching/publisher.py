"""A training publishes how far it is as long as somebody watches; what goes wrong with that, it does not notice."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Self

from nntui.errors import NntuiError
from nntui.folders import make_private
from nntui.session.watching.published import BASE, LOCK, PROGRESS, WANTED, Published, folder_of, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.session.session import Session
    from nntui.training.trainer import Trainer

LOOK = 0.1
"""Seconds from one look at whether somebody watches to the next."""
FRESH = 5.0
"""Seconds after its last sign for which somebody is held to watch."""
PAUSE, TIMES = 0.25, 20.0
"""From the end of one publication to the next: at least these seconds, and so many times as long as it took."""
LAST_WRITE = 10.0
"""Seconds that a slow disk is waited for at the end."""


class Publisher:
    """Publishes the training of ``session``, which is to be saved to ``out``, in a thread of its own.

    ``clock`` tells the time in seconds. Nothing is written unless somebody watches.
    """

    def __init__(self, out: Path, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        self._session, self._clock = session, clock
        self._folder: Path | None = None
        self._lock: int | None = None
        self._next_look = self._due = 0.0
        self._begun = False
        self._writing: Thread | None = None
        with suppress(OSError):
            self._open(folder_of(out))

    def _open(self, folder: Path) -> None:
        """Hold the folder locked, unless another training of that name does. Raises OSError."""
        make_private(folder.parent)
        make_private(folder)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise
        self._folder, self._lock = folder, lock
        for name in (BASE, PROGRESS):  # of a training that was killed
            (folder / name).unlink(missing_ok=True)

    def look(self, trainer: Trainer) -> None:
        """Publish, if somebody watches and it is time to; called between chunks of training."""
        now = self._clock()
        if self._folder is None or now < self._next_look:
            return
        self._next_look = now + LOOK
        if now < self._due or (self._writing is not None and self._writing.is_alive()) or not self._is_watched():
            return
        self._begin(self._folder, Published(trainer.checkpoint(), trainer.snapshot()))

    def _is_watched(self) -> bool:
        try:
            assert self._folder is not None
            return time.time() - (self._folder / WANTED).stat().st_mtime < FRESH
        except OSError:
            return False

    def _begin(self, folder: Path, published: Published) -> None:
        def work() -> None:
            begun = self._clock()
            with suppress(OSError, NntuiError):  # the next may succeed
                if not self._begun:
                    from nntui.session.store.file import save

                    save(self._session, folder / BASE)
                    self._begun = True
                write(folder, published)
            took = self._clock() - begun
            self._due = self._clock() + max(PAUSE, TIMES * took)

        self._writing = Thread(target=work, name="nntui-publisher", daemon=True)
        self._writing.start()

    def settle(self) -> None:
        """Wait until what is being published is there, unless the disk is too slow."""
        if self._writing is not None:
            self._writing.join(LAST_WRITE)

    def __enter__(self) -> Self:
        """Publish within a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Publish no more: the training has ended, and is saved where it was to be."""
        self.settle()
        if self._folder is not None and self._lock is not None:
            with suppress(OSError):
                for name in (BASE, PROGRESS, WANTED, LOCK):
                    (self._folder / name).unlink(missing_ok=True)
                self._folder.rmdir()
            os.close(self._lock)
            self._lock = self._folder = None
