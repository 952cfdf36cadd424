"""Files that are predicted: the rows of a table, written to another, and a picture, put into the form."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.ui.predict.pane import PredictPane
    from nntui.ui.work.controller import Controller


async def answer_file(controller: Controller, questions: Path, out: Path) -> None:
    """Answer the rows of a file with the present weights, while training goes on. Raises DataError."""
    from nntui.session.file_answers import HowToAnswer, predict_file

    predictor, snapshot = controller.predictor, controller.snapshot
    if predictor is None or snapshot is None:
        raise DataError("There is no network yet; try again when it is loaded.")
    found = await asyncio.to_thread(predict_file, predictor, questions, out, HowToAnswer(snapshot.weights))
    rows = f"{found.rows:,} rows" if found.answered == found.rows else f"{found.answered:,} of {found.rows:,} rows"
    controller.view.tell(f"answered {rows} of {questions.name} at epoch {snapshot.epoch:,}, written to {out}", "good")
    for warning in (*found.notes, *found.warnings):
        controller.view.tell(warning, "warning")


async def take_picture(controller: Controller, pane: PredictPane, path: Path) -> None:
    """Put the pixels of a picture file into the form of ``pane``. Raises DataError."""
    session = controller.session
    if session is None:
        return

    def read() -> dict[str, int]:
        from nntui.data.images.decode import PictureError, check_pillow, read_picture
        from nntui.session.question_parts import picture_grid

        grid = picture_grid(session)
        check_pillow()
        try:
            found = read_picture(path, grid)
        except PictureError as error:
            raise DataError(f"{one_line(path.name)}: {error}") from None
        return dict(zip(grid.names, found.pixels.tolist(), strict=True))

    pane.show_picture(path.name, await asyncio.to_thread(read))
