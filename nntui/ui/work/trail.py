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
        self._marks: tuple[Chain, int, int, tuple[ChangeMark, ...]] | None = None

    def begin(self, before: Chain, session: Session, name: str = "") -> None:
        """Another thread trains ``session``, after the segments ``before``; the change ``name`` has led there."""
        from nntui.session.past import until

        self.before, self._given = until(before, session.checkpoint), []
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

    def marks_of(self, reached: Snapshot | None) -> tuple[ChangeMark, ...]:
        """The changes on the way to what the thread has ``reached``, each with its epoch."""
        from nntui.session.runs.curves import marks_of

        segments = 0 if reached is None else len(reached.past)
        known = self._marks
        if known is None or known[0] is not self.before or known[1:3] != (len(self._given), segments):
            known = self._marks = self.before, len(self._given), segments, marks_of(self.chain_of(reached))
        return known[3]
