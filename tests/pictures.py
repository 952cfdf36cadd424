"""Tiny picture files for tests: shapes on a ground, in folders that are their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 24


def shape(kind: str, number: int = 0, size: int = SIZE) -> Image.Image:
    """A circle or a square of some size, place and colour; the same for the same number."""
    random = np.random.default_rng([number, len(kind)])
    red, green, blue = random.integers(0, 90, 3).tolist()
    image = Image.new("RGB", (size, size), (red, green, blue))
    red, green, blue = random.integers(150, 255, 3).tolist()
    radius = int(random.integers(size // 5, size // 3))
    across, down = random.integers(-2, 3, 2).tolist()
    left, top = size // 2 + across - radius, size // 2 + down - radius
    draw = ImageDraw.Draw(image)
    (draw.ellipse if kind.startswith("circle") else draw.rectangle)(
        (left, top, left + 2 * radius, top + 2 * radius), fill=(red, green, blue)
    )
    return image


def folder_of(place: Path, count: int = 6, classes: tuple[str, ...] = ("circles", "squares")) -> Path:
    """A folder ``shapes`` in ``place`` with so many pictures of each class."""
    for kind in classes:
        (place / "shapes" / kind).mkdir(parents=True)
        for number in range(count):
            shape(kind, number).save(place / "shapes" / kind / f"{number}.png")
    return place / "shapes"
