"""Looking terms up: by name, by the field of a form, by pane, or by any word of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.glossary.data import DATA
from nntui.ui.glossary.files import FILES
from nntui.ui.glossary.health import HEALTH
from nntui.ui.glossary.network import NETWORK
from nntui.ui.glossary.training import TRAINING

if TYPE_CHECKING:
    from nntui.ui.glossary.record import Term

TERMS: tuple[Term, ...] = (*NETWORK, *TRAINING, *HEALTH, *DATA, *FILES)
BY_NAME = {term.name: term for term in TERMS}
BY_FIELD = {field: term for term in TERMS for field in term.fields}


def terms_of(pane: str) -> list[Term]:
    """The terms that ``pane`` shows."""
    return [term for term in TERMS if pane in term.panes]


def has_words(query: str, *texts: str) -> bool:
    """Whether each word of ``query`` occurs in ``texts``, in any case, and in American or British spelling."""
    text = _spelled_alike(" ".join(texts))
    return all(word in text for word in _spelled_alike(query).split())


def _spelled_alike(text: str) -> str:
    """``text`` in lower case, with blanks for hyphens, in one spelling of the words that have two."""
    return text.lower().replace("-", " ").replace("ize", "ise").replace("iza", "isa").replace("color", "colour")
