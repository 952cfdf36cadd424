"""The session with which training goes on where an edit, undo or redo leads to another version of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.session.consequence import RESTARTING
from nntui.session.follow import Note, TableChange, silent, valid_query
from nntui.session.milestones import Milestone, MilestoneSlot

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.session.timeline import Version
    from nntui.training.records import Checkpoint


@dataclass(frozen=True, slots=True)
class Arrival:
    """``session`` goes on, on the ``line`` of training; ``back`` is the milestone it returns to, if it returns to one.

    ``afresh`` says that training was thrown away for first weights; ``lost`` is the epoch of weights that are no longer
    kept.
    """

    session: Session
    line: MilestoneSlot
    back: Milestone | None = None
    afresh: bool = False
    lost: int | None = None


def returned(version: Version, at: Version, now: Session, updates: int | None) -> Arrival:
    """Back, or forward again, from the version ``at`` to one that training has followed before.

    ``now`` is the session ``at`` which training is, ``updates`` those made so far, None while it goes on. On the same
    line the weights go on, unless nothing was trained since: then all is as it was.
    """
    assert version.session is not None
    assert version.line is not None
    exact, latest, lost = version.exact.milestone, version.line.milestone, None
    back: Milestone | None
    if version.line is at.line:
        back = exact if exact is not None and exact.updates == updates else None
    elif exact is not None and latest is not None and exact.updates == latest.updates:
        back = exact
    else:
        back, lost = latest or Milestone(), version.line.lost
    checkpoint = now.checkpoint if back is None else back.checkpoint
    if checkpoint is not None and back is not exact:
        other_rows = back is not None or version.table is not now.table
        if other_rows or version.session.training.batch != now.training.batch:
            checkpoint = dataclasses.replace(checkpoint, batch=0)
    return Arrival(_in_place_of(now, version.session, checkpoint), version.line, back, lost=lost)


def kept_change(version: Version, at: Version, now: Session) -> TableChange | None:
    """The edit of the table that led from ``at`` to ``version``, if the network of ``now`` goes on as it is."""
    followed = version.followed()
    if followed is not None and followed.line is not at.line:
        return None
    change = TableChange.between(now, version.table)
    return change if change.keeps_network else None


def learnt(version: Version, at: Version, now: Session, note: Note = silent) -> Arrival:
    """On to a version that an edit of the table has made, and for which the network cannot go on as it is.

    ``now`` is the session ``at`` which training is, with the checkpoint that it has reached. ``note`` takes a line for
    each thing that the edit changes about the network.
    """
    followed = version.followed()
    if followed is None or followed.line is at.line:
        followed = at.origin(_updates(now))
    if followed is None or followed.settings != version.settings or followed.line is None:
        start, line, back = now, at.line, None
    else:
        back = followed.line.milestone or Milestone()
        start, line = _in_place_of(now, followed.session or now, back.checkpoint), followed.line
    change = TableChange.between(start, version.table)
    after = change.applied(start.checkpoint, note)
    if change.keeps_network and line is not None:
        return Arrival(after, line, back)
    had_begun = start.checkpoint is not None and not start.checkpoint.untrained
    return Arrival(after, MilestoneSlot(begun=_updates(after)), afresh=had_begun and after.checkpoint is None)


def settled(before: Session, after: Session, at: Version) -> MilestoneSlot:
    """The line of training on which changed settings go on: the line of ``at``, or a new one if they replaced weights.

    ``before`` and ``after`` have the checkpoints that training had reached, and that it goes on from.
    """
    kept = (
        before.network == after.network
        and before.training.optimizer == after.training.optimizer
        and all(getattr(before.training, name) == getattr(after.training, name) for name in RESTARTING)
        and before.table.validation.equals(after.table.validation)
        and (before.checkpoint is None or _same_weights(before.checkpoint, after.checkpoint))
    )
    return at.line if kept and at.line is not None else MilestoneSlot(begun=_updates(after))


def _same_weights(before: Checkpoint, after: Checkpoint | None) -> bool:
    """Whether ``after`` has the very weights of ``before``; first weights can be made again."""
    return before.untrained if after is None else before.weights is after.weights


def _updates(session: Session) -> int:
    return 0 if session.checkpoint is None else session.checkpoint.updates


def _in_place_of(now: Session, session: Session, checkpoint: Checkpoint | None) -> Session:
    """``session`` at ``checkpoint``, under the present name and with the question that is asked at present."""
    query = {**session.query, **valid_query(now.query, {}, session.table)}
    return replace(session, checkpoint=checkpoint, path=now.path, name=now.name, query=query)


def begins_run(left: Milestone, after: Checkpoint | None) -> bool:
    """Whether what goes on ``after`` a change is another run: it is at an earlier epoch than the one ``left``."""
    return left.checkpoint is not None and (after is None or after.untrained or after.epoch < left.epoch)
