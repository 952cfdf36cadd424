"""The commands that need a dialog: each asks, then hands the answer to the controller."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.errors import FileChangedError, TrainingError
from nntui.folders import working_folder
from nntui.safe_text import file_stem
from nntui.ui.frame.area import PaneArea
from nntui.ui.host import host_of
from nntui.ui.panes import PANES

if TYPE_CHECKING:
    from textual.screen import Screen

    from nntui.ui.dialogs.save import Purpose
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.disk import FileWatch


LETTERS = (
    "A letter is a command and means the same in every pane, and no letter deletes anything. Where the cursor is on a "
    "word, letters are typed, as in any spreadsheet; {key:command} in front of a letter makes it the command."
)
"""The rule for letters, in the help."""


class Conversations:
    """Opens dialogs over ``screen`` about the session; all raise NntuiError for what the user can fix."""

    def __init__(self, screen: Screen[None], controller: Controller, watch: FileWatch) -> None:
        self._screen, self._controller, self._watch = screen, controller, watch

    @property
    def _open_already(self) -> bool:
        """True while a dialog is open: a second key press must not open another over it."""
        return self._screen.app.screen is not self._screen

    async def settings(self) -> None:
        """Change layers, learning rate, optimiser and other settings."""
        from nntui.ui.dialogs.form_dialog import FormDialog
        from nntui.ui.dialogs.settings import settings_form

        if self._controller.session is None or self._open_already:
            return
        self._controller.past.refuse_changes()
        snapshot = self._controller.snapshot
        form = settings_form(self._controller.session, snapshot.epoch if snapshot is not None else 0)
        answer = await self._screen.app.push_screen_wait(FormDialog("settings", form))
        if answer is not None:
            await self._controller.apply(answer)

    async def past_epoch(self) -> None:
        """Ask for an epoch of the past, and show it on every pane."""
        from nntui.ui.dialogs.question import AskScreen, Proposal

        past = self._controller.past

        def propose(text: str) -> Proposal[int]:
            number = text.strip().replace(",", "")
            if not (number.isascii() and number.isdecimal()):
                raise TrainingError("type the number of an epoch, 0 for the first weights")
            epoch = int(number[:18])
            return Proposal(past.check(epoch), epoch)

        if self._controller.session is not None and not self._open_already:
            epoch = await self._screen.app.push_screen_wait(AskScreen("go back to the end of epoch", propose))
            if epoch is not None:
                await past.show_epoch(epoch)

    async def open(self) -> None:
        """Open another table or session, once unsaved work is saved or given up; change a computed table in place."""
        from nntui.data.sources.builtin import titles
        from nntui.data.sources.computed import GENERATORS
        from nntui.session.examples.record import EXAMPLES
        from nntui.session.journal.places import recovered
        from nntui.ui.dialogs.open import SourceScreen

        if self._open_already:
            return
        session = self._controller.session
        computed = [(each.name, each.title) for each in GENERATORS.values()]
        examples = [(each.name, each.title) for each in EXAMPLES.values()]
        current = session.source if session is not None else ""
        question = SourceScreen(working_folder(), titles(), computed, current, recovered(), examples=examples)
        source = await self._screen.app.push_screen_wait(question)
        if source is None or await self._controller.compute(source):
            return
        if await self.nothing_lost("open"):
            await self._controller.open(source, question.how)

    async def save(self) -> bool:
        """Save the session where it was saved before, or ask where; False if that is cancelled."""
        from nntui.session.journal.places import is_recovered

        session = self._controller.session
        if session is None or session.path is None or is_recovered(session.path):
            return await self.save_as()
        return await self._save_to(session.path)

    async def _save_to(self, path: Path) -> bool:
        """Save there, or ask where if another program has changed the session's file; False if that is cancelled."""
        try:
            await self._controller.save(path)
        except FileChangedError:
            self._watch.session_told()
            self._controller.view.warn(f"{path.name} was changed by another program since it was opened or saved here.")
            return await self.save_as(changed=path)
        await self._watch.look()
        return True

    async def save_as(self, changed: Path | None = None) -> bool:
        """Ask for a name and save the session, or only the table; True if the session is saved.

        Where its own file was ``changed`` by another program, a name beside that is suggested.
        """
        from nntui.data.files.atomic import unused_beside
        from nntui.session.journal.places import is_recovered
        from nntui.ui.dialogs.places import is_table
        from nntui.ui.dialogs.save import SaveScreen

        session = self._controller.session
        if session is None or self._open_already:
            return False
        own = session.path if session.path is not None and not is_recovered(session.path) else None
        if changed is not None:
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
        """Write the table alone, in the dialect of its own file if it replaces that."""
        from nntui.data.files.atomic import same_file
        from nntui.data.files.tables import write_table

        session, table = self._controller.present
        assert session is not None
        assert table is not None

        def write() -> None:
            write_table(table, path, session.dialect if same_file(path, Path(session.source)) else None)

        with self._watch.writing(path):
            await asyncio.to_thread(write)
        self._controller.view.tell(f"wrote {table.height:,} rows to {path}", "good")

    async def predict_file(self) -> None:
        """Predict the rows of a file that is asked for, and write them to another."""
        from nntui.ui.dialogs.open import OpenScreen
        from nntui.ui.dialogs.save import AnswersScreen
        from nntui.ui.predict.presenter import answer_file

        if self._controller.session is None or self._open_already:
            return
        questions = await self._screen.app.push_screen_wait(
            OpenScreen(working_folder(), title="predict a file", sessions=False)
        )
        if questions is not None:
            out = await self._screen.app.push_screen_wait(AnswersScreen(Path(questions)))
            if out is not None:
                await answer_file(self._controller, Path(questions), out)

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

    async def help(self) -> None:
        """Show all keys, those of the present pane first, and all terms."""
        from nntui.ui.dialogs.help import HelpScreen, whole_help

        if not self._open_already:
            host = host_of(self._screen)
            pane = self._screen.query_one(PaneArea).current.id or ""
            record = next(each for each in PANES if each.id == pane)
            sections = whole_help(host.help_sections(), pane, record.title, host.explained(LETTERS))
            await self._screen.app.push_screen_wait(HelpScreen(sections, "all keys and words"))

    async def palette(self) -> None:
        """Run a command that is found by a word of it."""
        from nntui.ui.dialogs.dialog import MessageScreen
        from nntui.ui.dialogs.palette import TERM_IDS, command_palette

        if not self._open_already:
            chosen = await self._screen.app.push_screen_wait(command_palette(self._screen))
            if chosen in TERM_IDS:
                term = TERM_IDS[chosen]
                await self._screen.app.push_screen_wait(MessageScreen(term.name, term.text))
            elif chosen is not None:
                host = host_of(self._screen)
                await host.run_command(host.keymap.commands[chosen])

    async def theme(self) -> None:
        """Choose the colours."""
        from nntui.ui.dialogs.palette import theme_palette

        if not self._open_already:
            chosen = await self._screen.app.push_screen_wait(theme_palette(self._screen))
            if chosen is not None:
                self._screen.app.theme = chosen

    async def about(self) -> None:
        """Show the notes of the session, and what is used of its table."""
        from nntui.session.about import notes_of
        from nntui.session.report import report_lines
        from nntui.ui.dialogs.dialog import MessageScreen

        session, table = self._controller.session, self._controller.table
        if session is not None and table is not None and not self._open_already:
            lines = await asyncio.to_thread(lambda: list(report_lines(session, table)))
            notes = notes_of(session) or "This session has no notes."
            await self._screen.app.push_screen_wait(MessageScreen(session.name, "\n".join((notes, "", *lines))))

    async def explain(self) -> None:
        """Show which inputs matter, the answer along one of them, and why the answer to the question is what it is."""
        from nntui.ui.dialogs.what_matters import QUESTION, Matters, MattersScreen, reach_dialog

        controller = self._controller
        session, table = controller.session, controller.table
        predictor, snapshot = controller.predictor, controller.snapshot
        if session is None or table is None or self._open_already:
            return
        if predictor is None or snapshot is None:
            controller.view.warn("There is no network to explain yet.")
            return
        matters = Matters(predictor, table, dict(session.query), snapshot.weights)
        await asyncio.to_thread(matters.look)
        view, app = 0, self._screen.app
        while not self._open_already and await app.push_screen_wait(MattersScreen(matters, view)):
            lines = await app.push_screen_wait(reach_dialog(matters))
            matters.answer, view = lines or matters.answer, QUESTION
