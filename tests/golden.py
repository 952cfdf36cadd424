"""Golden frames: what is drawn, as plain text in ``tests/frames``, so that a change of it can be read in a diff."""

from __future__ import annotations

import os
from pathlib import Path

FRAMES = Path(__file__).parent / "frames"


def check(name: str, text: str) -> None:
    """Compare ``text`` with the frame of that name (``render/plot-log``); with NNTUI_WRITE_FRAMES=1, write it first."""
    path = FRAMES / f"{name}.txt"
    if os.environ.get("NNTUI_WRITE_FRAMES"):
        assert "CI" not in os.environ, "frames are written by hand and looked at, never where they are checked"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == path.read_text(encoding="utf-8")
