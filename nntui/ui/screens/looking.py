"""What is asked of a disk or a large table while one types: in a worker thread, so that the screen goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

WantedT = TypeVar("WantedT")
FindingT = TypeVar("FindingT")


class Looking(Generic[WantedT, FindingT]):
    """Looks at what is wanted at present: ``examine`` in a thread, then ``found`` on the thread of ``screen``.

    At most one look is under way, however slow; what is wanted meanwhile is looked at next.
    """

    def __init__(
        self,
        screen: DOMNode,
        examine: Callable[[WantedT], FindingT],
        found: Callable[[FindingT], None],
    ) -> None:
        self._screen = screen
        self._examine, self._found = examine, found
        self._wanted: WantedT | None = None
        self._finding: tuple[WantedT, FindingT] | None = None
        self._under_way = False
        self._waiting: Callable[[FindingT], None] | None = None

    def look_at(self, wanted: WantedT) -> None:
        """Look at this from now on; what was to be done about something else is forgotten."""
        if wanted == self._wanted:
            return
        self._wanted, self._waiting = wanted, None
        if not self._under_way:
            self._under_way = True
            self._screen.run_worker(self._look())

    def once_seen(self, wanted: WantedT, act: Callable[[FindingT], None]) -> None:
        """Act on what is found of this, once it has been found; unless something else is wanted by then."""
        self.look_at(wanted)
        if self._finding is not None and self._finding[0] == wanted:
            act(self._finding[1])
        else:
            self._waiting = act

    async def _look(self) -> None:
        while self._finding is None or self._finding[0] != self._wanted:
            assert self._wanted is not None
            wanted = self._wanted
            self._finding = wanted, await asyncio.to_thread(self._examine, wanted)
            self._found(self._finding[1])
        self._under_way = False
        if self._waiting is not None:
            act, self._waiting = self._waiting, None
            act(self._finding[1])
