"""The aim of training: the goal, the planned epochs and the speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.ui.work.speed import Speed


class Aim:
    """``goal`` is the epoch at which training stops, ``speed`` how fast it goes there."""

    def __init__(self, speed: Speed) -> None:
        self.goal = 0
        self.speed = speed
        self._epochs = 1
        self._stretch = (-1, 0)  # the goal of the training that is paced, and its epochs

    def plan(self, session: Session, *, goal: int | None = None, keep: bool = False) -> None:
        """Aim at ``goal``, or at the end of the epochs that ``session`` plans; ``keep`` the goal and its pace."""
        before = self.goal, self._stretch
        self.plan_epochs(session.training.epochs, session.checkpoint.epoch if session.checkpoint else 0)
        if goal is not None:
            self.goal = goal
        elif keep:
            self.goal, self._stretch = before

    def plan_epochs(self, epochs: int, reached: int) -> None:
        """Aim at the end of so many planned epochs, where training is in epoch ``reached``."""
        self._epochs, self.goal, self._stretch = epochs, next_goal(reached, epochs), (-1, 0)

    def beyond(self, epoch: int) -> None:
        """Move a goal that is already reached in ``epoch``."""
        self.goal = max(self.goal, next_goal(epoch, self._epochs))

    def limit(self, epoch: int) -> float | None:
        """The most epochs a second up to the goal, where training is in ``epoch``; None: full speed."""
        if self._stretch[0] != self.goal:
            self._stretch = self.goal, self.goal - epoch
        return self.speed.for_epochs(self._stretch[1])


def next_goal(epoch: int, epochs: int) -> int:
    """The first whole multiple of the planned ``epochs`` after ``epoch``."""
    return (epoch // max(epochs, 1) + 1) * max(epochs, 1)
