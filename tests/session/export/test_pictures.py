"""What is taken home of a network of pictures says which pixels it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx
import pytest

from nntui.session.export.card import model_card
from nntui.session.export.onnx.model import onnx_model
from nntui.session.export.script import network_script
from nntui.session.open import open_source
from nntui.session.options import Options
from tests.pictures import folder_of

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Inputs grey_0_0 to grey_3_3 (row and column from the top left) are the middle square of a picture, averaged"


@pytest.mark.parametrize("what", ["script", "onnx", "card"])
def test_an_export_says_which_pixels_it_takes(what: str, tmp_path: Path) -> None:
    session = open_source(str(folder_of(tmp_path, 3)), Options(pixels=4))
    if what == "onnx":
        text = onnx.load_model_from_string(onnx_model(session)[0]).doc_string
    else:
        text = network_script(session) if what == "script" else model_card(session)
    words = " ".join(text.replace("\\", "").replace("#", "").split())
    assert SAID in words
    if what == "card":
        assert "grey_1_2" not in words
