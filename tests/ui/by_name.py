"""The dialogs that ask for a name, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.app_host import User


async def save_as(user: User, name: str) -> None:
    """Save under a name, in the folder that the app was started in."""
    await user.press("W")
    await user.sees("save session", "saves to")
    await user.press("ctrl+u")
    await user.type(f"{name}\r")
    await user.settled()


async def open_name(user: User, name: str) -> None:
    """Open what is called so."""
    await user.press("o")
    await user.sees("open", "built-in")
    await user.type(f"{name}\r")
