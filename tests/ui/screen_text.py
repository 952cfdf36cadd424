"""The text on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from rich.console import Console

if TYPE_CHECKING:
    from textual.app import App


def screen_text(app: App[Any]) -> str:
    """The text on the screen, a line for each row."""
    # The picture that Textual exports, written as text: as SVG it takes fifteen times as long.
    with patch.object(Console, "export_svg", _as_text):
        lines = app.export_screenshot().split("\n")
    return "\n".join(line.rstrip() for line in lines[: app.size.height])


def _as_text(console: Console, **_: object) -> str:
    return console.export_text()
