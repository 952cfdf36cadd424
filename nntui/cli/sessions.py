"""``nntui sessions``: the work that is kept without being saved: listed, opened, saved to a file, removed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from nntui.cli.opening import check_out
from nntui.cli.output import say, say_json
from nntui.errors import NntuiError
from nntui.session.journal.kept import kept_work, when_in_words, work_in_words
from nntui.session.journal.places import recovery_folder, reserve_kept
from nntui.session.options import Options, ScreenOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nntui.session.journal.kept import KeptWork
    from nntui.session.journal.records import News

OPEN, SAVE, REMOVE = "open", "save", "remove"
ACTIONS = (OPEN, SAVE, REMOVE)


def run(
    action: str | None, ids: Sequence[str], *, point: int, out: Path | None, everything: bool, as_json: bool
) -> int:
    """List what is kept, or do ``action`` with it.

    JSON is ``{"sessions": [{"id", "name", "path", "source", "time", "file", "file_changed", "epoch", "saved_epoch",
    "changes", "changes_before", "points": [{"point", "time", "epoch", "changes"}], "open_in"}]}``, newest first;
    ``open_in`` is None, or ``{"process", "host", "user", "since"}``.
    """
    work = kept_work()
    if action is None:
        if as_json:
            say_json({"sessions": [_object(each) for each in work]})
        else:
            say("\n".join(_listed(work)))
        return 0
    chosen = [each for each in work if each.owner is None] if everything else [_found(name, work) for name in ids]
    if action == REMOVE:
        for each in chosen:
            each.remove()
            say(f"removed {each.id}")
        return 0
    (one,) = chosen
    if one.owner is not None:
        raise NntuiError(f"{one.id}: is open in {one.owner}")
    if point > len(one.points):
        raise NntuiError(f"{one.id}: there is no point {point}; it has {len(one.points)}")
    if action == SAVE:
        assert out is not None
        check_out(out)
        one.write(out, point)
        say(f"saved {one.id} to {out}; nntui sessions remove {one.id} removes what is kept")
        return 0
    return _open(one, point)


def _open(work: KeptWork, point: int) -> int:
    from nntui.cli import screen

    path = work.path
    if point > 1:  # as work of its own, beside the newest state
        path = reserve_kept(recovery_folder(), work.news.title, work.points[point - 1].time)
        path.unlink()
        work.write(path, point)
    return screen.run(str(path), Options(), ScreenOptions())


def _found(name: str, work: Sequence[KeptWork]) -> KeptWork:
    """The work of this id, or of the only id that begins so. Raises NntuiError, naming what there is."""
    near = [each for each in work if each.id.startswith(name)]
    exact = [each for each in near if each.id == name]
    if len(exact or near) == 1:
        return (exact or near)[0]
    what = f"{len(near)} kept sessions begin with {name!r}" if near else f"no kept session is called {name!r}"
    names = ", ".join(each.id for each in near or work) or "nothing"
    raise NntuiError(f"{what}; there is {names}")


def _listed(work: Sequence[KeptWork]) -> list[str]:
    if not work:
        return ["Nothing is kept: all work is saved, or was let go."]
    lines: list[str] = []
    for each in work:
        lines.append(f"{each.id}")
        lines += [f"  {line}" for line in work_in_words(each.news, time.time())]
        if each.owner is not None:
            lines.append(f"  open in {each.owner}")
        for number, point in enumerate(each.points[1:], start=2):
            lines.append(f"  point {number}: {when_in_words(point.time, time.time())}, epoch {point.epoch:,}")
    return [*lines, "", "nntui sessions open ID goes on with one; save ID --out FILE writes it; remove ID lets it go."]


def _object(work: KeptWork) -> dict[str, Any]:
    news, owner = work.news, work.owner
    stamp = None if news.saved is None else news.saved.stamp()
    return {
        "id": work.id,
        "name": news.name,
        "path": str(work.path),
        "source": news.source,
        "time": news.time,
        "file": None if stamp is None else str(stamp.path),
        "file_changed": None if stamp is None else stamp.changed(),
        "epoch": news.epoch,
        "saved_epoch": news.saved_epoch,
        "changes": list(news.changes),
        "changes_before": news.more,
        "points": [_point(number, each) for number, each in enumerate(work.points, start=1)],
        "open_in": None
        if owner is None
        else {"process": owner.process, "host": owner.host, "user": owner.user, "since": owner.since},
    }


def _point(number: int, news: News) -> dict[str, Any]:
    return {"point": number, "time": news.time, "epoch": news.epoch, "changes": len(news.changes) + news.more}
