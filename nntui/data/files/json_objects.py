"""The objects of a text in JSON lines, and the lines that they are on."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress
from typing import IO, TYPE_CHECKING

import msgspec

from nntui.data.files.limits import check_line
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_DECODER = msgspec.json.Decoder(dict[str, object])


def pieces_of_lines(file: IO[bytes], size: int) -> Iterator[tuple[int, bytes]]:
    """The text in chunks of whole lines, each with the number of its first line."""
    rest, line = file.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8), 1
    while block := file.read(max(size, len(rest))):
        text = rest + block
        end = text.rfind(b"\n") + 1
        rest = text[end:]
        check_line(len(rest))
        if end:
            yield line, text[:end]
            line += text.count(b"\n", 0, end)
    if rest:
        yield line, rest


def decoded_objects(text: bytes, line: int) -> list[dict[str, object]]:
    """The objects of a text of whole lines that begins on this ``line``. Raises DataError that names the line."""
    try:
        return _DECODER.decode_lines(text)
    except _FAULTS:
        objects = []
        for number, each in enumerate(text.split(b"\n"), line):
            if not each.strip():
                continue
            try:
                objects.append(_decoded_line(each))
            except _FAULTS as error:
                raise DataError(f"line {number}: {_reason(error)}") from None
        return objects


def _decoded_line(text: bytes) -> dict[str, object]:
    """One object; NaN and Infinity are read, as many programs write them though JSON has neither."""
    try:
        return _DECODER.decode(text.strip())
    except msgspec.DecodeError:
        odd: list[float] = []

        def constant(word: str) -> float:
            odd.append(float(word))
            return odd[-1]

        with suppress(ValueError):
            found: object = json.loads(text, parse_constant=constant)
            if odd and isinstance(found, dict):
                return found
        raise


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "lists or objects are nested too deeply"
    if isinstance(error, UnicodeDecodeError) or "UTF-8" in str(error):  # msgspec has its own error from 0.23 on
        return "this is not UTF-8"
    reason = str(error).partition(" - at ")[0]
    if isinstance(error, msgspec.ValidationError):
        return "a number is too large" if "range" in reason else "each line must be an object in braces"
    return f"this is not JSON: {reason.removeprefix('JSON is malformed: ')}"


def keys_of(objects: list[dict[str, object]]) -> list[str]:
    """All keys in the order in which they first appear."""
    return list(dict.fromkeys(key for keys in dict.fromkeys(map(tuple, objects)) for key in keys))


def line_of_object(row: int, text: bytes, line: int) -> int:
    """The line of the object number ``row`` in a ``text`` that begins on this ``line``.

    The last line of objects where some have several.
    """
    lines = [at for at, each in enumerate(text.split(b"\n"), line) if each.strip()]
    return lines[min(row, len(lines) - 1)]
