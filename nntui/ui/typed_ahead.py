"""Keys that were typed before that which they are meant for was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App


def type_again(app: App[Any], keys: Iterable[Key]) -> None:
    """Let these keys come once more, to whatever takes keys by now."""
    # Made by the app, as those of the keyboard are: those of a widget do not rise above it.
    app.call_later(_post, app, tuple((key.key, key.character) for key in keys))


def _post(app: App[Any], keys: tuple[tuple[str, str | None], ...]) -> None:
    for key, character in keys:
        app.post_message(Key(key, character))
