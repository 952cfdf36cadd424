"""Edits of the table in the past tense: the line that confirms one, with the key that takes it back."""

from __future__ import annotations

DONE = {
    "add": "{} added",
    "clear": "{} emptied",
    "delete": "{} deleted",
    "duplicate": "{} duplicated",
    "edit": "{} changed",
    "fill": "{} filled",
    "insert": "{} inserted",
    "move": "moved {}",
    "paste": "pasted {}",
    "rename": "renamed {}",
}
"""The past participle for the first word of an edit's name; any other name is said as it is."""


def what_was_done(name: str) -> tuple[str, str, str]:
    """The message on the edit ``name`` and its undo, in a longer and a shorter wording.

    ``row 3 deleted`` and ``{key:undo} brings it back`` for ``delete row 3``.
    """
    verb, _, rest = name.partition(" ")
    done = DONE[verb].format(rest) if verb in DONE else name
    if verb != "delete":
        return done, "{key:undo} undoes it", "{key:undo} undoes"
    one = rest.startswith(("row ", "column "))
    return done, f"{{key:undo}} brings {'it' if one else 'them'} back", "{key:undo} undoes"
