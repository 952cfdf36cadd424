"""Dialogs that check what is typed or chosen in the background, and the lookup that does it."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.ui.dialogs.dialog import Dialog, ResultT
from nntui.ui.host import host_of
from nntui.ui.widgets.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

QueryT = TypeVar("QueryT")
FindingT = TypeVar("FindingT")


class BackgroundLookup(Generic[QueryT, FindingT]):
    """Answers the latest query: ``examine`` runs in a thread, then ``found`` on the thread of ``node``.

    At most one query is examined at a time, however slowly; of those that come meanwhile only the last is examined.
    ``failed`` is called when an exception, which is shown as a fault, left the query without a finding.
    """

    def __init__(
        self,
        node: Widget,
        examine: Callable[[QueryT], FindingT],
        found: Callable[[FindingT], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        self._node, self._failed = node, failed
        self._examine, self._found = examine, found
        self._query: QueryT | None = None
        self._finding: tuple[QueryT, FindingT] | None = None
        self._running = False
        self._waiting: list[Callable[[FindingT], None]] = []

    def look_at(self, query: QueryT) -> None:
        """Examine ``query`` from now on, and forget actions that wait for another."""
        if query == self._query:
            return
        self._query = query
        self._waiting.clear()
        if not self._running:
            self._running = True
            self._node.run_worker(host_of(self._node).guarded(self._run))

    def when_found(self, query: QueryT, act: Callable[[FindingT], None]) -> None:
        """Call ``act`` with the finding for ``query`` once there is one, unless the query changes first.

        Several actions run in the order in which they were asked for.
        """
        self.look_at(query)
        if self._finding is not None and self._is_found:
            act(self._finding[1])
        else:
            self._waiting.append(act)

    async def _run(self) -> None:
        try:
            while not self._is_found:
                assert self._query is not None
                query = self._query
                finding = await asyncio.to_thread(self._examine, query)
                if not self._is_found:  # otherwise the query is again the one of the previous finding
                    self._finding = query, finding
                    self._found(finding)
        except Exception:
            self._query = None  # so that it can be examined again
            self._waiting.clear()
            self._failed()
            raise
        finally:
            self._running = False
        while self._waiting and self._finding is not None:
            self._waiting.pop(0)(self._finding[1])

    @property
    def _is_found(self) -> bool:
        return self._finding is not None and self._finding[0] == self._query


class LookupDialog(Dialog[ResultT], Generic[ResultT, QueryT, FindingT]):
    """Examines its ``entered`` value whenever that changes; enter decides on the finding once there is one.

    A subclass calls ``look`` when a widget other than an Input changes it.
    """

    HOLDS_KEYS: ClassVar[bool] = False
    """Whether keys behind enter wait for the decision, and are meant for what comes after the dialog."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "decide", "decide", show=False)]

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._deciding: QueryT | None = None
        self.warns: Callable[[ResultT], str] = lambda _: ""
        """Gives a line on what an answer would end, "" if nothing; called in a worker thread."""
        self._lookup: BackgroundLookup[QueryT, FindingT] = BackgroundLookup(
            self, self.examine, self.found, self._failed
        )

    @property
    @abstractmethod
    def entered(self) -> QueryT:
        """The text that is typed or chosen now."""

    @abstractmethod
    def examine(self, entered: QueryT) -> FindingT:
        """Check what is entered; called in a worker thread."""

    @abstractmethod
    def found(self, finding: FindingT) -> None:
        """Show the finding."""

    @abstractmethod
    def decide(self, finding: FindingT) -> None:
        """Answer, or say why not: enter was pressed."""

    def on_mount(self) -> None:
        """Examine what the dialog opens with."""
        self.look()

    @on(Input.Changed)
    @guard
    def look(self) -> None:
        """Examine what is entered now, which may be newer than the event."""
        if self.entered != self._deciding:
            self.release_keys()
        self._lookup.look_at(self.entered)

    def _failed(self) -> None:
        self.release_keys()
        self.say("This could not be checked.", "error")

    def when_found(self, act: Callable[[FindingT], None]) -> None:
        """Call ``act`` with the finding for what is entered now; typing on forgets it."""
        self._lookup.when_found(self.entered, act)

    @on(Input.Submitted)
    @guard
    def action_decide(self) -> None:
        """Decide on what is entered now, once it is examined."""
        if self.HOLDS_KEYS:
            self._deciding = self.entered
            self.hold_keys()
        self.when_found(self._decide)

    def _decide(self, finding: FindingT) -> None:
        self.release_keys()
        self.decide(finding)
