"""The offer of the first lesson, made once to each user: at the first start of the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nntui.folders import make_private, state_folder
from nntui.session.lessons.kept import FOLDER

if TYPE_CHECKING:
    from nntui.ui.work_view import WorkView

OFFER = "New here? {key:lessons} then enter starts a ten-minute first lesson."
SECONDS = 20.0
"""Seconds for which it is shown: it is in no log."""
OFFERED = "offered"
"""The empty file, beside what is kept of lessons, that says that the offer was made."""


def is_due() -> bool:
    """Whether the offer was never made and no lesson ever begun; from now on it counts as made.

    Never due where that cannot be remembered, as the offer would be made at every start.
    """
    folder = state_folder() / FOLDER
    try:
        if folder.exists() and any(folder.iterdir()):
            return False
        make_private(folder)
        (folder / OFFERED).touch(mode=0o600)
    except OSError:
        return False
    return True


async def offer_lesson(view: WorkView, *, wanted: bool) -> None:
    """Offer the first lesson in a line, if it is ``wanted`` and this is the user's first start."""
    if wanted and await asyncio.to_thread(is_due):
        view.hint(OFFER, SECONDS)
