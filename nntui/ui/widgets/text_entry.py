"""A line of text being typed: the text, its cursor and what may complete it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TextEntry:
    """``text`` with the cursor before character ``at``; the first of ``words`` that begins with it may complete it."""

    text: str = ""
    at: int = 0
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, words: tuple[str, ...] = ()) -> TextEntry:
        """An entry that holds ``text``, with the cursor at its end."""
        return cls(text, len(text), words)

    @property
    def rest(self) -> str:
        """The completion that the right arrow adds at the end of the text; "" if there is none."""
        if not self.text or self.at < len(self.text):
            return ""
        return next((word[self.at :] for word in self.words if word.startswith(self.text)), "")

    def insert(self, more: str) -> TextEntry:
        """The entry with ``more`` inserted at the cursor."""
        return replace(self, text=self.text[: self.at] + more + self.text[self.at :], at=self.at + len(more))

    def press(self, key: str) -> TextEntry | None:
        """The entry after an editing key; None for a key that does not edit."""
        text, at = self.text, self.at
        match key:
            case "left":
                at -= 1
            case "right" if self.rest:
                return self.insert(self.rest)
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
