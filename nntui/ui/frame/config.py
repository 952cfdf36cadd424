"""What the configuration says of the screen, and the theme, which is remembered there."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.configuration import parsed, text_of
from nntui.errors import NntuiError

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.configuration import Config
    from nntui.session.options import ScreenOptions

FRAMES, FRAMES_OVER_SSH = 10, 4
"""Frames a second, at home and where every byte travels."""
TOP = re.compile(r"^\s*\[", re.MULTILINE)
"""The beginning of the first section: the entries before it belong to none."""
THEME = re.compile(r"""^(\s*theme\s*=\s*)(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE)


def configured(given: ScreenOptions, config: Config) -> ScreenOptions:
    """The options, with what the configuration says where they say nothing."""
    return replace(
        given,
        theme=given.theme or config.theme,
        fast=given.fast or config.is_on("fast"),
        fps=given.fps or config.values.get("fps"),
        ascii=given.ascii or config.is_on("ascii"),
        mouse=config.values.get("mouse", True) if given.mouse is None else given.mouse,
        die_on_hangup=given.die_on_hangup or config.is_on("die-on-hangup"),
    )


def usual_frames() -> float:
    """Frames per second where nobody asks for others: fewer over SSH."""
    remote = not {"SSH_CONNECTION", "SSH_TTY"}.isdisjoint(os.environ)
    return FRAMES_OVER_SSH if remote else FRAMES


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
