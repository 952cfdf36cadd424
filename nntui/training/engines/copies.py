"""Copies of rows in an engine's own layout, which another engine for the same rows goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

SourceT = TypeVar("SourceT")
CopyT = TypeVar("CopyT")


class RowCopies:
    """Copies by name, made again only when what they are copies of is another object. They are never changed."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[object, Any]] = {}

    def of(self, name: str, source: SourceT, make: Callable[[SourceT], CopyT]) -> CopyT:
        """The copy of ``source`` that ``make`` makes, by this name."""
        known = self._made.get(name)
        if known is None or known[0] is not source:
            known = self._made[name] = source, make(source)
        copy: CopyT = known[1]
        return copy
