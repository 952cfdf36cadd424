"""Lines of spans as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line


def plain_text(lines: Sequence[Line]) -> str:
    """The text without styles."""
    return "\n".join("".join(span.text for span in line) for line in lines)
