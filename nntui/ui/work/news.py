"""What unsaved work is, in words: for the question at the next start whether to go on with it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from nntui.session.journal.records import MOST_CHANGES, News, SavedStamp
from nntui.session.store.names import name_written

if TYPE_CHECKING:
    from nntui.session.timeline import Version
    from nntui.ui.work.controller import Controller


def news_of(controller: Controller) -> News:
    """The open session, and what is newer in it than in its own file."""
    session, timeline, reached = controller.present[0], controller.timeline, controller.now or controller.runner.start
    assert session is not None
    assert timeline is not None
    saved = controller.saved
    earlier, before = saved.earlier
    names = [*earlier, *changes_since(saved.version, timeline.present)]
    return News(
        time=time.time(),
        name=name_written(session.name),
        source=name_written(session.source),
        saved=SavedStamp.of(saved.stamp) if saved.stamp is not None else None,
        changes=tuple(names[-MOST_CHANGES:]),
        more=before + max(0, len(names) - MOST_CHANGES),
        epoch=0 if reached is None else reached.epoch,
        saved_epoch=saved.epoch,
    )


def changes_since(saved: Version | None, present: Version) -> list[str]:
    """The names of the changes that lead from the ``saved`` version to the present one, those taken back included."""
    behind = {id(each): each for each in present.up()}
    undone: list[str] = []
    for each in saved.up() if saved is not None else ():
        if id(each) in behind:
            saved = each
            break
        undone.append(f"undo of {each.name}")
    made: list[str] = []
    for each in present.up():
        if each is saved or (saved is None and each.before is None):
            break
        made.append(each.name)
    return [*undone, *reversed([name for name in made if name])]
