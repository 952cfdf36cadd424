"""The bytes of a file as UTF-8 text, in pieces, whatever encoding they come in; and what is no text at all."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from nntui.data.text.records import TextError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

FALLBACKS = ("windows-1252", "latin-1")
"""Taken for text that is not UTF-8; the second can be anything."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""What a file may begin with to say its encoding; the longer before those that they begin with."""
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\f\r\x1a\x1b")


def encodings_of(head: bytes) -> tuple[str, ...]:
    """What a file that begins with ``head`` may be encoded in, to be tried in turn."""
    marked = next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), None)
    return ("utf-8", *FALLBACKS) if marked is None else (marked,)


def utf8_blocks(file: IO[bytes], encoding: str, size: int, *, guessed: bool) -> Iterator[bytes]:
    """What is left of ``file`` as UTF-8, without a byte order mark, about ``size`` bytes at a time.

    Raises TextError for bytes that are not in ``encoding`` and, where that is ``guessed``, for bytes that are in no
    text of the kind.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    as_it_is = codecs.lookup(encoding).name == "utf-8"
    begun, lines = False, 0
    while True:
        block = file.read(size)
        try:
            if as_it_is and block.isascii() and not decoder.getstate()[0]:
                text = block
            else:
                text = decoder.decode(block, final=not block).encode()
        except UnicodeError as error:
            raise TextError(lines + _line_of(error), _reason(error, encoding), encoding=True) from None
        if guessed and encoding in FALLBACKS:
            _check_printable(text, lines)
        if text and not begun:
            text, begun = text.removeprefix(codecs.BOM_UTF8), True
        if text:
            lines += text.count(b"\n")
            yield text
        if not block:
            return


def _check_printable(text: bytes, lines: int) -> None:
    """Refuse a file that is no text: every byte means something in the encodings that are tried last."""
    found = text.translate(None, bytes(set(range(256)) - set(_CONTROLS)))
    if found:
        line = lines + text.count(b"\n", 0, text.index(found[:1])) + 1
        raise TextError(line, f"byte 0x{found[0]:02X}, so this is not a text file")


def _line_of(error: UnicodeError) -> int:
    return error.object.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else 1


def _reason(error: UnicodeError, encoding: str) -> str:
    if not isinstance(error, UnicodeDecodeError) or error.start >= len(error.object):
        return f"it is not in {encoding}"
    return f"byte 0x{error.object[error.start]:02X} is not {encoding}; give the encoding that the file is in"
