"""Fields of forms in plain words: a line while one is in it, and all about it on one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nntui.ui.glossary.find import BY_FIELD, BY_NAME

if TYPE_CHECKING:
    from nntui.ui.dialogs.form import FormField


def field_line(field: FormField, text: str) -> str:
    """The meaning of the choice ``text`` of the field, or the field itself where it is none; "" if not known."""
    choice = choice_text(field, text)
    term = BY_FIELD.get(field.name)
    return f"{text}: {choice}" if choice else term.first if term is not None else ""


def choice_text(field: FormField, word: str) -> str:
    """The meaning of the choice ``word``: its record's words for whoever chooses, the glossary's, or its formula."""
    if word not in field.choices:
        return ""
    record = field.choices[word] if isinstance(field.choices, Mapping) else None
    term = BY_NAME.get(word)
    return str(getattr(record, "meaning", "") or (term.first if term is not None else getattr(record, "help", "")))


def field_text(field: FormField) -> str:
    """All about the field: its term, and each of its choices."""
    term = BY_FIELD.get(field.name)
    choices = [f"{word}: {text}" for word in field.choices if (text := choice_text(field, word))]
    return "\n\n".join(filter(None, (term.text if term is not None else field.hint, "\n".join(choices))))
