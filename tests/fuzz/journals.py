"""Changes inside a journal that keep its records whole, and a journal to change."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nntui.session.journal.log import HEAD, MAGIC, checksum_of
from nntui.session.journal.records import CELLS
from tests.fuzz.containers import change_json, change_member, change_parquet, changed_value
from tests.fuzz.mutations import BYTES, flip_bytes

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator


@cache
def journal_files() -> tuple[bytes, ...]:
    """A journal with a state and edits of it, and one of a session with runs."""
    from nntui.session.journal.records import News
    from nntui.session.journal.writing import JournalWriter
    from tests.fuzz.trails import session_with_runs
    from tests.session.saved import shops

    found = []
    for session in (shops(), session_with_runs()):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "j"
            writer = JournalWriter(path)
            writer.write(session, session.table, News(1.0, "mine"))
            writer.write_table(session.table.without_rows([0]), News(2.0, "mine", changes=("row 1 is gone",)))
            writer.close()
            found.append(path.read_bytes())
    return tuple(found)


def change_journal(source: random.Random, content: bytes) -> bytes:
    """A record of a journal is changed as what it is, with the checksum that it then has; or the file as bytes."""
    found = list(_records(content))
    if not found or source.random() < 0.1:
        return source.choice(BYTES)(source, content)
    at = source.randrange(len(found))
    kind, number, record = found[at]
    match source.randrange(8):
        case 0:
            del found[at]
        case 1:
            found[at] = kind, source.choice((0, 1, number + 1, 2**63)), record
        case 2:
            found[at] = source.choice(found)[0], number, record
        case _ if kind == CELLS:
            found[at] = kind, number, change_parquet(source, record)
        case _:
            found[at] = kind, number, change_packed(source, record)
    heads = (HEAD.pack(kind, number, len(record), checksum_of(kind, number, record)) for kind, number, record in found)
    return MAGIC + b"".join(head + record for head, (_, _, record) in zip(heads, found, strict=True))


def _records(content: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Kind, number and content of each record."""
    at = len(MAGIC)
    while at + HEAD.size <= len(content):
        kind, number, length, _ = HEAD.unpack_from(content, at)
        at += HEAD.size + length
        if at <= len(content):
            yield kind, number, content[at - length : at]


def change_packed(source: random.Random, content: bytes) -> bytes:
    """A value of a MessagePack text is another; the settings and members in it are changed as what they are."""
    try:
        document = msgspec.msgpack.decode(content)
    except msgspec.DecodeError:
        return flip_bytes(source, content)
    if isinstance(document, dict) and isinstance(document.get("document"), bytes) and source.random() < 0.5:
        if source.random() < 0.5 or not document["members"]:
            document["document"] = change_json(source, document["document"])
        else:
            name = source.choice(list(document["members"]))
            document["members"][name] = change_member(source, name, document["members"][name])
    else:
        document = changed_value(source, document)
    try:
        return msgspec.msgpack.encode(document)
    except (OverflowError, UnicodeEncodeError, RecursionError):  # what MessagePack cannot hold
        return flip_bytes(source, content)
