"""Names of files as JSON can hold them: a file's name may have bytes that are not text."""

import os
import re

_ESCAPE = re.compile(r"\\x(5c|[89a-f][0-9a-f])")
"""A byte of a file's name that is not text, or a backslash that would look like one."""


def name_written(name: str) -> str:
    r"""The name of a file as JSON can hold it: its bytes that are not UTF-8 as ``\xe9``."""
    try:
        content = os.fsencode(name)
    except UnicodeEncodeError:  # not a name that this system could give to a file
        content = name.encode("utf-8", "replace")
    text = content.decode("utf-8", "backslashreplace")
    if _ESCAPE.search(name) or text != content.decode("utf-8", "replace"):
        text = content.replace(b"\\", rb"\x5c").decode("utf-8", "backslashreplace")
    return text


def name_read(text: str) -> str:
    """The name that ``name_written`` made the text of."""
    if not _ESCAPE.search(text) and text.isascii():
        return text
    content = _ESCAPE.sub(lambda found: os.fsdecode(bytes([int(found[1], 16)])), text)
    return os.fsdecode(content.encode("utf-8", "surrogateescape"))
