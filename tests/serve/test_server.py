"""The server with a real client: pages, terminals, files, and what is refused."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import WSServerHandshakeError
from aiohttp.test_utils import TestClient, TestServer

from nntui.serve import server as serving
from nntui.serve.guard import Guard
from nntui.serve.process import TerminalSize
from nntui.serve.server import BrowserServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp import ClientWebSocketResponse, web

    Client = TestClient[web.Request, web.Application]

SHELL = """
trap 'echo hung up > hung-$$; exit' HUP
tty > /dev/null && stty size
while read -r line; do echo "got $line"; [ "$line" = end ] && exit; done
"""
"""A program of a terminal that takes lines, and notes that its terminal is gone."""


@asynccontextmanager
async def served(folder: Path, program: str = SHELL) -> AsyncIterator[tuple[Client, Guard]]:
    guard = Guard("127.0.0.1")
    server = BrowserServer(guard, ["/bin/sh", "-c", program], folder, {".csv", ".nntui"})
    async with TestClient(TestServer(server.application)) as client:
        yield client, guard


async def a_tab(client: Client, guard: Guard, size: str = "?width=70&height=20") -> ClientWebSocketResponse:
    origin = str(client.make_url("/")).rstrip("/")
    return await client.ws_connect(f"/{guard.token}/ws{size}", headers={"Origin": origin})


async def seen(socket: ClientWebSocketResponse, text: str) -> str:
    """What came, once ``text`` is among it."""
    found = ""
    while text not in found:
        found += (await socket.receive_bytes(timeout=30)).decode()
    return found


async def until_there(folder: Path, pattern: str, count: int = 1) -> None:
    while len(list(folder.glob(pattern))) < count:
        await asyncio.sleep(0.01)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_each_tab_has_a_terminal_whose_process_hears_of_its_end(folder: Path) -> None:
    async with served(folder) as (client, guard):
        one, two = await a_tab(client, guard), await a_tab(client, guard, "?width=x&height=999999")
        assert "20 70" in await seen(one, "\n")
        assert "1000 " not in await seen(two, "24 80")
        await one.send_json(["stdin", "hällo\n"])
        await seen(one, "got hällo")
        await one.send_json(["ping", "7"])
        assert await one.receive_json(timeout=30) == ["pong", "7"]
        for nonsense in ("", "{", "[]", '["stdin"]', '["stdin", 3]', '["resize", {"width": "x", "height": null}]', "7"):
            await one.send_str(nonsense)
        await two.send_json(["stdin", "end\n"])
        await seen(two, "got end")
        assert (await two.receive(timeout=30)).data is None or two.closed
        await one.close()
        await asyncio.wait_for(until_there(folder, "hung-*"), 30)
        assert len(list(folder.glob("hung-*"))) == 1


async def test_the_end_of_the_server_is_the_end_of_all_tabs(folder: Path) -> None:
    async with served(folder) as (client, guard):
        for _ in range(3):
            await seen(await a_tab(client, guard), "20 70")
    assert len(list(folder.glob("hung-*"))) == 3


async def test_nothing_is_had_without_the_token_and_no_terminal_by_a_page_from_elsewhere(folder: Path) -> None:
    (folder / "cars.csv").write_text("a,b\n1,2\n")
    async with served(folder) as (client, guard):
        for path in ("/", "/ws", "/files", "/static/js/textual.js", f"/{guard.token[:-1]}/", f"/x{guard.token}/files"):
            answer = await client.get(path)
            assert answer.status == 403, path
            assert guard.token not in await answer.text()
        assert (await client.get(f"/{guard.token}/", headers={"Host": "evil.example"})).status == 403
        for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            with pytest.raises(WSServerHandshakeError, match="403"):
                await client.ws_connect(f"/{guard.token}/ws", headers=origin)
        assert not list(folder.glob("hung-*"))


async def test_the_page_has_all_it_needs_and_tells_its_address_to_nobody(folder: Path) -> None:
    async with served(folder) as (client, guard):
        page = await client.get(f"/{guard.token}", allow_redirects=True)
        text = await page.text()
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "http" not in text.replace("https://", "") or "//" not in text
        for part in ("page/page.js", "page/page.css", "static/css/xterm.css", "static/js/textual.js"):
            assert (await client.get(f"/{guard.token}/{part}")).status == 200


async def test_saved_files_can_be_fetched_and_nothing_else(folder: Path) -> None:
    (folder / "a <b> é.csv").write_text("x\n1\n")
    (folder / ".hidden.csv").write_text("secret")
    (folder / "key.pem").write_text("secret")
    (folder / "link.csv").symlink_to("/etc/passwd")
    async with served(folder) as (client, guard):
        listed = await (await client.get(f"/{guard.token}/files")).text()
        assert "a &lt;b&gt; é.csv" in listed
        assert not any(name in listed for name in ("hidden", "key.pem", "link.csv"))
        answer = await client.get(f"/{guard.token}/files/a%20%3Cb%3E%20%C3%A9.csv")
        assert (await answer.text(), answer.headers["Content-Disposition"]) == ("x\n1\n", "attachment")
        for name in (".hidden.csv", "key.pem", "link.csv", "..%2Fx.csv", "%2Fetc%2Fpasswd"):
            assert (await client.get(f"/{guard.token}/files/{name}")).status == 404


async def test_there_is_an_end_to_tabs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_TABS", 1)
    async with served(folder) as (client, guard):
        await seen(await a_tab(client, guard), "20 70")
        with pytest.raises(WSServerHandshakeError, match="503"):
            await a_tab(client, guard)


def test_a_size_is_within_bounds() -> None:
    assert TerminalSize.of("0", "-5") == (1, 1)
    assert TerminalSize.of(10**9, "40") == (1000, 40)
    assert TerminalSize.of(None, "x") == (80, 24)
