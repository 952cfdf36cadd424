"""The modules that draw the first paint import nothing heavy."""

from __future__ import annotations

import subprocess
import sys


def test_the_room_loads_without_numpy() -> None:
    code = """
import sys
import nntui.render.diagram, nntui.render.shades, nntui.render.plot
print(sorted({"numpy", "torch", "textual", "polars"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
