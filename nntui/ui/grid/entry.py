"""Text being typed into a cell or over a column's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """``text`` as typed so far; the next character goes in at ``at``, counted in characters from the start."""

    text: str = ""
    at: int = 0

    @classmethod
    def of(cls, text: str) -> Entry:
        """An entry that begins with ``text``, ready to be typed on."""
        return cls(text, len(text))

    def typed(self, more: str) -> Entry:
        """The entry with ``more`` put in."""
        return Entry(self.text[: self.at] + more + self.text[self.at :], self.at + len(more))

    def pressed(self, key: str) -> Entry | None:
        """What an editing key makes of the entry; None for a key that does not edit."""
        text, at = self.text, self.at
        match key:
            case "left":
                at -= 1
            case "right":
                at += 1
            case "home":
                at = 0
            case "end":
                at = len(text)
            case "backspace":
                text, at = text[: max(at - 1, 0)] + text[at:], at - 1
            case "delete":
                text = text[:at] + text[at + 1 :]
            case "ctrl+u":
                text, at = text[at:], 0
            case _:
                return None
        return Entry(text, min(max(at, 0), len(text)))
