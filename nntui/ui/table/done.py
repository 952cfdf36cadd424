"""The line that confirms an edit of the table, with the key that takes it back."""

from __future__ import annotations


def what_was_done(name: str) -> tuple[str, str, str]:
    """The message on the edit ``name`` and its undo, in a longer and a shorter wording.

    ``row 3 deleted`` and ``{key:undo} brings it back``.
    """
    if not name.endswith(" deleted"):
        return name, "{key:undo} undoes it", "{key:undo} undoes"
    one = name.startswith(("row ", "column "))
    return name, f"{{key:undo}} brings {'it' if one else 'them'} back", "{key:undo} undoes"
