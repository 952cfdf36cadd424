"""Shows the code of the present moment, and writes it to a file where that is asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nntui.folders import working_folder
from nntui.safe_text import file_stem

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.ui.code.forms import CodeSubject
    from nntui.ui.workspace import Workspace


async def show_code(screen: Workspace) -> None:
    """Show the network as PyTorch code; the form is that of the current pane. Raises NntuiError."""
    from nntui.session.export.formats import write_export
    from nntui.ui.code.dialog import CodePlaceScreen, CodeScreen
    from nntui.ui.code.forms import PANE_FORMS, code_forms

    controller = screen.controller
    if screen.app.screen is not screen:
        return
    subject, pane = _subject(screen), screen.area.current.id or ""
    session = await controller.reached()
    if session is None or screen.app.screen is not screen:
        return
    forms = code_forms(session, subject)
    first = next((at for at, form in enumerate(forms) if form.name == PANE_FORMS.get(pane)), 0)
    chosen = await screen.app.push_screen_wait(CodeScreen(forms, first))
    if chosen is None:
        return
    suggested = working_folder() / f"{file_stem(session.name)}{chosen.form.suffix}.py"
    path: Path | None = await screen.app.push_screen_wait(CodePlaceScreen("save the code", suggested, "writes to"))
    if path is not None:
        await asyncio.to_thread(write_export, chosen.text.encode("utf-8"), path, session.path)
        controller.view.confirm(f"wrote {path}")


def _subject(screen: Workspace) -> CodeSubject:
    """The row and the passes that the panes show."""
    from nntui.ui.code.forms import CodeSubject
    from nntui.ui.network.pane import NetworkPane
    from nntui.ui.table.pane import DataPane
    from nntui.ui.walk.pane import WalkPane

    in_walk = screen.area.current.id == "walk"
    row = screen.area.of(DataPane).selected_row
    question = screen.area.current.id == "predict" or screen.area.of(NetworkPane).shows_question
    whose = screen.area.of(WalkPane).whose if in_walk else "batch"
    return CodeSubject(row, "question" if question else "row", whose)
