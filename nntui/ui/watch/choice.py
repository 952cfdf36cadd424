"""Which kind of watch is for which place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.session.store.file import SUFFIX
from nntui.ui.watch.folder import FolderWatch
from nntui.ui.watch.session import SessionWatch

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.ui.work.loader import Services


def watch_of(place: Path, services: Services) -> tuple[SessionWatch | FolderWatch, Services]:
    """The watch for a session file or the folder of a log, and the services of a workspace that shows it."""
    if place.suffix != SUFFIX or place.is_dir():
        return FolderWatch(place), services
    watch = SessionWatch(place, services.make_run)
    return watch, replace(services, make_run=watch.make_run, autosave_interval=None)
