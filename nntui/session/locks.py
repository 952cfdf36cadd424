"""Locks on files and folders that one process at a time may have: they say who holds them, and end with their owner."""

from __future__ import annotations

import fcntl
import getpass
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

import msgspec

TIMES, LARGEST = 5, 1 << 16
"""Tries to take a lock that somebody gives up meanwhile; bytes of a lock that are read."""
HOW = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
SIGN_OF_LIFE, DEAD = 20.0, 300.0
"""Seconds between two signs of life of an owner, and seconds without one after which one on another machine is dead."""


class LockOwner(msgspec.Struct, frozen=True):
    """Who holds a lock: process, machine and user, and ``since`` when, in seconds of the clock.

    ``boot`` tells one start of the machine from another, ``begun`` one process from a later one of the same number.
    """

    process: int
    host: str
    user: str
    since: float
    boot: str = ""
    begun: str = ""
    token: str = ""

    @classmethod
    def me(cls) -> LockOwner:
        """The owner that this process is."""
        process = os.getpid()
        user = str(os.geteuid())
        with suppress(KeyError, OSError, ImportError):
            user = getpass.getuser()
        return cls(process, os.uname().nodename, user, time.time(), _boot(), _begun(process), secrets.token_hex(8))

    def __str__(self) -> str:
        """``process 123 on vega since 14:02``; the day with it where that is another."""
        now, then = time.localtime(), time.localtime(self.since)
        when = time.strftime("%H:%M" if now[:3] == then[:3] else "%Y-%m-%d %H:%M", then)
        return f"process {self.process} on {self.host} (user {self.user}) since {when}"

    @property
    def here(self) -> bool:
        """Whether it is on this machine."""
        return self.boot == _boot() if self.boot and _boot() else self.host == os.uname().nodename

    def is_dead(self, silent: float, *, free: bool) -> bool:
        """Whether the owner is gone, after ``silent`` seconds without a sign of life.

        ``free`` says that the system has found no process on this machine that holds the lock.
        """
        if self.here:
            return free or _begun(self.process) != self.begun
        if self.host == os.uname().nodename:
            return True  # this machine has been started again since
        return abs(silent) > DEAD


class FileLock:
    """A lock that is held, on ``path``, a small file that names its owner; ``take`` makes one."""

    def __init__(self, path: Path, file: int) -> None:
        self.path = path
        self._file, self._token = file, (_owner_written(file) or LockOwner.me()).token
        self._signed = time.monotonic()

    @classmethod
    def take(cls, path: Path) -> FileLock | LockOwner:
        """The lock; the present owner where another process has it. A dead owner's lock is taken over.

        Raises OSError where no lock can be made.
        """
        for _ in range(TIMES):
            try:
                file = os.open(path, os.O_RDWR | os.O_CREAT | HOW, 0o644)
            except PermissionError:  # that of another user
                if (owner := owner_of(path)) is not None:
                    return owner
                path.unlink()
                continue
            try:
                found = _taken(path, file)
            except BaseException:
                os.close(file)
                raise
            if found is True:
                return cls(path, file)
            os.close(file)
            if isinstance(found, LockOwner):
                return found
        raise BlockingIOError(f"{path}: is taken and given up all the time")

    @property
    def lost(self) -> bool:
        """Whether somebody else has taken it over, holding us for dead."""
        owner = _owner_written(self._file)
        return not _is_at(self._file, self.path) or owner is None or owner.token != self._token

    def is_of(self, owner: LockOwner) -> bool:
        """Whether ``owner`` is the one that this lock names."""
        return owner.token == self._token

    def sign(self) -> None:
        """Give a sign of life, if it is time for one."""
        if time.monotonic() - self._signed > SIGN_OF_LIFE:
            self._signed = time.monotonic()
            with suppress(OSError):
                os.utime(self._file)

    def unlock(self) -> None:
        """Give it up, and leave its file where it is, if it is still there."""
        os.close(self._file)

    def release(self) -> None:
        """Give it up, and remove its file."""
        with suppress(OSError):
            if not self.lost:
                self.path.unlink(missing_ok=True)
        os.close(self._file)


def owner_of(path: Path) -> LockOwner | None:
    """The living owner of the lock at ``path``; None where there is none. Takes nothing."""
    try:
        file = os.open(path, os.O_RDONLY | HOW)
    except OSError:
        return None
    try:
        return _living(file)[0]
    except OSError:
        return None
    finally:
        os.close(file)


def session_lock(path: Path) -> Path:
    """The lock of the session file at ``path``: a hidden file beside it, ``.cars.nntui.lock``."""
    real = Path(os.path.realpath(path))
    return real.with_name(f".{real.name}.lock")


def _taken(path: Path, file: int) -> LockOwner | bool:
    """True once the open ``file`` is ours, its present owner, or False where it is not at ``path`` any more."""
    owner, locked = _living(file)
    if owner is not None:
        return owner
    if not _is_at(file, path):
        return False
    me = LockOwner.me()
    os.ftruncate(file, 0)
    os.pwrite(file, msgspec.json.encode(me), 0)
    return locked or _owner_written(file) == me


def _living(file: int) -> tuple[LockOwner | None, bool]:
    """The living owner, None without one, and whether the lock of the system is ours now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        locked = True
    except BlockingIOError:
        found = _owner_written(file)
        return found or LockOwner(0, "this machine", "unknown", os.fstat(file).st_mtime), False
    except OSError:  # not every file system has locks
        locked = False
    owner = _owner_written(file)
    silent = time.time() - os.fstat(file).st_mtime
    return (None if owner is None or owner.is_dead(silent, free=locked) else owner), locked


def _owner_written(file: int) -> LockOwner | None:
    try:
        return msgspec.json.decode(os.pread(file, LARGEST, 0), type=LockOwner)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _is_at(file: int, path: Path) -> bool:
    try:
        here, there = os.fstat(file), path.lstat()
    except OSError:
        return False
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


def _boot() -> str:
    """The number of this start of the machine; "" where the system does not tell it."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _begun(process: int) -> str:
    """The time at which the process began, as the system tells it; "" for one that is not there, or is not told."""
    with suppress(OSError, ValueError, IndexError):
        return (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        )
    try:
        os.kill(process, 0)
    except PermissionError:
        return "unknown"
    except OSError:
        return ""
    return "unknown"
