"""``nntui export``: a session's network as a file for other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nntui.cli.output import say, say_data, warn
from nntui.drawings.formats import EVERY_EXPORT
from nntui.errors import DataError
from nntui.session.export.formats import check_place, export_named, write_export
from nntui.session.store.file import load

if TYPE_CHECKING:
    from pathlib import Path

REPLACED = ", in place of the file that was there"


def run(session: Path, form: str, out: Path | None) -> int:
    """Write the session in the ``form`` of that name to ``out``; without it, or where it is -, to standard output."""
    record = export_named(form, EVERY_EXPORT)
    to_file = out is not None and str(out) != "-"
    if out is not None and to_file:
        check_place(out, session)
    elif not record.text and sys.stdout.isatty():
        raise DataError(f"{form} is not text to be shown; give --out FILE{record.suffix}")
    made = record.made(load(session), out if to_file else None)
    content = made.content
    if out is not None and to_file:
        there = out.exists()
        write_export(content, out, session)
        say(f"{record.name} written to {out}{REPLACED if there else ''}")
    elif record.text:
        say_data(content.decode("utf-8").removesuffix("\n"))
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    if made.remark:
        warn(made.remark)
    return 0
