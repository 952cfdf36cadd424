"""The words of plain mode in place of the screen's keys, in messages that name a command as ``{key:ID}``."""

from __future__ import annotations

import re

PRESSED = re.compile(r"\b([Pp])ress \{key:")
KEY = re.compile(r"\{key:([a-z.-]+)\}(?:, then \{key:[a-z.-]+\})?")
WORDS = {
    "best": "best",
    "data.details": "columns",
    "data.edit": "edit",
    "data.formula": "columns",
    "data.kind": "columns",
    "data.role": "columns",
    "explain": "explain",
    "health": "health",
    "help": "help",
    "open": "open",
    "predict": "predict",
    "rate": "rate",
    "redo": "redo",
    "renew": "renew",
    "rewind": "rewind",
    "save": "save",
    "save-as": "save",
    "score": "score",
    "settings": "settings",
    "train": "train",
    "undo": "undo",
}
"""The command of plain mode for that of the screen."""


def with_words(text: str) -> str:
    """``text`` with the words that do the same here; where there is none, the screen is named."""
    typed = PRESSED.sub(lambda match: f"{'T' if match[1] == 'P' else 't'}ype {{key:", text)
    return KEY.sub(lambda match: f'"{WORDS[match[1]]}"' if match[1] in WORDS else "a key on the screen", typed)
