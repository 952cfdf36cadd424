"""Work that is in a journal and in no file of the user's: what there is of it, in words, and taking it out."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import SessionError
from nntui.safe_text import one_line
from nntui.session.journal.log import begins_like_log
from nntui.session.journal.places import adopt_abandoned, open_journals, recovered, recovery_folder
from nntui.session.journal.reading import read_points, read_session
from nntui.session.journal.records import News
from nntui.session.store.file import load, save
from nntui.session.store.names import name_written

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.locks import LockOwner
    from nntui.session.session import Session


@dataclass(frozen=True, slots=True)
class KeptWork:
    """Work that was left behind at ``path``, or is open in the program ``owner``; ``points`` are its states."""

    path: Path
    points: tuple[News, ...]
    owner: LockOwner | None = None

    @property
    def id(self) -> str:
        """Its name in lists and on the command line."""
        return self.path.stem

    @property
    def news(self) -> News:
        """The newest state."""
        return self.points[0]

    def session(self, number: int = 1) -> Session:
        """The session of the state ``number``, 1 for the newest, as one that is in no file. Raises SessionError."""
        if not begins_like_log(self.path):
            return replace(load(self.path), path=None)
        session, news = read_session(self.path, number)
        return replace(session, path=None, name=news.title)

    def write(self, out: Path, number: int = 1) -> None:
        """Write the state ``number`` to the session file ``out``. Raises SessionError."""
        save(replace(self.session(number), path=out, name=out.stem), out)

    def remove(self) -> None:
        """Remove it for good. Raises SessionError."""
        if self.owner is not None:
            raise SessionError(f"{self.id}: is open in {self.owner}")
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise SessionError(f"{self.path}: cannot be removed: {error.strerror or error}") from error


def kept_work(*, running: bool = True) -> list[KeptWork]:
    """All there is, newest first, once the journals of programs that were killed are found; ``running`` ones too.

    A journal of which nothing can be read is no work, and is removed.
    """
    adopt_abandoned(recovery_folder())
    found = [each for path in recovered() if (each := _kept(path)) is not None]
    if running:
        found += [each for path, owner in open_journals() if (each := _kept(path, owner)) is not None]
    return sorted(found, key=lambda each: each.news.time, reverse=True)


def kept_at(path: Path) -> KeptWork | None:
    """The work that was left behind at ``path``; None where there is none."""
    return _kept(path)


def _kept(path: Path, owner: LockOwner | None = None) -> KeptWork | None:
    with suppress(OSError, SessionError):
        if not begins_like_log(path):
            return KeptWork(path, (News(path.stat().st_mtime, name_written(path.stem)),), owner)
        points = tuple(read_points(path))
        if points:
            return KeptWork(path, points, owner)
        if owner is None:
            path.unlink(missing_ok=True)
    return None


def when_in_words(then: float, now: float) -> str:
    """``2026-11-29 14:02 (12 minutes ago)``."""
    for name, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int((now - then) // seconds)
        if count > 0:
            ago = f"{count:,} {name}{'s' if count > 1 else ''} ago"
            break
    else:
        ago = "less than a minute ago"
    return f"{time.strftime('%Y-%m-%d %H:%M', time.localtime(then))} ({ago})"


def work_in_words(news: News, now: float) -> list[str]:
    """The name of work and its time, then sentences on what is newer in it than in its file, and on that file."""
    about = filter(None, (news_in_words(news), file_in_words(news)))
    return [f"{news.name}, from {when_in_words(news.time, now)}", *about]


def news_in_words(news: News) -> str:
    """A sentence on what is newer in a state than in the session's own file; "" where nothing is known."""
    count = len(news.changes) + news.more
    parts = []
    if count:
        listed = "; ".join(one_line(each) for each in news.changes)
        parts.append(f"{count:,} change{'s' if count > 1 else ''} ({'... ' if news.more else ''}{listed})")
    if news.epoch != news.saved_epoch:
        begun = f"from epoch {news.saved_epoch:,} " if news.saved_epoch else ""
        parts.append(f"training {begun}to epoch {news.epoch:,}")
    what = " and ".join(parts)
    if not what:
        return "" if news.saved is None else f"It is not in {one_line(news.saved.stamp().path.name)}."
    if news.saved is None:
        return f"In no file yet: {what}."
    return f"Newer than {one_line(news.saved.stamp().path.name)}: {what}."


def file_in_words(news: News) -> str:
    """A sentence on the session's own file where it is not as it was; "" where it is, or where there is none."""
    stamp = None if news.saved is None else news.saved.stamp()
    if stamp is None or not stamp.changed():
        return ""
    name = one_line(stamp.path.name)
    if not stamp.path.exists():
        return f"{name} is gone."
    return f"{name} was changed by another program since; it will not be overwritten without a question."
