"""What a user sees, as plain text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

if TYPE_CHECKING:
    from textual.app import App

CELL = 12.2
"""Width of a character in the exported picture."""


def screen_text(app: App[Any]) -> str:
    """What stands on the screen, a line for each row, read from the exported picture."""
    rows: dict[int, str] = {}
    pieces = re.findall(
        r'<text [^>]*?x="([\d.]+)"[^>]*?clip-path="url\(#\S+-line-(\d+)\)">(.*?)</text>', app.export_screenshot()
    )
    for x, row, piece in pieces:
        before = rows.get(int(row), "")
        text = html.unescape(piece).replace("\xa0", " ")
        rows[int(row)] = before + " " * (round(float(x) / CELL) - cell_len(before)) + text
    return "\n".join(rows.get(row, "").rstrip() for row in range(app.size.height))
