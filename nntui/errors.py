"""Errors that a user can fix. Each message is one line: what is wrong, where, and what to do."""

from __future__ import annotations

from nntui.safe_text import one_line

LONGEST_MESSAGE = 1_000
"""Characters of a message: what it quotes may be of any length."""


class NntuiError(Exception):
    """An error in what the user gave us; ``str(error)`` is one line that can be shown unchanged."""

    def __init__(self, message: str = "") -> None:
        super().__init__(one_line(message, LONGEST_MESSAGE))


class DataError(NntuiError):
    """A table, file, column or cell that cannot be used."""


class LargeTableError(DataError):
    """A table that does not fit in memory, and could be read part by part."""


class SpecError(NntuiError):
    """A network or training setting outside what is supported."""


class SessionError(NntuiError):
    """A session file that cannot be read or written."""


class FileChangedError(SessionError):
    """A file that was changed by another program and is therefore not replaced."""


class TrainingError(NntuiError):
    """Training that cannot start or continue."""
