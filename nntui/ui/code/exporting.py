"""Exports of the session: the form is chosen, then the file is named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nntui.folders import working_folder
from nntui.safe_text import as_choice, file_stem

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.ui.workspace import Workspace


async def export_session(screen: Workspace) -> None:
    """Write the session for other programs, in a form and to a file that are asked for. Raises NntuiError."""
    from nntui.drawings.formats import EVERY_EXPORT
    from nntui.session.export.formats import write_export
    from nntui.ui.code.dialog import ExportPlaceScreen
    from nntui.ui.dialogs.choose import ChooseScreen
    from nntui.ui.dialogs.question import Proposal

    controller = screen.controller
    if screen.app.screen is not screen or controller.session is None:
        return

    def proposed(name: str) -> Proposal[str]:
        return Proposal(f"a file whose name ends in {as_choice(EVERY_EXPORT[name].suffixes)}", name)

    forms = {record.name: record.help for record in EVERY_EXPORT.values()}
    question = ChooseScreen("export as", forms, next(iter(forms)), proposed, is_present=False)
    name = await screen.app.push_screen_wait(question)
    if name is None or controller.session is None:
        return
    record, session = EVERY_EXPORT[name], controller.session
    suggested = working_folder() / f"{file_stem(session.name)}{record.suffix}"
    path: Path | None = await screen.app.push_screen_wait(ExportPlaceScreen(record, suggested, session.path))
    reached = None if path is None else await controller.reached()
    if path is None or reached is None:
        return
    made = await asyncio.to_thread(record.made, reached, path)
    await asyncio.to_thread(write_export, made.content, path, session.path)
    controller.view.confirm(f"wrote {path}{f'; {made.remark}' if made.remark else ''}")
