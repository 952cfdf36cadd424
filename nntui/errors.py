"""The faults that a user can mend: each message is one line that says what, where, and what to do."""

from __future__ import annotations


class NntuiError(Exception):
    """A fault in what the user gave us; ``str(error)`` is one line to show as it stands."""


class DataError(NntuiError):
    """A table, file, column or cell that cannot be used."""


class SpecError(NntuiError):
    """A network or training setting outside what is supported."""


class SessionError(NntuiError):
    """A session file that cannot be read or written."""


class TrainingError(NntuiError):
    """Training that cannot start or go on."""
