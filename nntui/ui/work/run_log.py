"""The lines that the log has on the events of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.waiting import waiting_rules
from nntui.training.ends import BREAKPOINT, DIVERGED
from nntui.training.messages import Failed, Finished, Paused, Ready

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.training.messages import Event
    from nntui.ui.work.view import NowLoading, View


class RunLog:
    """Tells ``view`` what happened to runs. ``fault`` is why the table cannot be trained on ("": it can)."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.fault = ""
        self._noticed = False  # every run has the same notice
        self._told = ""  # the best epoch at the last end
        self._waiting: tuple[str, ...] = ()

    def tell_waiting(self, session: Session) -> None:
        """Tell of stop rules and breakpoints of ``session`` that have lost their effect, each once."""
        lines = waiting_rules(session)
        for line in lines:
            if line not in self._waiting:
                self._view.tell(line, "warning")
        self._waiting = lines

    def tell(self, event: Event | NowLoading) -> None:
        """Tell of ``event``, if it is one to tell of."""
        match event:
            case Ready(snapshot) if snapshot.notice and not self._noticed:
                self._noticed = True
                self._view.tell(snapshot.notice, "warning")
            case Failed(reason=reason):
                offer = "; {key:rate} goes on with a tenth of the rate" if reason.startswith(DIVERGED) else ""
                self._view.warn(self.fault or reason + offer)
            case Paused(snapshot) if snapshot.reason.startswith(BREAKPOINT):
                self._view.confirm(f"paused at epoch {snapshot.epoch:,}, {snapshot.reason}")
            case Finished(snapshot):
                best = f"; best epoch {snapshot.best_epoch:,} of {snapshot.epoch:,}"
                judged = snapshot.validation_loss is not None and snapshot.best_epoch < snapshot.epoch
                told = best == self._told  # nothing was trained since
                self._view.tell(snapshot.reason + best * (judged and not told), "good")
                self._told = best
