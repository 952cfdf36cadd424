"""The commands that need a dialog: each asks, then hands the answer to the controller."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nntui.errors import TrainingError
from nntui.folders import working_folder
from nntui.ui.dialogs.file_conversations import FileConversations
from nntui.ui.frame.area import PaneArea
from nntui.ui.host import host_of
from nntui.ui.panes import PANES

LETTERS = (
    "A letter is a command and means the same in every pane, and no letter deletes anything. Where the cursor is on a "
    "word, letters are typed, as in any spreadsheet; {key:command} in front of a letter makes it the command."
)
"""The rule for letters, in the help."""


class Conversations(FileConversations):
    """Opens dialogs over the screen about the session; all raise NntuiError for what the user can fix."""

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

    async def predict_file(self) -> None:
        """Predict the rows of a file that is asked for, and write them to another; a picture is put into the form."""
        from nntui.data.images.formats import image_format
        from nntui.ui.dialogs.open import OpenScreen
        from nntui.ui.dialogs.save import AnswersScreen
        from nntui.ui.predict.files import answer_file, take_picture
        from nntui.ui.predict.pane import PredictPane

        if self._controller.session is None or self._open_already:
            return
        questions = await self._screen.app.push_screen_wait(
            OpenScreen(working_folder(), title="predict a file", sessions=False)
        )
        if questions is not None and image_format(questions) is not None and not Path(questions).is_dir():
            await take_picture(self._controller, self._screen.query_one(PredictPane), Path(questions))
        elif questions is not None:
            out = await self._screen.app.push_screen_wait(AnswersScreen(Path(questions)))
            if out is not None:
                await answer_file(self._controller, Path(questions), out)

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
