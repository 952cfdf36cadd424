"""The health on the screen, followed as training goes on, at little cost to it."""

from __future__ import annotations

import asyncio
import math
import time
from functools import partial
from typing import TYPE_CHECKING

from nntui.ui.host import host_of
from nntui.ui.work.curing import cure, health_question

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.health.course import HealthCourse, HealthQuestion
    from nntui.session.session import Session
    from nntui.training.health.checks import Health
    from nntui.training.health.records import Finding
    from nntui.training.records import Snapshot
    from nntui.ui.health.pane import HealthPane
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.view import View

INTERVAL = 0.5
"""Least seconds from one look to the next while training runs,"""
SHARE = 0.02
"""the most of that time that looks take,"""
AT_ONCE = 0.01
"""and seconds that one of them takes at most, roughly, while the weights move;"""
AT_REST = 0.2
"""and while they rest."""
FAILURE = "divergence"
"""The check that names what training ends for."""
LONGEST = 5.0
"""Most seconds to the next look, however long the first one took, for which libraries are loaded."""


class HealthKeeper:
    """Follows the health of what the ``controller`` holds on the ``pane``; ``view`` is told of each finding once, and
    ``alarm`` is called with a line on the one to begin with.

    It is calculated in a thread, one look at a time, from the moments that training keeps.
    """

    def __init__(self, controller: Controller, view: View, pane: HealthPane, alarm: Callable[[str], object]) -> None:
        self._controller, self._view, self._pane, self._alarm = controller, view, pane, alarm
        self._course: HealthCourse | None = None
        self._asked: Snapshot | None = None
        self._due = -math.inf
        self._under_way = False
        self._told: set[tuple[str, int]] = set()

    def opened(self) -> None:
        """Another session was opened: what is found in it is new."""
        self._told.clear()

    def look(self) -> None:
        """Look at the training again if anything changed and it is time to; to be called often."""
        if self._under_way or self._controller.past.shown is not None:
            return
        if self._controller.training and time.monotonic() < self._due:
            return
        behind = self._course is not None and self._course.behind
        if self._controller.now is self._asked and not behind:
            return
        asked = health_question(self._controller)
        if asked is None:
            return
        self._asked, self._under_way = asked.snapshot, True
        self._pane.run_worker(host_of(self._pane).guarded(partial(self._follow, asked)), group="health")

    async def _follow(self, asked: HealthQuestion) -> None:
        try:
            seconds = await asyncio.to_thread(self._looked, asked, AT_ONCE if self._controller.training else AT_REST)
        finally:
            self._under_way = False
        self._due = time.monotonic() + min(max(INTERVAL, seconds / SHARE), LONGEST)
        assert self._course is not None
        health = self._course.health
        self._pane.show_health(health, asked.session)
        self._tell(health, asked.session)

    def _looked(self, asked: HealthQuestion, most: float) -> float:
        """Look at what is new for at most so many seconds; in another thread. The seconds that its core worked."""
        from nntui.session.health.course import HealthCourse

        if self._course is None:
            self._course = HealthCourse()
        begun = time.thread_time()
        self._course.go_on(asked, most)
        return time.thread_time() - begun

    def _tell(self, health: Health, session: Session) -> None:
        """Tell of what was found since the last time.

        There is no alarm about what the pane shows already, and what the score line warns of by itself.
        """
        new = [each for each in health.findings if (each.check, each.epoch) not in self._told]
        self._told.update((each.check, each.epoch) for each in new)
        if not new:
            return
        from nntui.session.health.cures import cure_of
        from nntui.session.health.words import headline, in_words
        from nntui.training.health.checks import CHECK_BY_ID

        def with_cure(text: str, finding: Finding) -> str:
            return f"{text}; {{key:health}}, then {{key:health.cure}}: {cure_of(finding, health, session).words}"

        now = self._controller.now
        for finding in new:
            if finding.check == FAILURE and now is not None and now.state == "failed":
                continue  # the end of training told of it
            text = in_words(finding)
            self._view.tell(with_cure(text, finding) if finding.lasts else text, "warning")
        alarming = [each for each in health.lasting if each in new and not CHECK_BY_ID[each.check].warning]
        if alarming and not self._pane.display:
            self._alarm(with_cure(headline(alarming[0]), alarming[0]))

    async def cure(self, finding: Finding, health: Health) -> None:
        """Make the change that cures ``finding``. Training that it had stopped begins again."""
        await cure(self._controller, finding, health, self._alarm)
