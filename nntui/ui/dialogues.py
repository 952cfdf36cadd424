"""The conversations that need a dialogue: each asks, then hands the answer to the controller."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding

from nntui.session.options import Options
from nntui.ui.commands import SECTIONS

if TYPE_CHECKING:
    from textual.screen import Screen

    from nntui.ui.controller import Controller


class Dialogues:
    """Questions put over ``screen`` about what ``controller`` holds; all raise NntuiError for what can be mended."""

    def __init__(self, screen: Screen[None], controller: Controller) -> None:
        self._screen = screen
        self._controller = controller

    @property
    def _open_already(self) -> bool:
        """Whether a dialogue is up: a second key press must not put another one over it."""
        return self._screen.app.screen is not self._screen

    async def settings(self) -> None:
        """The form of layers, rate, optimiser and the rest."""
        from nntui.ui.screens.settings import SettingsScreen

        if self._controller.session is None or self._open_already:
            return
        answer = await self._screen.app.push_screen_wait(SettingsScreen(self._controller.session))
        if answer is not None:
            await self._controller.apply(answer)

    async def open(self) -> None:
        """Another table or session, once what is unsaved is saved or given up."""
        from nntui.data.builtin import describe
        from nntui.ui.screens.open import OpenScreen

        if self._open_already:
            return
        datasets = [(each.name, each.title) for each in describe()]
        source = await self._screen.app.push_screen_wait(OpenScreen(Path.cwd(), datasets))
        if source is not None and await self._nothing_lost("open"):
            await self._controller.open(source, Options())

    async def save(self) -> bool:
        """Where the session was saved before; asks where when it never was. False when that question was left."""
        session = self._controller.session
        if session is None or session.path is None:
            return await self.save_as()
        await self._controller.save(session.path)
        return True

    async def save_as(self) -> bool:
        """Under a name that is asked for; False when the question was left."""
        from nntui.ui.screens.save import SaveScreen

        session = self._controller.session
        if session is None or self._open_already:
            return False
        suggested = session.path or Path.cwd() / f"{session.name}.nntui"
        path = await self._screen.app.push_screen_wait(SaveScreen(suggested, session.path))
        if path is None:
            return False
        await self._controller.save(path)
        return True

    async def quit(self) -> None:
        """Leave, once what is unsaved is saved or given up."""
        if not self._open_already and await self._nothing_lost("quit"):
            await self._controller.close()
            self._screen.app.exit()

    async def _nothing_lost(self, what_for: str) -> bool:
        """Whether to go on with ``what_for``: asks while training runs or work is unsaved."""
        from nntui.ui.screens.quit import QuitScreen

        session = self._controller.session
        if session is None or not (self._controller.unsaved or self._controller.training):
            return True
        snapshot, training, unsaved = self._controller.snapshot, self._controller.training, self._controller.unsaved
        question = QuitScreen(
            session.name, training=training, unsaved=unsaved, epoch=snapshot.epoch if snapshot else 0, title=what_for
        )
        answer = await self._screen.app.push_screen_wait(question)
        if answer == "save":
            return await self.save()
        return answer == "discard"

    async def help(self) -> None:
        """All keys."""
        from nntui.ui.screens.help import HelpScreen

        if not self._open_already:
            shown = self._screen.app.get_key_display
            sections = [
                (title, [(shown(command.binding()), command.help) for command in commands])
                for title, commands in SECTIONS.items()
            ]
            for pane in self._screen.query(".pane"):
                own = [binding for binding in pane.BINDINGS if isinstance(binding, Binding) and binding.show]
                lines = [(shown(binding), binding.tooltip or binding.description.capitalize()) for binding in own]
                sections.append((f"In the {pane.id} pane", lines))
            await self._screen.app.push_screen_wait(HelpScreen([each for each in sections if each[1]], "all keys"))

    async def lesson(self) -> None:
        """What is open, and what to try with it."""
        from nntui.ui.screens.message import MessageScreen

        session = self._controller.session
        if session is not None and not self._open_already:
            await self._screen.app.push_screen_wait(
                MessageScreen(session.name, session.lesson or "This session has no notes.")
            )
