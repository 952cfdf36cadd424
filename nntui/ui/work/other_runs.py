"""Changes of the runs beside the present one, each of which undo takes back as it does an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.runs.book import RunBook, RunChange, RunEntry
    from nntui.session.session import Session
    from nntui.ui.work.editing import Editing
    from nntui.ui.work.view import View


class OtherRuns:
    """Takes, deletes and renames runs, each by its number."""

    def __init__(self, view: View, editing: Editing) -> None:
        self._view, self._editing = view, editing

    @property
    def _book(self) -> RunBook:
        timeline = self._editing.follower.timeline
        if timeline is None:
            raise TrainingError("nothing is open yet")
        return timeline.runs

    def _entry(self, number: int) -> RunEntry:
        """The run of this number. Raises TrainingError for the present run, and one that is not kept."""
        entry = self._book.entry(number)
        if entry is None:
            present = number == self._book.present
            raise TrainingError("this is the present run" if present else "this run is no longer kept")
        return entry

    async def take(self, number: int) -> None:
        """Let the run take the place of the present one, which is kept beside it."""
        from nntui.session.follow import valid_query

        entry, book = self._entry(number), self._book
        milestone = entry.slot.milestone
        assert milestone is not None

        def other(now: Session, _: Callable[[str], None]) -> Session:
            query = {**entry.session.query, **valid_query(now.query, {}, entry.session.table)}
            return replace(entry.session, checkpoint=milestone.checkpoint, path=now.path, name=now.name, query=query)

        name = f"run {book.run(number)} in place of run {book.run(book.present)}"
        await self._editing.change(name, other, resume=False, onto=entry)

    async def delete(self, number: int) -> None:
        """Forget the run."""
        from nntui.session.runs.book import RunChange

        entry = self._entry(number)
        await self._change(f"run {self._book.run(number)} deleted", RunChange(deleted=entry))

    async def rename(self, number: int, name: str) -> None:
        """Give the run another name; "" leaves it its letter alone."""
        from nntui.session.runs.book import RunChange
        from nntui.session.session import LONGEST_NAME

        before, new = self._book.run(number), one_line(" ".join(name.split()), LONGEST_NAME)
        if new != before.name:
            after = f"{before.sign} {new}".strip()
            await self._change(f"run {before} renamed to {after}", RunChange(number=number, names=(before.name, new)))

    async def _change(self, name: str, change: RunChange) -> None:
        follower = self._editing.follower
        async with follower.life:
            await follower.catch_up()
            timeline = follower.timeline
            if timeline is None:
                return
            follower.at = timeline.change_runs(name, change)
        self._view.confirm(f"{name}; {{key:undo}} takes that back")
        self._view.moment_changed()
