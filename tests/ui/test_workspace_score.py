"""The score line and the score pane on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from tests.ui.app_host import HUGE, LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.scripted_run import Script


@pytest.mark.parametrize(
    ("source", "figure", "picture"),
    [("iris", "balanced accuracy", "across"), ("cars", "largest error", "across")],
)
async def test_the_rows_behind_a_mistake_are_shown_in_the_table_and_all_of_them_again(
    script: Script, source: str, figure: str, picture: str
) -> None:
    async with opened(source, NORMAL, Options(validation=0.3)) as user:
        await user.press("x")
        await user.sees("[x] score", "not trained yet")
        await user.press("space")
        script.run.finish(200)
        await user.sees("finished at epoch 200", " validation ", figure, picture)
        await user.resize(*SMALL)
        await user.sees(figure)
        await user.press("pagedown")
        await user.sees(picture)
        for size in (HUGE, LARGE, NORMAL):
            await user.resize(*size)
            await user.sees(figure, picture)
        workspace = user.app.workspace
        chosen = workspace.score_pane.chosen
        assert chosen is not None
        assert len(chosen.rows)
        await user.press("enter")

        def shown() -> list[int] | None:
            view = workspace.data_pane.scene.view
            return None if view is None else view.tolist()

        await user.until(lambda: shown() == chosen.rows.tolist())
        await user.press("f")
        await user.press("enter")
        await user.until(lambda: shown() is None)
