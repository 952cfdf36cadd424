"""Lines before the table in a text: the separator that Excel names, comments, and the names of ARFF and KEEL files."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.data.files.csv.header import has_header, names_numbers
from nntui.safe_text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.files.csv.records import Record

COMMENT_SIGNS = ("#", "%", "//")
"""They begin a comment, if it is before the table and not in quotes."""

_SEPARATOR_LINE = re.compile(r"""[ \t]*(["']?)sep *= *([^\w\r\n+.-]|\\t|tab)\1[ \t]*(\r\n|\n|\r|\Z)""", re.IGNORECASE)
_COMMENT = re.compile(rf"[ \t]*({'|'.join(COMMENT_SIGNS)})[ \t]*")
_LINE = re.compile(r"[^\r\n]*(\r\n|\n|\r|\Z)")
_NUMBER_OF = re.compile(r"#\s*of\b", re.IGNORECASE)
_RELATION = re.compile(r"\s*@relation\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s*@attribute\s+("[^"]*"|'[^']*'|[^\s{\[]+)""", re.IGNORECASE)
_DATA = re.compile(r"\s*@data\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preamble:
    """The ``text`` before the table and what it says.

    ``separator`` and ``names`` are None where it does not name them. ``comments`` are the lines of comments in it.
    """

    text: str = ""
    separator: str | None = None
    names: list[str] | None = None
    comments: tuple[str, ...] = ()
    note: str = ""

    def with_title(self, title: str) -> Preamble:
        """This with the lines of a ``title`` below it."""
        lines = [quoted(line.strip()) for line in title.splitlines() if line.strip()]
        count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        note = f"{count} above the header skipped: {', '.join(lines[:3])}"
        return replace(self, text=self.text + title, note="; ".join(filter(None, (self.note, note))))


def preamble_of(text: str) -> Preamble:
    """What comes before the table in ``text``, the beginning of a file."""
    found = _SEPARATOR_LINE.match(text)
    if found is not None and (not found[1] or len(found[2]) > 1 or found[2] in text[found.end() :]):
        separator = "\t" if len(found[2]) > 1 else found[2]
        return Preamble(found.group(), separator, note=f"the first line names the separator: {quoted(separator)}")
    comments = _leading(text, lambda line: _COMMENT.match(line) is not None)
    rest = text[len("".join(comments)) :]
    if _RELATION.match(rest):
        return _attributes("".join(comments), rest)
    return Preamble("".join(comments), comments=tuple(line for line in comments if line.strip()))


def names_in_comment(
    preamble: Preamble, cut: Callable[[str], list[Record]], found: list[Record], decimal: str
) -> list[str] | None:
    """The names in the last comment, if it has one for each column of the records ``found`` and nothing else has."""
    if not preamble.comments or not found:
        return None
    line = preamble.comments[-1]
    sign = _COMMENT.match(line)
    bare = line if sign is None or _NUMBER_OF.match(line.strip()) else line[sign.end() :]
    cells = cut(bare)[0].cells if cut(bare) else []
    width = len(found[0].cells)
    if len(cells) != width or names_numbers(found, decimal) or (width == 1 and has_header(found, decimal)):
        return None
    return [cells[0] or (sign[1] if sign else ""), *cells[1:]]


def comment_notes(preamble: Preamble, names: list[str] | None) -> list[str]:
    """A note on the comment lines that are skipped, and on the one that has the ``names``."""
    skipped = preamble.comments if names is None else preamble.comments[:-1]
    notes = [preamble.note] if preamble.note else []
    if skipped:
        lines = "1 comment line" if len(skipped) == 1 else f"{len(skipped)} comment lines"
        notes.append(f"{lines} before the table skipped: {', '.join(quoted(line.strip()) for line in skipped[:3])}")
    if names is not None and preamble.comments:
        notes.append(f"the names of the columns are those in the comment {quoted(preamble.comments[-1].strip())}")
    return notes


def _attributes(before: str, rest: str) -> Preamble:
    """The names that the @attribute lines of an ARFF or KEEL file declare."""
    names: list[str] = []
    for line in _leading(rest, lambda _: True):
        before += line
        if found := _ATTRIBUTE.match(line):
            names.append(found[1].strip("'\""))
        if names and _DATA.match(line):
            return Preamble(before, names=names, note="the names of the columns are those of the @attribute lines")
    return Preamble()


def _leading(text: str, wanted: Callable[[str], bool]) -> list[str]:
    """The first lines of ``text`` that are ``wanted``, with blank ones between them and their line ends."""
    lines: list[str] = []
    blank: list[str] = []
    position = 0
    while position < len(text):
        line = _LINE.match(text, position)
        assert line is not None, "a line may be empty"
        position = line.end()
        if not line.group().strip():
            blank.append(line.group())
        elif wanted(line.group()):
            lines += [*blank, line.group()]
            blank = []
        else:
            break
    return lines
