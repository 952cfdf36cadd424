"""The cells that the terminal shows, so that only the cells that changed are sent.

Textual sends whole lines of every widget that changed. A picture reads what Textual writes and says the same with fewer
bytes: of a weight's five digits, say, the two that moved.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import get_character_cell_size

TOKEN = re.compile(
    r"\x1b\[(?P<given>[0-9:;<=>?]*)(?P<kind>[ -/]*[@-~])"  # a control sequence
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"  # a string: a title, the clipboard
    r"|\x1b[ -/]*[0-Z\\`-~]"
    r"|(?P<text>[^\x00-\x1f\x7f\x1b]+)"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])",
    re.DOTALL,
)
UNFINISHED = re.compile(r"\x1b(?:\[[0-9:;<=>? -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)?$")
SYNCHRONISED = "?2026"
"""The mode in which a terminal shows nothing until all of it is there."""
DISTURBING = frozenset("ABCDEFGJKLMPSTXZ@`abdefgr")
"""Control sequences that move the cursor or change cells other than by writing text."""
NEAR = 4
"""Bytes that cells between two changes may take so that they are written again rather than jumped over."""


COLOURS = frozenset(map(str, (*range(30, 38), 39, *range(90, 98))))
BACKGROUNDS = frozenset(map(str, (*range(40, 48), 49, *range(100, 108))))


class Look(NamedTuple):
    """Attributes, text colour and background, each as the numbers of a control sequence."""

    attributes: tuple[str, ...] = ()
    colour: str = ""
    background: str = ""


PLAIN = Look()
ScreenCell = tuple[str, Look] | None
"""A character and how it looks; None if unknown. A wide character is followed by an empty one."""


class ScreenDiff:
    """A screen of ``columns`` x ``rows`` as an app draws it, beside that which its terminal has been sent.

    ``synchronised`` tells that the app marks what belongs together.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._drawn: list[list[ScreenCell]] = [[None] * columns for _ in range(rows)]
        self._sent: list[list[ScreenCell]] = [[None] * columns for _ in range(rows)]
        self._changed: set[int] = set()
        self._x = self._y = 0
        self._cursor_sent: tuple[int, int] | None = None
        self._look = PLAIN
        self._looks: dict[tuple[Look, str], Look] = {}
        self._unfinished = ""
        self.synchronised = False

    def draw(self, text: str) -> list[str]:
        """Take what the app writes. Returns what is no drawing and must reach the terminal as it is, in order."""
        text = self._unfinished + text
        cut = UNFINISHED.search(text)
        text, self._unfinished = (text, "") if cut is None else (text[: cut.start()], cut[0])
        others: list[str] = []
        for token in TOKEN.finditer(text):
            kind = token["kind"]
            if token["text"] is not None:
                self._write(token["text"])
            elif kind == "m":
                self._look = self._look_after(token["given"])
            elif kind in {"H", "f"}:
                row, _, column = token["given"].partition(";")
                self._x, self._y = _number(column), _number(row)
            elif token["given"] == SYNCHRONISED and kind in {"h", "l"}:
                self.synchronised = True
            elif token["control"] is not None and token["control"] in "\r\n":
                self._x = 0
                self._y += token["control"] == "\n"
            elif kind is not None and kind in DISTURBING and token["given"][:1] not in {"<", "=", ">", "?"}:
                others += [self.changes(), token[0]]
                self._forget()
            else:
                others.append(token[0])
        return others

    def resized(self, columns: int, rows: int) -> ScreenDiff:
        """The same drawing in a terminal of another size, of which nothing is known."""
        other = ScreenDiff(columns, rows)
        for y, row in enumerate(self._drawn[:rows]):
            other._drawn[y][: min(columns, self.columns)] = row[:columns]
        other._forget()
        other._x, other._y, other._look = self._x, self._y, self._look
        other._unfinished, other.synchronised = self._unfinished, self.synchronised
        return other

    @property
    def stale(self) -> bool:
        """Whether something was drawn that may not have been sent."""
        return bool(self._changed) or self._cursor_sent != (self._x, self._y)

    def changes(self) -> str:
        """The bytes that make the terminal show the drawing; "" when it does. They count as sent from now on."""
        pieces: list[str] = []
        look = PLAIN
        for y in sorted(self._changed):
            look = self._row_changes(y, look, pieces)
        self._changed.clear()
        if look != PLAIN:
            pieces.append("\x1b[m")
        if pieces or self._cursor_sent != (self._x, self._y):
            self._cursor_sent = self._x, self._y
            pieces.append(f"\x1b[{self._y + 1};{self._x + 1}H")
        text = "".join(pieces)
        return f"\x1b[{SYNCHRONISED}h{text}\x1b[{SYNCHRONISED}l" if text and self.synchronised else text

    def _row_changes(self, y: int, look: Look, pieces: list[str]) -> Look:
        """Put what changed in row ``y`` into ``pieces`` for a terminal that writes in ``look``; its look after that."""
        drawn, sent = self._drawn[y], self._sent[y]
        if drawn == sent:
            return look
        at = -1
        for x, (cell, before) in enumerate(zip(drawn, sent, strict=True)):
            if cell is None or cell == before or not cell[0]:
                continue
            if at < 0:
                pieces.append(f"\x1b[{y + 1};{x + 1}H")
            elif at != x:
                between = drawn[at:x]
                text = "".join(each[0] for each in between if each is not None and each[1] == look)
                near = all(each is not None and each[1] == look for each in between)
                pieces.append(text if near and len(text.encode()) <= NEAR else f"\x1b[{x + 1}G")
            if cell[1] != look:
                pieces.append(_transition(look, cell[1]))
                look = cell[1]
            pieces.append(cell[0])
            at = x + (2 if x + 1 < self.columns and drawn[x + 1] == ("", cell[1]) else 1)
        self._sent[y] = drawn.copy()
        return look

    def _write(self, text: str) -> None:
        if not 0 <= self._y < self.rows:
            return
        self._changed.add(self._y)
        row, look, x = self._drawn[self._y], self._look, self._x
        if 0 < x < self.columns and (under := row[x]) is not None and not under[0]:
            row[x - 1] = (" ", look)  # half of a wide character is written over
        for character in text:
            width = 1 if character.isascii() else get_character_cell_size(character)
            if not width:
                if 0 < x <= self.columns and (before := row[x - 1]) is not None:
                    row[x - 1] = (before[0] + character, before[1])
            elif x + width <= self.columns:
                row[x] = (character, look)
                if width == 2:
                    row[x + 1] = ("", look)
            x += width
        if x < self.columns and (after := row[x]) is not None and not after[0]:
            row[x] = (" ", look)
        self._x = min(x, self.columns - 1)

    def _forget(self) -> None:
        """Nothing is known of what the terminal shows."""
        self._sent = [[None] * self.columns for _ in range(self.rows)]
        self._changed = set(range(self.rows))
        self._cursor_sent = None

    def _look_after(self, given: str) -> Look:
        known = self._looks.get((self._look, given))
        if known is None:
            known = self._looks[self._look, given] = _changed_look(self._look, given)
        return known


def _changed_look(look: Look, given: str) -> Look:
    attributes, colour, background = list(look.attributes), look.colour, look.background
    codes = given.split(";")
    while codes:
        code = codes.pop(0)
        if code in {"38", "48"} and codes:
            length = 2 if codes[0] == "5" else 4
            value = ";".join([code, *codes[:length]])
            del codes[:length]
            colour, background = (value, background) if code == "38" else (colour, value)
        elif code in {"", "0"}:
            attributes, colour, background = [], "", ""
        elif code in COLOURS:
            colour = "" if code == "39" else code
        elif code in BACKGROUNDS:
            background = "" if code == "49" else code
        elif code not in attributes:
            attributes.append(code)
    return Look(tuple(attributes), colour, background)


def _transition(before: Look, after: Look) -> str:
    """The control sequence that changes one look into another."""
    begin: list[str] = []
    if (
        before.attributes != after.attributes[: len(before.attributes)]
        or (before.colour and not after.colour)
        or (before.background and not after.background)
    ):
        before, begin = PLAIN, ["0"]
    codes = [*begin, *after.attributes[len(before.attributes) :]]
    codes += [after.colour] if after.colour != before.colour else []
    codes += [after.background] if after.background != before.background else []
    return f"\x1b[{';'.join(codes)}m"


def _number(text: str) -> int:
    return max(int(text or 1), 1) - 1
