"""Work that was left behind by a program that was killed, or lost its terminal, opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.folders import working_folder
from nntui.safe_text import file_stem
from nntui.session.journal.places import is_recovered

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.files.atomic import FileStamp
    from nntui.session.journal.kept import KeptWork
    from nntui.session.journal.records import News
    from nntui.session.session import Session


class LeftBehind(NamedTuple):
    """A ``session`` whose journal is at ``path``; its own file, if it had one, had the ``stamp``."""

    path: Path
    session: Session
    news: News
    stamp: FileStamp | None


def left_behind(session: Session) -> LeftBehind | None:
    """The session as that of its own file, which it is not saved to yet, if it was just read from such a journal."""
    path = session.path
    if path is None or not is_recovered(path):
        return None
    from msgspec.structs import replace

    from nntui.session.journal.log import begins_like_log
    from nntui.session.journal.reading import read_points

    if not begins_like_log(path):
        return None
    news = read_points(path)[0]
    stamp = None if news.saved is None else news.saved.stamp()
    own = replace(session, path=None if stamp is None else stamp.path, name=news.title)
    return LeftBehind(path, own, news, stamp)


def saved_beside(work: KeptWork) -> Path:
    """Write the work beside its own file, or into the present folder, and remove it where it was left behind."""
    from nntui.data.files.atomic import unused_beside

    news = work.news
    beside = news.saved.stamp().path if news.saved is not None else working_folder() / f"{file_stem(news.title)}.nntui"
    place = unused_beside(beside) if beside.exists() or news.saved is not None else beside
    work.write(place)
    work.remove()
    return place
