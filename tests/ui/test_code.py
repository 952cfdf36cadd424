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
        await user.sees("[network]", "predicts speed")
        await user.press("tab")
        await user.sees("[training]", "learns speed")
        await user.press("tab")
        await user.sees("[pass]", "The forward pass of the question", "z1 = torch.mm(x, W1)")
        await user.press("c")
        await user.sees("Copied")
        await user.until(lambda: "z1 = torch.mm(x, W1)" in user.app.clipboard)
        await user.press("w")
        await user.sees("save the code")
        await user.press("enter")
        await user.until((here / "tutorial-pass.py").exists)
        await user.sees("wrote")
    names: dict[str, object] = {}
    exec((here / "tutorial-pass.py").read_text(encoding="utf-8"), names)
