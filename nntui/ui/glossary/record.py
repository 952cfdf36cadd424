"""The record of a term."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its ``text``, one or two plain sentences, the first of which stands alone.

    ``also`` holds other words for it, with which it is found. ``fields`` are the fields of forms that it explains, and
    ``panes`` the panes that show it.
    """

    name: str
    text: str
    also: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    panes: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first sentence."""
        sentence, stop, _ = self.text.partition(". ")
        return sentence + "." if stop else sentence
