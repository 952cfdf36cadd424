"""The network as code on the screen: its forms, copying and saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.app_host import LARGE, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script


async def test_code_is_read_copied_and_saved(here: Path, script: Script) -> None:
    async with opened(size=LARGE) as user:
        await user.press("n", "$")
        await user.sees("[network]", "answers questions", "predicts speed")
        await user.press("tab")
        await user.sees("[training]", "learns speed")
        await user.press("tab")
        await user.sees("[pass]", "The forward pass of row 1 by hand")
        await user.press("G")
        await user.sees("z1 = torch.mm(x, W1)  # the lesson's z: ")
        await user.press("tab")
        await user.sees("[update]", "One update of all 3 training rows by hand")
        await user.press("c")
        await user.sees("lines of update")
        await user.until(lambda: "dW1 = torch.mm(x.T, dz1)" in user.app.clipboard)
        await user.press("w")
        await user.sees("save the code")
        await user.press("enter")
        await user.until((here / "tutorial-update.py").exists)
        await user.sees("wrote")
        await user.press("p", "escape", "$")
        await user.sees("[pass]", "The forward pass of the question by hand")
        await user.press("escape", "t")
        await user.sees("inputs")
        await user.press("tab", "$")
        await user.sees("[update]", "The forward pass of the question by hand")
    names: dict[str, object] = {}
    exec((here / "tutorial-update.py").read_text(encoding="utf-8"), names)


async def test_an_export_is_chosen_and_written(here: Path, script: Script) -> None:
    async with opened(size=LARGE) as user:
        await user.press("ctrl+e")
        await user.sees("export as", "an ONNX model", "a file whose name ends in .py")
        await user.press("d")
        await user.sees("a file whose name ends in .svg or .txt")
        await user.press("enter")
        await user.sees("export diagram", "writes to")
        await user.press("enter")
        await user.until((here / "tutorial.svg").exists)
        await user.sees("wrote")
        await user.press("ctrl+e", "d", "enter")
        await user.sees("export diagram", "replaces the file")
    assert (here / "tutorial.svg").read_text(encoding="utf-8").startswith("<?xml")
