"""The offer of the first lesson, made once to each user: at the first start of the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nntui.folders import make_private, state_folder
from nntui.session.lessons.kept import FOLDER

if TYPE_CHECKING:
    from nntui.ui.work.view import View

OFFER = "New here? {key:lessons} then enter starts a ten-minute first lesson."
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


async def offer_lesson(view: View, *, wanted: bool) -> None:
    """Offer the first lesson in a line, if it is ``wanted`` and this is the user's first start."""
    if wanted and await asyncio.to_thread(is_due):
        view.confirm(OFFER)
