"""Changes to bytes and texts that a damaged or hostile file may have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    Source = random.Random
    Mutation = Callable[[Source, bytes], bytes]

MOST_BYTES = 4 << 20
"""Bytes of the largest input that is made."""
NUMBERS = (
    "0",
    "-0",
    "-1",
    "1",
    "2",
    "1e308",
    "-1e308",
    "1e-320",
    "1e999",
    "nan",
    "inf",
    "-inf",
    "0x10",
    "1_000",
    "٣",
    "½",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "9" * 60,
    "9" * 5_000,
    "0." + "1" * 400,
)
TEXTS = (
    "",
    " ",
    "\t",
    "\0",
    "\x1b[31m",
    "\x1b]0;x\x07",
    "\x9b2J",
    "\u202e",
    "\u2028",
    "\ud800",
    "\ufeff",
    "e" + "\u0301" * 50,
    "../../x",
    "/etc/passwd",
    "a" * 70_000,
    "NaN",
    "NA",
    "true",
    "null",
    '"',
    "'",
    "`",
    "\\",
    "%s",
    "{0}",
    "{key:open}",
    "[bold]",
    "=1+1",
    "İ",
    "ß",
    "𝔘",
    "-",
    "x=1",
    "2024-02-30",
    "12:00",
    "$1,000.00",
    "50%",
    "1.000,5",
)
ENDS = (0, 1, 2, 0x7F, 0x80, 0xFF)
_TOKEN = re.compile(rb"[A-Za-z_]+|\d+(?:\.\d+)?|[^\sA-Za-z_\d]|\s+")


def flip_bytes(source: Source, content: bytes) -> bytes:
    """A few bytes are others."""
    if not content:
        return content
    changed = bytearray(content)
    for _ in range(source.choice((1, 1, 1, 2, 4, 16))):
        at = source.randrange(len(changed))
        changed[at] = source.choice((changed[at] ^ 1 << source.randrange(8), source.randrange(256), *ENDS))
    return bytes(changed)


def cut(source: Source, content: bytes) -> bytes:
    """The beginning, the end, or all but a part."""
    first, last = sorted((source.randint(0, len(content)), source.randint(0, len(content))))
    return source.choice((content[:first], content[first:], content[:first] + content[last:]))


def repeat(source: Source, content: bytes) -> bytes:
    """A part stands there many times."""
    first = source.randint(0, len(content))
    part = content[first : first + source.choice((1, 2, 8, 64, 1_000))]
    times = source.choice((2, 3, 100, 5_000))
    return content[:first] + part * min(times, MOST_BYTES // max(len(part), 1)) + content[first:]


def insert(source: Source, content: bytes) -> bytes:
    """Random bytes stand between the others."""
    at = source.randint(0, len(content))
    return content[:at] + source.randbytes(source.choice((1, 2, 4, 30))) + content[at:]


def large_number(source: Source, content: bytes) -> bytes:
    """A run of four or eight bytes is a large or negative number, in either order or as a varint."""
    number = source.choice((2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1, 10**6, 10**9, 0))
    width = source.choice((4, 8))
    spelled = source.choice(
        (
            (number % 256**width).to_bytes(width, "little"),
            (number % 256**width).to_bytes(width, "big"),
            b"\xff" * source.randint(1, 9) + b"\x0f",
        )
    )
    at = source.randint(0, max(len(content) - len(spelled), 0))
    return content[:at] + spelled + content[at + len(spelled) :]


BYTES: tuple[Mutation, ...] = (flip_bytes, flip_bytes, flip_bytes, cut, repeat, insert, large_number)


def change_token(source: Source, content: bytes) -> bytes:
    """A word, a number, a sign or a blank is another, is missing, or is twice there."""
    tokens = _TOKEN.findall(content)
    if not tokens:
        return spell(source)
    at = source.randrange(len(tokens))
    other = source.choice((spell(source), b"", tokens[at] * source.choice((2, 3, 200)), source.choice(tokens)))
    return b"".join((*tokens[:at], other, *tokens[at + 1 :]))


def change_lines(source: Source, content: bytes) -> bytes:
    """Lines are missing, in another order, or there many times."""
    lines = content.splitlines(keepends=True) or [b""]
    at = source.randrange(len(lines))
    match source.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(source.randrange(len(lines)), lines[at])
        case 2:
            lines[at:at] = [lines[at]] * source.choice((2, 50, 3_000))
        case _:
            source.shuffle(lines)
    return b"".join(lines)[:MOST_BYTES]


def nest(source: Source, content: bytes) -> bytes:
    """Brackets stand within one another, closed or not."""
    brackets = ((b"(", b")"), (b"[", b"]"), (b'{"a":', b"}"), (b"-", b""), (b"not ", b""), (b'"', b'"'))
    opening, closing = source.choice(brackets)
    depth = source.choice((3, 60, 1_500, 100_000))
    at = source.randint(0, len(content))
    return content[:at] + opening * depth + source.choice((b"", b"1" + closing * depth)) + content[at:]


def recode(source: Source, content: bytes) -> bytes:
    """The text is in another encoding, or has other line ends."""
    text = content.decode(errors="replace")
    encoding = source.choice(("utf-16", "utf-16-be", "latin-1", "utf-8-sig", "utf-7", "shift-jis"))
    ends = (content.replace(b"\n", b"\r\n"), content.replace(b"\n", b"\r"), content.replace(b"\n", b"\0"))
    return source.choice((text.encode(encoding, "replace"), *ends))


TEXT: tuple[Mutation, ...] = (
    change_token,
    change_token,
    change_token,
    change_token,
    change_lines,
    change_lines,
    nest,
    recode,
    flip_bytes,
    cut,
    repeat,
    insert,
)


def spell(source: Source) -> bytes:
    """A number or a text that readers have failed on."""
    return source.choice(source.choice((NUMBERS, TEXTS))).encode("utf-8", "surrogatepass")


def mutated(source: Source, content: bytes, mutations: Sequence[Mutation]) -> bytes:
    """``content`` after one to four of the mutations."""
    for _ in range(source.choice((1, 1, 1, 2, 2, 4))):
        content = source.choice(mutations)(source, content)
        if len(content) > MOST_BYTES:
            content = content[:MOST_BYTES]
    return content
