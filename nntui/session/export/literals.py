"""Values as Python source that reads back as the same values, whatever is in them."""

from __future__ import annotations

import base64
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

READABLE_NUMBERS = 2_000
"""Numbers of an array that are written in digits; a larger array is written as base64."""
MOST_NUMBERS = 8_000_000
"""Numbers of the largest array that a script holds: about 43 megabytes."""
COMMENT_WIDTH = 76
"""Characters of a line of a comment, without its sign."""
WIDTH = 72
"""Characters of a line of an array, so that with its indent it fits a terminal of 80 columns."""


def number_text(value: float) -> str:
    """A float64 as the shortest digits that read back as the same number: ``9.0``, ``1e-07``."""
    return repr(float(value))


def comment_text(text: str) -> str:
    """``text`` for a comment: on one line, without a character that could end it or hide something."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def list_text(values: Iterable[object]) -> str:
    """A list of texts or other plain values as source, on one line."""
    return f"[{', '.join(map(repr, values))}]"


def dictionary_text(values: Mapping[str, str]) -> str:
    """A dictionary of source texts by name, a line for each entry."""
    if not values:
        return "{}"
    return "\n".join(["{", *(f"    {name!r}: {value}," for name, value in values.items()), "}"])


def tensor_text(array: NDArray[np.float32]) -> str:
    """A float32 tensor of one or two dimensions as source that gives exactly these numbers.

    A large one needs the helper ``packed``. Raises DataError for one too large for a script.
    """
    if array.size > MOST_NUMBERS:
        raise DataError(
            f"{array.size:,} numbers are too many for a script, which holds at most {MOST_NUMBERS:,}; "
            "export the weights as safetensors instead"
        )
    if array.size > READABLE_NUMBERS or not array.size:
        digits = base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()
        lines = [repr(digits[start : start + WIDTH]) for start in range(0, len(digits), WIDTH)] or ["''"]
        return "\n".join(["packed(", *(f"    {line}" for line in lines), f"    , {array.shape!r})"])
    rows = array if array.ndim == 2 else array[None]
    texts = [_row_text(row) for row in rows]
    if array.ndim == 1:
        split = "\n" in texts[0]
        return f"torch.tensor(\n{textwrap.indent(texts[0], '    ')}\n)" if split else f"torch.tensor({texts[0]})"
    return "\n".join(["torch.tensor([", *(textwrap.indent(text, "    ") + "," for text in texts), "])"])


def _row_text(row: NDArray[np.float32]) -> str:
    text = f"[{', '.join(map(_single_text, row))}]"
    return textwrap.fill(text, WIDTH, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False)


def _single_text(value: np.float32) -> str:
    """The shortest digits that torch, which reads them as float64 and rounds, makes this float32 of."""
    text = str(value)
    return text if np.float32(float(text)) == value else repr(float(value))
