"""What the commands of plain mode share: the talk, the work, and what must be there before something can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.errors import DataError, TrainingError
from nntui.plain.talk import sentence
from nntui.ui.work.states import Loading

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.plain.talk import Talk
    from nntui.plain.work import Work
    from nntui.session.evaluate import SessionJudge
    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller

LOOKS = 0.1
"""Seconds between two looks at what is waited for."""
PATIENT = 10
"""Looks before the user is told what is waited for."""


@dataclass(slots=True, eq=False)
class Conversation:
    """The ``talk`` about the ``work``. ``leaving`` ends it. ``judge`` is kept from one score to the next, and
    ``trouble`` is why the work is not safe, as it was told last."""

    talk: Talk
    work: Work
    leaving: bool = False
    judge: SessionJudge | None = None
    trouble: str = ""

    @property
    def controller(self) -> Controller:
        """The controller of the work."""
        return self.work.controller

    def tell_what_happened(self) -> None:
        """Say the messages that wait."""
        for line in self.work.told():
            self.talk.say(sentence(line))
        trouble = self.controller.trouble
        if trouble != self.trouble:
            self.talk.say(sentence(f"Warning: {trouble}") if trouble else "What is unsaved is safe again.")
        self.trouble = trouble

    def opened(self) -> tuple[Session, Table]:
        """The session and its newest table. Raises DataError where nothing is open."""
        session, table = self.controller.present
        if session is None or table is None:
            raise DataError('nothing is open; type "open"')
        return session, table

    def network(self) -> tuple[Predictor, Snapshot]:
        """The network and its present state, once it is loaded.

        Raises DataError for a table that cannot be trained on, TrainingError where the network cannot be made.
        """
        self.opened()
        self.work.settle()
        controller, looks = self.controller, 0
        while controller.snapshot is None or controller.predictor is None:
            if controller.runner.log.fault:
                raise DataError(controller.runner.log.fault)
            state = controller.runner.state
            if isinstance(state, Loading) and state.what == "failed":
                raise TrainingError("the network could not be made; change its settings, or open another table")
            if looks == PATIENT:
                self.talk.say(
                    sentence(f"Please wait: {controller.waiting.removesuffix(' ...') or 'the network loads'}")
                )
            looks += 1
            self.work.moved.wait(LOOKS)
            self.work.moved.clear()
        return controller.predictor, controller.snapshot
