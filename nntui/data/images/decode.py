"""A picture file as a square of pixels: bounded before it is decoded, turned as its camera was held, cropped, resized.

Every picture becomes 8 bits a number, from 0 for black to 255. The middle square of one that is not square is taken,
and what is transparent is shown on white.
"""

from __future__ import annotations

import importlib
import io
import logging
import stat
from contextlib import contextmanager, nullcontext, suppress
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nntui.data.images.formats import CONVERT, DECODERS, PARTS, image_format
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL import Image

    from nntui.data.pixels import PixelGrid

MISSING = "pictures need the package Pillow: pip install 'nntui[pictures]', or pip install pillow"
MOST_BYTES = 256 << 20
"""Bytes of the largest picture file that is read."""
MOST_PIXELS = 50_000_000
"""Pixels of the largest picture that is decoded, of at most 4 bytes each."""
LARGE = 4_000_000
"""Pixels from which on one picture is decoded at a time, so that threads do not fill the memory together."""
DRAFT = 4
"""A JPEG is decoded at this many times the pixels that are wanted, or a little more: far fewer to calculate."""
ORIENTATION = 0x0112
"""The number of the tag that says how the camera was held."""
DEEP_WHITE = 65_535
"""White in a picture of 16 bits."""
DEEP = ("PNG", "PPM")
"""The decoders whose numbers of 32 bits are really of 16."""
CUT_OFF = "it is cut off or damaged"

_one_at_a_time = Lock()
logging.getLogger("PIL").addHandler(logging.NullHandler())  # its words on a damaged file are not for the terminal


class DecodedPicture(NamedTuple):
    """``pixels`` uint8 [numbers of the grid], and what became of those of the file.

    ``cropped`` is true for a picture that was not square, ``transparent`` for one with transparent pixels. ``parts``
    says of what the file has several, of which the first was taken ("frames"); "" if it has one.
    """

    pixels: NDArray[np.uint8]
    cropped: bool = False
    transparent: bool = False
    parts: str = ""


class PictureError(DataError):
    """Pictures that cannot be read; of one file the message is the reason, without the file's name."""


def check_pillow() -> None:
    """Raise PictureError, which says how to install it, where Pillow is missing."""
    try:
        importlib.import_module("PIL.Image")
    except ImportError:
        raise PictureError(MISSING) from None


def read_picture(path: Path, grid: PixelGrid) -> DecodedPicture:
    """The picture in ``path`` as ``grid`` has it. Raises PictureError for one that cannot be read."""
    known = image_format(path.name)
    if known is not None and known.refusal:
        raise PictureError(known.refusal)
    _check_file(path)
    with _faults_of_pillow():
        from PIL import Image

        Image.init()
        # Not the file itself: a decoder that asks it for 4 GB, as a damaged one says, would get them.
        content = io.BytesIO(path.read_bytes())
        with content, Image.open(content, formats=[each for each in DECODERS if each in Image.OPEN]) as image:
            pixels = image.width * image.height
            if pixels > MOST_PIXELS:
                raise PictureError(
                    f"it has {image.width:,} x {image.height:,} pixels, more than {MOST_PIXELS / 1e6:.0f} million"
                )
            image.draft(None, (DRAFT * grid.side, DRAFT * grid.side))
            with _one_at_a_time if pixels > LARGE else nullcontext():
                return _decoded(image, grid)


def _check_file(path: Path) -> None:
    """Raise PictureError for what is no file, or none that a picture can be in."""
    try:
        found = path.stat()
    except OSError as error:
        raise PictureError(_in_words(error)) from None
    except ValueError:
        raise PictureError("no file can have this name") from None
    if not stat.S_ISREG(found.st_mode):  # to open a pipe would wait for its writer
        raise PictureError("this is a folder" if stat.S_ISDIR(found.st_mode) else "this is a device or a pipe")
    if not found.st_size:
        raise PictureError("it is empty")
    if found.st_size > MOST_BYTES:
        raise PictureError(f"it is larger than {MOST_BYTES >> 20} MB")


def _in_words(error: OSError) -> str:
    """The system's words for an error."""
    return "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or str(error)).lower()


@contextmanager
def _faults_of_pillow() -> Iterator[None]:
    """Everything that a decoder raises about a file as a PictureError: they raise errors of any class."""
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(f"this is no picture of a known format; {CONVERT}") from None
    except Image.DecompressionBombError:
        raise PictureError(f"it has more than {MOST_PIXELS / 1e6:.0f} million pixels") from None
    except MemoryError:
        raise PictureError("there is not enough memory to decode it") from None
    except OSError as error:
        raise PictureError(_in_words(error) if error.errno else CUT_OFF) from None
    except Exception:
        raise PictureError(CUT_OFF) from None


def _decoded(image: Image.Image, grid: PixelGrid) -> DecodedPicture:
    """The pixels of an open file; errors are the decoder's own."""
    from PIL import Image, ImageOps

    decoder = image.format or ""
    image.load()
    flat, transparent = _flat(image, decoder)
    width, height = flat.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    # A box averages what becomes one pixel; of a picture smaller than the grid it repeats pixels.
    size = (grid.side, grid.side)
    small = flat.resize(size, Image.Resampling.BOX, box=(left, top, left + side, top + side))
    turned = small
    with suppress(Exception):  # a damaged tag turns nothing
        small.getexif()[ORIENTATION] = image.getexif().get(ORIENTATION, 1)
        turned = ImageOps.exif_transpose(small)
    shown = _on_white(turned) if transparent else turned
    pixels = np.asarray(shown.convert("RGB" if grid.coloured else "L"), dtype=np.uint8).reshape(-1)
    return DecodedPicture(pixels, width != height, transparent, _several(image, decoder))


def _flat(image: Image.Image, decoder: str) -> tuple[Image.Image, bool]:
    """The picture in a mode whose pixels can be averaged, 8 bits a number, and whether it is transparent anywhere."""
    if image.mode.startswith(("I", "F")):
        return _of_depth(image, decoder), False
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        if clear.getchannel("A").histogram()[-1] < clear.width * clear.height:
            return clear, True
    return image.convert("L" if image.mode in {"1", "L", "LA", "La"} else "RGB"), False


def _of_depth(image: Image.Image, decoder: str) -> Image.Image:
    """A grey picture of 16 bits as one of 8 bits. Raises PictureError where black and white are not known."""
    from PIL import Image

    numbers = np.asarray(image)
    low, high = float(numbers.min()), float(numbers.max())
    if image.mode.startswith("F") or low < 0 or high > DEEP_WHITE or (image.mode == "I" and decoder not in DEEP):
        raise PictureError(f"which of its numbers are black and white is not known; {CONVERT}")
    return Image.fromarray((numbers.astype(np.uint32) * 255 // DEEP_WHITE).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image

    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)


def _several(image: Image.Image, decoder: str) -> str:
    """What the file has several of, "" if there is one; looked at last, as it may go to the second."""
    parts = PARTS.get(decoder, "")
    with suppress(Exception):  # a damaged second frame is not needed
        return parts if parts and getattr(image, "is_animated", False) else ""
    return ""
