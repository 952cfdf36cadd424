"""The commands that open, save and leave sessions, with the questions that they ask."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from nntui.errors import FileChangedError, SessionError
from nntui.folders import working_folder
from nntui.safe_text import file_stem
from nntui.session.options import Options
from nntui.ui.dialogs.saving import changed_in_words, own_file, write_table_alone
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from nntui.session.journal.kept import KeptWork
    from nntui.ui.dialogs.save import Purpose
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.disk import FileWatch

NO_OPTIONS = Options()


class FileConversations:
    """Opens dialogs over ``screen`` about files of the session; all raise NntuiError for what the user can fix."""

    def __init__(self, screen: Screen[None], controller: Controller, watch: FileWatch) -> None:
        self._screen, self._controller, self._watch = screen, controller, watch

    @property
    def _open_already(self) -> bool:
        """True while a dialog is open: a second key press must not open another over it."""
        return self._screen.app.screen is not self._screen

    async def open(self) -> None:
        """Open another table or session, once unsaved work is saved or given up; change a computed table in place."""
        from nntui.session.journal.places import recovered
        from nntui.ui.dialogs.open import SourceScreen
        from nntui.ui.dialogs.places import known_sources

        if self._open_already:
            return
        session = self._controller.session
        current = session.source if session is not None else ""
        known = known_sources()
        question = SourceScreen(
            working_folder(), known.builtins, known.computed, current, recovered(), examples=known.examples
        )
        source = await self._screen.app.push_screen_wait(question)
        if source is None or await self._controller.compute(source):
            return
        if await self.nothing_lost("open"):
            await self.open_source(source, question.how)

    async def open_source(self, source: str | None, options: Options) -> bool:
        """Open it; where another program has it open, ask how. False if that is cancelled. Raises NntuiError."""
        from nntui.ui.work.hold import SessionInUseError

        try:
            await self._controller.open(source, options)
        except SessionInUseError as error:
            from nntui.ui.dialogs.kept import InUseScreen

            how = await self._screen.app.push_screen_wait(InUseScreen(f"{error.path.name} is open in {error.owner}."))
            if how is None:
                return False
            await self._controller.open(source, options, how)
        return True

    async def offer_kept(self, work: KeptWork, others: int) -> None:
        """Offer work that was left behind; ``others`` is the number of further ones."""
        from nntui.session.journal.kept import when_in_words, work_in_words
        from nntui.ui.dialogs.kept import KeptScreen
        from nntui.ui.work.left_behind import saved_beside

        news = work.news
        name, *lines = await asyncio.to_thread(work_in_words, news, time.time())
        if others:
            lines.append(f"{others} more: {{key:open}} lists them, and so does nntui sessions in the shell.")
        lines = [host_of(self._screen).with_keys(line) for line in (f"{name}.", *lines)]
        answer = await self._screen.app.push_screen_wait(KeptScreen(lines))
        if answer == "go on" and await self.nothing_lost("open"):
            await self._controller.open(str(work.path), NO_OPTIONS)
        elif answer == "save":
            place = await asyncio.to_thread(saved_beside, work)
            self._controller.view.confirm(f"saved the work of {when_in_words(news.time, time.time())} as {place}")
        elif answer == "let go":
            await asyncio.to_thread(work.remove)
            self._controller.view.confirm(f"deleted the unsaved work on {news.name}")
        else:
            self._controller.view.tell(f"Kept: {work.id}. {{key:open}} lists it, nntui sessions in the shell too.")

    async def save(self) -> bool:
        """Save the session where it was saved before, or ask where; False if that is cancelled."""
        session = self._controller.session
        own = None if session is None or self._controller.hold.read_only else own_file(session)
        return await self.save_as() if own is None else await self._save_to(own)

    async def _save_to(self, path: Path) -> bool:
        """Save there; where that fails, or another program has changed the file, ask where. False if cancelled."""
        try:
            await self._controller.save(path)
        except FileChangedError:
            self._watch.session_told()
            self._controller.view.warn(changed_in_words(path))
            return await self.save_as(changed=path)
        except SessionError as error:
            if self._open_already:
                raise
            self._controller.view.warn(str(error))
            return await self.save_as(failed=path)
        await self._watch.look()
        return True

    async def save_as(self, changed: Path | None = None, failed: Path | None = None) -> bool:
        """Ask for a name and save the session, or only the table; True if the session is saved.

        Where its own file was ``changed`` by another program, a name beside that is suggested; where saving has
        ``failed``, one in another folder.
        """
        from nntui.data.files.atomic import unused_beside
        from nntui.ui.dialogs.places import is_table
        from nntui.ui.dialogs.save import SaveScreen
        from nntui.ui.work.hold import other_place

        session = self._controller.session
        if session is None or self._open_already:
            return False
        own = own_file(session)
        if own is not None and self._controller.hold.read_only:
            screen = SaveScreen(unused_beside(own), title="opened read-only: save beside it")
        elif failed is not None:
            screen = SaveScreen(other_place(failed), title=f"{failed.name} cannot be written: save elsewhere")
        elif changed is not None:
            screen = SaveScreen(unused_beside(changed), title=f"{changed.name} changed on disk: save beside it")
        else:
            screen = SaveScreen(own or working_folder() / f"{file_stem(session.name)}.nntui", own)
        path = await self._screen.app.push_screen_wait(screen)
        if path is not None and is_table(path):
            await self._write_table(path)
        elif path is not None and changed is not None:  # a name that the user has confirmed, the old one included
            await self._controller.save(path, replacing=True)
            return True
        elif path is not None:
            return await self._save_to(path)
        return False

    async def _write_table(self, path: Path) -> None:
        """Write the table alone."""
        session, table = self._controller.present
        assert session is not None
        assert table is not None
        await write_table_alone(session, table, path, self._watch)
        self._controller.view.tell(f"wrote {table.height:,} rows to {path}", "good")

    async def quit(self) -> None:
        """Leave the app, once unsaved work is saved or given up."""
        if not self._open_already and await self.nothing_lost("quit"):
            await self._controller.close()
            self._screen.app.exit()

    async def nothing_lost(self, purpose: Purpose) -> bool:
        """True if the session may be left; asks first while training runs or work is unsaved."""
        from nntui.ui.dialogs.save import LeaveScreen

        session = self._controller.session
        work = self._controller.unsaved or self._controller.training
        if session is None or self._controller.in_lesson or not work:
            return True
        snapshot, training, unsaved = self._controller.now, self._controller.training, self._controller.unsaved
        question = LeaveScreen(
            session.name, training=training, unsaved=unsaved, epoch=snapshot.epoch if snapshot else 0, purpose=purpose
        )
        answer = await self._screen.app.push_screen_wait(question)
        if answer == "save":
            return await self.save()
        return answer == "discard"
