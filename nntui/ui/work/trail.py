"""The way that training has come: the segments behind the present state, with the changes that began them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec
    from nntui.session.past import GivenSession
    from nntui.session.runs.curves import ChangeMark
    from nntui.session.session import Chain, Session, TrainedSegment
    from nntui.training.records import Checkpoint, Snapshot


class Trail:
    """The segments ``before`` the thread that trains, and the sessions that it was given: at first, and with each
    replacing of its rows."""

    def __init__(self) -> None:
        self.before: Chain = ()
        self._given: list[GivenSession] = []
        self._known: tuple[int, int, Chain, tuple[ChangeMark, ...]] | None = None

    def begin(self, before: Chain, session: Session, name: str = "") -> None:
        """Another thread trains ``session``, after the segments ``before``; the change ``name`` has led there."""
        from nntui.session.past import until

        self.before, self._given, self._known = until(before, session.checkpoint), [], None
        self.give(session, name)

    def give(self, session: Session, name: str) -> None:
        """The thread is given ``session`` with other rows, by the change ``name``."""
        from nntui.session.past import GivenSession

        self._given.append(GivenSession(replace(session, checkpoint=None), name))

    def of_network(self, network: NetworkSpec, reached: Snapshot | Checkpoint | None) -> list[TrainedSegment]:
        """Those of the segments that led to what the run has ``reached`` in which this network was trained."""
        return [each for each in self.chain_of(reached) if each.session.network == network]

    def chain_of(self, reached: Snapshot | Checkpoint | None) -> Chain:
        """The segments that led to what the thread has ``reached``."""
        from nntui.session.past import joined

        return joined(self.before, reached.past, self._given) if reached is not None else self.before

    def way_to(self, reached: Snapshot | None) -> tuple[Chain, tuple[ChangeMark, ...]]:
        """The segments that led to what the thread has ``reached``, each with its beginning alone, and their marks.

        The marks are the changes on the way, each with its epoch.
        """
        from nntui.session.runs.curves import marks_of

        segments, known = 0 if reached is None else len(reached.past), self._known
        if known is None or known[:2] != (len(self._given), segments):
            chain = tuple(each.until(each.start) for each in self.chain_of(reached))
            known = self._known = len(self._given), segments, chain, marks_of(chain)
        return known[2:]
