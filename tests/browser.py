"""``nntui serve`` in a real browser, by hand: ``python -m tests.browser [PICTURE]``. Needs chromium.

Two tabs of a headless Chromium open the page. In each, training is begun by a key and a row is asked about; then one
tab quits by keys and the other is closed. The work of the closed one must be kept, and no process may be left.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import shutil
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

PATIENCE = 60.0
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--remote-debugging-port=0",
    "--window-size=1000,700", "about:blank",
)  # fmt: skip
QUIT = ("q", "d")
"""Quit, and lose what is unsaved."""


class Tab:
    """A tab, driven through Chromium's debugging protocol."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, count(1)

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            answer: dict[str, Any] = await self._socket.receive_json(timeout=PATIENCE)
            if answer.get("id") == number:
                result: dict[str, Any] = answer.get("result", {})
                return result

    async def press(self, key: str) -> None:
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=key, key=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def until(self, condition: str) -> None:
        """Wait until a condition in JavaScript holds."""
        for _ in range(int(PATIENCE / 0.1)):
            found = await self.call("Runtime.evaluate", expression=f"Boolean({condition})")
            if found["result"].get("value"):  # while a page is loaded there is none
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"never: {condition}")

    async def close(self) -> None:
        await self.call("Page.close")

    async def picture(self, path: Path) -> None:
        await self.call("Page.bringToFront")
        found = await self.call("Page.captureScreenshot")
        path.write_bytes(base64.b64decode(found["data"]))


async def opened_tab(client: ClientSession, port: str, url: str) -> Tab:
    async with client.put(f"http://127.0.0.1:{port}/json/new?about:blank") as answer:
        target = await answer.json(content_type=None)
    tab = Tab(await client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0))
    await tab.call("Emulation.setFocusEmulationEnabled", enabled=True)
    await tab.call("Page.navigate", url=url)
    await tab.until("document.body.classList.contains('-first-byte')")
    return tab


async def until_there(folder: Path, pattern: str) -> Path:
    for _ in range(int(PATIENCE / 0.1)):
        with contextlib.suppress(StopIteration):
            return next(folder.glob(pattern))
        await asyncio.sleep(0.1)
    raise AssertionError(f"no {pattern} in {folder}")


async def main(picture: Path | None) -> None:
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert browser, "no chromium here"
    home = Path(tempfile.mkdtemp(prefix="nntui-browser-"))
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(Path.home() / ".cache")}
    words = (sys.executable, "-m", "nntui", "serve", "xor", "--engine", "autograd", "--port", "0")
    quiet = asyncio.subprocess.DEVNULL
    server = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, env=environment)
    assert server.stdout is not None
    url = (await server.stdout.readline()).decode().strip()
    chromium = await asyncio.create_subprocess_exec(
        browser, f"--user-data-dir={home / 'browser'}", *FLAGS, stdout=quiet, stderr=quiet
    )
    try:
        port = (await until_there(home / "browser", "DevToolsActivePort")).read_text().splitlines()[0]
        async with ClientSession() as client:
            tabs = [await opened_tab(client, port, url) for _ in range(2)]
            for tab in tabs:
                await asyncio.sleep(8)  # nothing in the page says that torch is loaded
                await tab.press(" ")
            await asyncio.sleep(8)
            if picture is not None:
                await tabs[0].picture(picture)
            for key in QUIT:
                await tabs[0].press(key)
                await asyncio.sleep(1)
            await tabs[0].until("document.body.classList.contains('-closed')")
            await tabs[1].close()
            kept = await until_there(home / ".local/state/nntui/recovered", "xor-*.nntui")
            sys.stdout.write(f"two tabs; one quit by keys, the work of the closed one is in {kept.name}\n")
    finally:
        for process in (chromium, server):
            process.terminate()
            await process.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
