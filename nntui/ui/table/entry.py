"""Text being typed into a cell or over a column's name."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class CellEntry:
    """``text`` as typed so far; the next character goes in at ``at``, counted in characters from the start.

    ``words`` are what may be meant: the first that begins with the text is offered behind it.
    """

    text: str = ""
    at: int = 0
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, words: tuple[str, ...] = ()) -> CellEntry:
        """An entry that begins with ``text``, ready to be typed on."""
        return cls(text, len(text), words)

    @property
    def rest(self) -> str:
        """What the right arrow would add at the end of the text; "" where nothing is offered."""
        if not self.text or self.at < len(self.text):
            return ""
        return next((word[self.at :] for word in self.words if word.startswith(self.text)), "")

    def typed(self, more: str) -> CellEntry:
        """The entry with ``more`` put in."""
        return replace(self, text=self.text[: self.at] + more + self.text[self.at :], at=self.at + len(more))

    def pressed(self, key: str) -> CellEntry | None:
        """What an editing key makes of the entry; None for a key that does not edit."""
        text, at = self.text, self.at
        match key:
            case "left":
                at -= 1
            case "right" if self.rest:
                return self.typed(self.rest)
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
        return replace(self, text=text, at=min(max(at, 0), len(text)))
