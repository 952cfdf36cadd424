"""A folder of pictures on the screen: rows and questions are drawn as pictures, and a file is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from nntui.ui.dialogs.open import OpenScreen
from nntui.ui.dialogs.places import is_of_pictures, matching
from nntui.ui.predict.pane import PredictPane
from tests.pictures import folder_of, shape
from tests.ui.app_host import opened as app_opened
from tests.ui.dialog_host import opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script


async def test_a_picture_file_is_put_into_the_form_and_named(script: Script, here: Path) -> None:
    folder_of(here, 4)
    shape("circles", 1).save(here / "new.png")
    (here / "broken.png").write_text("x")
    async with app_opened("shapes", options=Options(pixels=8, colour="rgb")) as user:
        assert "▓▓▓▓" in user.pane("predict")
        assert "0,0 " in user.pane("predict")
        pane = user.app.workspace.query_one(PredictPane)
        first = pane.values
        await user.press("p", "O")
        await user.sees("predict a file")
        await user.type("new.png")
        await user.sees("› new.png")
        await user.press("enter")
        await user.until(lambda: "new.png" in user.text and pane.values != first, "the picture in the form")
        await user.press("O")
        await user.type("broken.png")
        await user.sees("› broken.png")
        await user.press("enter")
        await user.sees("broken.png: this is no picture")


def test_a_folder_of_pictures_is_offered_as_one_thing_to_open(tmp_path: Path) -> None:
    folder_of(tmp_path, 1)
    assert is_of_pictures(tmp_path / "shapes")
    assert not is_of_pictures(tmp_path)
    first, *rest = matching("shapes/", tmp_path).entries
    assert (first.name, first.kind, first.source) == ("open shapes", "pictures", str(tmp_path / "shapes"))
    assert {each.name for each in rest} == {"circles", "squares", ".."}
    assert [each.kind for each in matching("shapes/circles/0", tmp_path).entries] == ["picture"]


@pytest.mark.parametrize(("sessions", "listed"), [(True, False), (False, True)])
async def test_picture_files_are_listed_where_one_is_to_be_asked_about(
    tmp_path: Path, sessions: bool, listed: bool
) -> None:
    shape("circles").save(tmp_path / "new.png")
    async with opened(lambda: OpenScreen(tmp_path, sessions=sessions)) as (host, _):
        assert ("new.png" in host.text()) is listed
