"""Noticing that a file has changed on the disk since it was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it stood: its size in bytes and when it was written, in nanoseconds; None where there was no file."""

    path: Path
    size: int | None
    written: int | None

    @classmethod
    def of(cls, path: str | Path) -> FileStamp:
        """The file as it stands now."""
        path = Path(path)
        try:
            found = path.stat()
        except (OSError, ValueError):
            return cls(path, None, None)
        return cls(path, found.st_size, found.st_mtime_ns)

    def changed(self) -> bool:
        """Whether the file is another one by now, or gone, or come."""
        return FileStamp.of(self.path) != self
