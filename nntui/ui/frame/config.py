"""Remembers the theme in the user's configuration file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.configuration import parsed, text_of
from nntui.errors import NntuiError

if TYPE_CHECKING:
    from pathlib import Path

TOP = re.compile(r"^\s*\[", re.MULTILINE)
"""The beginning of the first section: the entries before it belong to none."""
THEME = re.compile(r"""^(\s*theme\s*=\s*)(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE)


def write_theme(path: Path, theme: str) -> None:
    """Put ``theme`` into the file; all else in it stays as it is. Raises NntuiError where that cannot be done."""
    from nntui.data.files.atomic import replacing, why_kept

    try:
        text = text_of(path) if path.exists() else ""
        entries = parsed(text)
        found = TOP.search(text)
        end = found.start() if found else len(text)
        top, count = THEME.subn(rf'\g<1>"{theme}"', text[:end], count=1)
        text = (top if count else f'theme = "{theme}"\n{top}') + text[end:]
        if parsed(text) != entries | {"theme": theme}:
            raise ValueError("it is written in a way that cannot be changed safely")
        if reason := why_kept(path):
            raise ValueError(reason)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(text.encode())
    except (OSError, ValueError, NntuiError) as error:
        raise NntuiError(f"{path}: the theme {theme} could not be saved: {error}") from error
