"""Changes inside JSON, safetensors, Parquet and zip files that keep the rest of the file valid."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from tests.fuzz.mutations import BYTES, NUMBERS, TEXTS, flip_bytes, large_number

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

MAGIC = 4
"""Bytes of the length of a Parquet footer, and of the sign after it."""


def change_json(source: random.Random, content: bytes) -> bytes:
    """A value of a JSON text is another, is missing, or stands in another place."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return flip_bytes(source, content)
    for _ in range(source.choice((1, 1, 2, 5))):
        document = changed_value(source, document)
    return json.dumps(document).encode()


def change_json_lines(source: random.Random, content: bytes) -> bytes:
    """A line of JSON lines is changed as JSON."""
    lines = content.split(b"\n")
    at = source.randrange(len(lines))
    lines[at] = change_json(source, lines[at])
    return b"\n".join(lines)


def changed_value(source: random.Random, document: Any) -> Any:
    """The document of dictionaries and lists with one change."""
    places = list(_places(document))
    if not places:
        return _value(source)
    holder, key = source.choice(places)
    match source.randrange(8):
        case 0:
            del holder[key]
        case 1:
            holder[key] = source.choice(places)[0]
            try:
                json.dumps(document)
            except (TypeError, ValueError, RecursionError):  # it holds itself, or bytes
                holder[key] = None
        case 2 if isinstance(holder, list):
            holder[key:key] = [holder[key]] * source.choice((1, 3, 2_000))
        case 2:
            holder[_text(source)] = holder[key]
        case 3 if isinstance(holder[key], int | float):
            factor = source.choice((-1, 0, 2, 0.5, 10**6, 10**12))
            holder[key] = holder[key] * factor + source.choice((0, 1, -1))
        case 4:
            other, at = source.choice(places)
            holder[key] = other[at] if not isinstance(other[at], dict | list) else None
        case _:
            holder[key] = _value(source)
    return document


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every dictionary and list with each of its keys."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield document, key
            yield from _places(value)
    elif isinstance(document, list):
        for at, value in enumerate(document):
            yield document, at
            yield from _places(value)


def _text(source: random.Random) -> str:
    return source.choice(TEXTS)


def _value(source: random.Random) -> Any:
    nested: Any = 1
    for _ in range(source.choice((1, 5, 400))):
        nested = [nested] if source.random() < 0.5 else {"a": nested}
    return source.choice(
        (None, True, False, 0, -1, 1, 2, 0.5, -0.5, 7, 1000, 10**6, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, 10**30,
         1e308, 5e-324, [], {}, [[]], [0], ["x"] * 500, [1] * 5_000, nested, _text(source), source.choice(NUMBERS))
    )  # fmt: skip


def change_tensors(source: random.Random, content: bytes) -> bytes:
    """The header of a safetensors file is changed as JSON, or its length or bytes are others."""
    if len(content) < 8 or source.random() < 0.2:
        return source.choice(BYTES)(source, content)
    size = int.from_bytes(content[:8], "little")
    header, rest = content[8 : 8 + size], content[8 + size :]
    if source.random() < 0.2:
        return content[:8] + flip_bytes(source, header) + rest
    header = change_json(source, header)
    length = len(header) if source.random() < 0.9 else source.choice((0, 2**63, 2**64 - 1, len(header) // 2))
    return length.to_bytes(8, "little") + header + rest


def change_parquet(source: random.Random, content: bytes) -> bytes:
    """Bytes of the footer, of a page's header or of a page are others, or the length of the footer is."""
    size = int.from_bytes(content[-2 * MAGIC : -MAGIC], "little")
    end = len(content) - 2 * MAGIC
    if not 0 < size < end:
        return source.choice(BYTES)(source, content)
    pages, footer, tail = content[: end - size], content[end - size : end], content[end:]
    change = source.choice((flip_bytes, flip_bytes, flip_bytes, large_number, source.choice(BYTES)))
    match source.randrange(6):
        case 0 | 1 | 2:
            footer = change(source, footer)
            tail = len(footer).to_bytes(MAGIC, "little") + tail[MAGIC:]
        case 3:
            first = source.randrange(max(len(pages) - 40, 1))
            pages = pages[:first] + change(source, pages[first : first + 40]) + pages[first + 40 :]
        case 4:
            pages = change(source, pages)
        case _:
            tail = source.choice((0, 1, len(content), 2**31 - 1, 2**32 - 1)).to_bytes(MAGIC, "little") + tail[MAGIC:]
    return pages + footer + tail


def change_archive(source: random.Random, content: bytes) -> bytes:
    """A member of a zip is changed as what it is, or is missing, renamed, twice there or packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # of many kinds, for a zip that was changed before
        return flip_bytes(source, content)
    if not members:
        return flip_bytes(source, content)
    packed = zipfile.ZIP_STORED
    at = source.randrange(len(members))
    name, member = members[at]
    match source.randrange(16):
        case 0:
            del members[at]
        case 1:
            members.append(source.choice(members))
        case 2:
            names = ("../x", "/x", "", "session.json", "data.parquet", "table-1.parquet", "a" * 300, "ä", "x\0y")
            members[at] = source.choice(names), member
        case 3:
            packed = zipfile.ZIP_DEFLATED
        case 4:
            members[at] = name, source.choice(members)[1]
        case 5:
            members[at] = name, b""
        case _:
            members[at] = name, change_member(source, name, member)
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", packed) as archive:
        warnings.simplefilter("ignore")  # two members of one name
        for each, body in members:
            archive.writestr(zipfile.ZipInfo(each, (1980, 1, 1, 0, 0, 0)), body, packed)
    return stream.getvalue()


def change_member(source: random.Random, name: str, content: bytes) -> bytes:
    """A member of a zip is changed as its name says."""
    changes = {".json": change_json, ".safetensors": change_tensors, ".parquet": change_parquet}
    change = next((each for ending, each in changes.items() if name.endswith(ending)), None)
    return (change or source.choice(BYTES))(source, content)
