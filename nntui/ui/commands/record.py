"""The record of a command: everything about something that the user can do by a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

SCREEN = "screen"
"""The place of commands that work in every pane."""
ANYWHERE = "*"
"""Stands for every pane; with "-data", say, for every pane but that."""
NOWHERE: frozenset[str] = frozenset()
EVERY = 1_000_000
"""Steps to the first or the last entry of any list."""
TargetT = TypeVar("TargetT")


@dataclass(frozen=True, slots=True)
class Command(Generic[TargetT]):
    """Something the user can do.

    ``id`` names it in the configuration; that of a pane's command begins with the pane's and a point. ``keys`` are its
    default keys, separated by commas; ``label`` is the footer's word, ``help`` a sentence ("" keeps it out of help and
    palette). ``run`` takes the pane, or the workspace where ``on_screen`` is set, and may return a coroutine.
    ``footer`` holds the panes in whose footer it is shown. Keys behind one that ``asks`` wait for its dialog.
    """

    id: str
    keys: str
    label: str
    help: str
    run: Callable[[TargetT], object]
    footer: frozenset[str] = NOWHERE
    on_screen: bool = False
    asks: bool = False

    @property
    def place(self) -> str:
        """The pane that must have the focus, or ``SCREEN``."""
        pane, point, _ = self.id.partition(".")
        return pane if point else SCREEN

    def is_in_footer(self, pane: str) -> bool:
        """Whether it is shown in the footer of ``pane``."""
        return pane in self.footer or (ANYWHERE in self.footer and f"-{pane}" not in self.footer)
