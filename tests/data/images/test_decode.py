"""One picture file becomes a small square of pixels, or there is a reason why not."""

from __future__ import annotations

import struct
import sys
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageOps

from nntui.data.images.decode import PictureError, check_pillow, read_picture
from nntui.data.pixels import COLOURS, PixelGrid
from nntui.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

GRID = PixelGrid(4)


def corner(size: tuple[int, int] = (16, 16)) -> Image.Image:
    """White, with a black rectangle in the upper left corner: two pixels of four across, one down."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1] // 4))
    return image


def pixels(path: Path, grid: PixelGrid = GRID) -> list[list[int]]:
    return read_picture(path, grid).pixels.reshape(grid.side, -1).tolist()


BLACK_CORNER = [[0, 0, 255, 255], *[[255] * 4] * 3]


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        *[(mode, "png") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")],
        *[(mode, "tiff") for mode in ("CMYK", "LAB", "YCbCr", "PA")],
        *[("RGB", name) for name in ("jpg", "gif", "webp", "bmp", "ppm", "avif")],
        ("CMYK", "jpg"),
    ],
)
def test_every_mode_and_format_gives_the_same_pixels(mode: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{name}"
    corner((64, 64)).convert(mode).save(path)
    assert np.allclose(pixels(path), BLACK_CORNER, atol=6)


@pytest.mark.parametrize("name", ["jpg", "png", "tiff", "webp"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_as_its_camera_was_held(turn: int, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{name}"
    exif = Image.Exif()
    exif[0x0112] = turn
    corner((64, 64)).save(path, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(path)).convert("L").resize((4, 4), Image.Resampling.BOX)
    assert np.array_equal(np.array(pixels(path)) < 128, np.asarray(upright) < 128)


def test_of_a_picture_that_is_not_square_the_middle_is_taken(tmp_path: Path) -> None:
    wide = Image.new("L", (48, 16), 0)
    wide.paste(255, (16, 0, 32, 16))
    wide.save(tmp_path / "wide.png")
    found = read_picture(tmp_path / "wide.png", GRID)
    assert found.pixels.tolist() == [255] * 16
    assert found.cropped
    Image.new("L", (3, 1), 7).save(tmp_path / "tiny.png")
    assert read_picture(tmp_path / "tiny.png", GRID).pixels.tolist() == [7] * 16


def test_colours_are_red_green_and_blue_of_each_pixel(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9), (10, 20, 30)).save(tmp_path / "a.png")
    grid = PixelGrid(4, COLOURS)
    assert read_picture(tmp_path / "a.png", grid).pixels.tolist() == [10, 20, 30] * 16
    assert grid.names[:4] == ["red_0_0", "green_0_0", "blue_0_0", "red_0_1"]


def test_what_is_transparent_is_put_on_white(tmp_path: Path) -> None:
    clear = corner().convert("RGBA")
    clear.putalpha(0)
    clear.save(tmp_path / "clear.png")
    palette = corner().convert("P", palette=Image.Palette.ADAPTIVE, colors=2)
    palette.save(tmp_path / "palette.png", transparency=palette.getpixel((0, 0)))
    for name in ("clear.png", "palette.png"):
        found = read_picture(tmp_path / name, GRID)
        assert found.transparent
        assert found.pixels.tolist() == [255] * 16


def test_16_bits_become_8_and_numbers_without_a_known_white_are_refused(tmp_path: Path) -> None:
    deep = (np.arange(16, dtype=np.uint16) * 4369).reshape(4, 4)
    for name in ("deep.png", "deep.tiff"):
        Image.fromarray(deep).save(tmp_path / name)
        assert read_picture(tmp_path / name, GRID).pixels.tolist() == [17 * each for each in range(16)]
    Image.fromarray(deep.astype(np.float32)).save(tmp_path / "float.tiff")
    with pytest.raises(PictureError, match="which of its numbers are black and white is not known"):
        read_picture(tmp_path / "float.tiff", GRID)


@pytest.mark.parametrize(
    ("name", "parts"), [("a.gif", "frames"), ("a.webp", "frames"), ("a.png", "frames"), ("a.tiff", "pages")]
)
def test_of_several_frames_the_first_is_taken(name: str, parts: str, tmp_path: Path) -> None:
    corner().save(tmp_path / name, save_all=True, append_images=[corner().rotate(180)], lossless=True)
    found = read_picture(tmp_path / name, GRID)
    assert (np.array(found.pixels.reshape(4, 4)) < 128).tolist() == [[True, True, False, False], *[[False] * 4] * 3]
    assert found.parts == parts


@pytest.mark.parametrize("name", ["png", "jpg", "gif", "webp", "tiff", "bmp", "avif", "ppm"])
def test_a_file_that_is_cut_off_is_refused_wherever_it_ends(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{name}"
    Image.effect_noise((64, 48), 80).convert("RGB").save(path)
    whole = path.read_bytes()
    for end in (0, 3, 20, len(whole) // 3, len(whole) // 2):
        path.write_bytes(whole[:end])
        with pytest.raises(PictureError, match=r"cut off or damaged|no picture of a known format|it is empty"):
            read_picture(path, GRID)


def bomb(width: int, height: int) -> bytes:
    """The head of a PNG of that size, a few dozen bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(9_000, 9_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_too_large_to_decode_is_refused_by_its_head(size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb(*size))
    with pytest.raises(PictureError, match="more than 50 million"):
        read_picture(tmp_path / "bomb.png", GRID)


def test_what_is_no_picture_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("hello")
    (tmp_path / "phone.HEIC").write_bytes(b"\0")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "program.png").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    for name, reason in {
        "text.png": "this is no picture of a known format; save it as PNG or JPEG",
        "phone.HEIC": "HEIC is not read; save it as PNG or JPEG",
        "folder.png": "this is a folder",
        "missing.png": "no such file",
        "program.png": "this is no picture of a known format; save it as PNG or JPEG",
    }.items():
        with pytest.raises(PictureError) as refusal:
            read_picture(tmp_path / name, GRID)
        assert str(refusal.value) == reason


def test_without_pillow_a_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(DataError, match=r"Pillow: pip install 'nntui\[pictures\]'"):
        check_pillow()
