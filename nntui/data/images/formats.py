"""The formats of picture files: one record each, from which reading, listing and messages are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CONVERT = "save it as PNG or JPEG"


@dataclass(frozen=True, slots=True)
class ImageFormat:
    """A format of picture files, and the endings of their names in lower case, with the point.

    ``decoders`` are those of Pillow; it has none where there is a ``refusal``, which says why and what to do. A file
    with several pictures has several ``parts`` ("frames", "pages"); "" where there is one that counts.
    """

    name: str
    suffixes: tuple[str, ...]
    decoders: tuple[str, ...] = ()
    parts: str = ""
    refusal: str = ""


def _refused(name: str, *suffixes: str) -> ImageFormat:
    return ImageFormat(name, suffixes, refusal=f"{name} is not read; {CONVERT}")


IMAGE_FORMATS: dict[str, ImageFormat] = {
    record.name: record
    for record in (
        ImageFormat("PNG", (".png", ".apng"), ("PNG",), "frames"),
        ImageFormat("JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"), ("JPEG",)),
        ImageFormat("GIF", (".gif",), ("GIF",), "frames"),
        ImageFormat("WebP", (".webp",), ("WEBP",), "frames"),
        ImageFormat("BMP", (".bmp", ".dib"), ("BMP", "DIB")),
        ImageFormat("TIFF", (".tif", ".tiff"), ("TIFF",), "pages"),
        ImageFormat("AVIF", (".avif",), ("AVIF",), "frames"),
        ImageFormat("netpbm", (".pgm", ".ppm", ".pbm", ".pnm"), ("PPM",)),
        _refused("HEIC", ".heic", ".heif"),
        _refused("SVG", ".svg", ".svgz"),
        _refused("PSD", ".psd"),
        _refused("JPEG 2000", ".jp2", ".j2k"),
        _refused("JPEG XL", ".jxl"),
        _refused("a raw photograph", ".cr2", ".cr3", ".nef", ".arw", ".dng"),
    )
}
DECODERS = tuple(decoder for record in IMAGE_FORMATS.values() for decoder in record.decoders)
"""The decoders of Pillow that are used. Others run programs (EPS) or read what is no picture of pixels."""
PARTS = {decoder: record.parts for record in IMAGE_FORMATS.values() for decoder in record.decoders}
"""What a file has several of, by decoder."""
_BY_SUFFIX = {suffix: record for record in IMAGE_FORMATS.values() for suffix in record.suffixes}


def image_format(name: str | Path) -> ImageFormat | None:
    """The format of a file of this name; None if it is no picture's."""
    text = str(name)
    point = text.rfind(".")
    return None if point < 0 else _BY_SUFFIX.get(text[point:].lower())
