"""Make a failing list of things as short as it can be: delta debugging (Zeller and Hildebrandt 2002)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.monkey.events import Event, Life

Item = TypeVar("Item")


def shrink(items: Sequence[Item], fails: Callable[[list[Item]], bool]) -> list[Item]:
    """A part of ``items``, in order, that still ``fails``, and does so no longer without any single item."""
    kept = list(items)
    parts = 2
    while kept:
        size = -(-len(kept) // parts)
        shorter = next(
            (rest for start in range(0, len(kept), size) if fails(rest := kept[:start] + kept[start + size :])), None
        )
        if shorter is not None:
            kept, parts = shorter, max(parts - 1, 2)
        elif size == 1:
            break
        else:
            parts = min(2 * parts, len(kept))
    return kept


def last_that_fail(items: Sequence[Item], fails: Callable[[list[Item]], bool]) -> list[Item]:
    """The shortest of the ends of ``items``, each twice as long as the one before, that ``fails``; else all of them."""
    length = 1
    while length < len(items):
        if fails(list(items[-length:])):
            return list(items[-length:])
        length *= 2
    return list(items)


def shrink_life(life: Life, fails: Callable[[Life], bool]) -> Life:
    """The shortest life that still ``fails``: first fewer events, then fewer keys in each of them."""

    def fails_with(events: list[Event]) -> bool:
        return fails(replace(life, events=events))

    events = shrink(last_that_fail(life.events, fails_with), fails_with)
    for number, event in enumerate(events):
        if event.kind == "keys" and len(event.names) > 1:
            before, after = events[:number], events[number + 1 :]
            names = shrink(
                event.names,
                lambda names, event=event, before=before, after=after: fails_with(  # type: ignore[misc]
                    [*before, event.with_keys(names), *after]
                ),
            )
            events = [*before, event.with_keys(names), *after]
    return replace(life, events=events)
