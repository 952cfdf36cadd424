"""The files that can be fetched through the browser: those that nntui writes, in the folder that it is served from."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from nntui.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MOST_FILES = 500
"""Files that are listed, the newest first."""


def offered(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """The regular files in ``folder`` with one of the ``suffixes``, the newest first; links and hidden ones are not."""
    found = []
    for path in folder.iterdir():
        name = path.name.lower()
        if name.endswith(tuple(suffixes)) and not name.startswith(".") and not path.is_symlink() and path.is_file():
            found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)[:MOST_FILES]]


def listing(folder: Path, files: Collection[Path]) -> str:
    """A page with a link to each file."""
    items = "".join(map(_item, files))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>nntui: files</title>'
        '<link rel="stylesheet" href="page/page.css"></head><body>'
        f"<p>Tables, sessions and exports in {escape(visible(str(folder)))}, the newest first:</p>"
        f"<ul>{items or '<li>none yet</li>'}</ul></body></html>"
    )


def _item(path: Path) -> str:
    address = quote(path.name, errors="surrogateescape")
    return f'<li><a href="files/{address}" download>{escape(visible(path.name))}</a></li>'
