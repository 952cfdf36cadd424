"""Stop rules and breakpoints that no longer fit the network or the table, as after a layer was narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.watch.condition import ConditionSubject

if TYPE_CHECKING:
    from nntui.session.session import Session


def subject_of(session: Session) -> ConditionSubject:
    """The network and the table that the conditions of ``session`` refer to."""
    return ConditionSubject(session.network, session.task != "regression", session.table.height)


def waiting_rules(session: Session) -> tuple[str, ...]:
    """A line for each condition that has no effect at present, and why."""
    training = session.training
    if not training.stop and not training.breakpoints:
        return ()
    from nntui.training.watch.read import read_condition  # numpy: not before the first paint
    from nntui.training.watch.watcher import misfit

    subject, lines = subject_of(session), list[str]()
    for what, conditions in (("stop rule", training.stop), ("breakpoint", training.breakpoints)):
        for each in conditions:
            reason = misfit(read_condition(each), subject)
            if reason:
                lines.append(f'the {what} "{each}" has no effect at present: {reason}')
    return tuple(lines)
