"""Makes the README's pictures from the app itself: ``python -m tests.screenshots``."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nntui.session.options import Options
from nntui.ui.walk.pane import WalkPane
from tests.ui.app_host import User, opened

PICTURES = Path(__file__).parent / "screenshots"
SIZE = (100, 30)


def take(user: User, name: str) -> None:
    """Keep a picture of the screen."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.svg").write_text(user.app.export_screenshot(title="nntui"), encoding="utf-8")


async def take_walk() -> None:
    """The backward pass of a hidden neuron of the tutorial."""
    async with opened(size=SIZE) as user:
        pane = user.app.screen.query_one(WalkPane)
        await user.press("t")
        await user.until(lambda: pane.walk is not None)
        await user.press("end", *["pageup"] * 4, "right", "right")
        await user.sees("backward: hidden 1, h2")
        take(user, "walk")


async def take_map() -> None:
    """The map of a network that has learnt the spiral."""
    async with opened("spiral", SIZE) as user:
        await user.press("space")
        await user.sees(" finished ", "finished at epoch")
        await user.press("@")
        await user.sees("0 of 250 rows wrong")
        take(user, "map")


async def main() -> None:
    """The lesson after its training, the worst rows of a table, a digit, a walk, a map."""
    async with opened(size=SIZE) as user:
        await user.press("space")
        await user.sees(" finished ", "finished at epoch 1,000")
        await user.press("n", "right")
        take(user, "training")
    async with opened("cars", SIZE, Options(validation=0.2)) as user:
        await user.press("space")
        await user.sees(" finished ", "finished at epoch")
        await user.press("z", "E")
        await user.sees("error")
        await user.settled()
        take(user, "worst-rows")
    async with opened("digits", SIZE) as user:
        await user.press("space")
        await user.sees(" finished ", "finished at epoch")
        await user.press("p", "v")
        await user.settled()
        take(user, "digits")
    await take_walk()
    await take_map()


if __name__ == "__main__":
    asyncio.run(main())
