"""The server: a page with a terminal, its socket, and the files that were saved."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from functools import cached_property
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from nntui.errors import NntuiError
from nntui.serve.files import listing, offered
from nntui.serve.guard import HEADERS, Guard
from nntui.serve.process import TerminalProcess, TerminalSize

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aiohttp.typedefs import Handler

MOST_TABS = 16
"""Tabs that are open at once: each has a process of several hundred megabytes."""
LONGEST_MESSAGE = 1 << 20
"""Bytes of a message of the page: a pasted table."""
HEARTBEAT = 15.0
"""Seconds between two signs of life: a tab that does not answer is gone."""
PAGE = Path(__file__).with_name("page")
REFUSED = "Open the whole address that nntui serve printed: the secret at its end is missing here, or an old one."


class BrowserServer:
    """Runs ``command`` for each tab. ``suffixes`` are those of the files in ``folder`` that can be fetched."""

    def __init__(self, guard: Guard, command: Sequence[str], folder: Path, suffixes: Collection[str]) -> None:
        self._guard, self._command = guard, command
        self._folder, self._suffixes = folder, suffixes
        self._sockets: set[web.WebSocketResponse] = set()

    @cached_property
    def application(self) -> web.Application:
        """The server's pages behind its guard."""
        terminal = package_files("textual_serve") / "static"
        if not isinstance(terminal, Path) or not (terminal / "js" / "textual.js").is_file():
            raise NntuiError(
                "the installed textual-serve has no terminal for the browser; install another release of it"
            )
        application = web.Application(middlewares=[self._guarded], client_max_size=LONGEST_MESSAGE)
        place = "/{token}"
        application.add_routes(
            [
                web.get(place, self._to_page),
                web.get(f"{place}/", self._page),
                web.get(f"{place}/ws", self._terminal),
                web.get(f"{place}/files", self._files),
                web.get(f"{place}/files/{{name}}", self._file),
                web.static(f"/{self._guard.token}/static", terminal),
                web.static(f"/{self._guard.token}/page", PAGE),
            ]
        )
        application.on_response_prepare.append(_add_headers)
        application.on_shutdown.append(self._close)
        return application

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in who has the token and names this server."""
        token = request.path.removeprefix("/").partition("/")[0]
        if not (self._guard.knows(token) and self._guard.names_server(request.host)):
            raise web.HTTPForbidden(text=REFUSED, headers=HEADERS)
        return await handler(request)

    async def _to_page(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"{request.path}/")

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _files(self, _: web.Request) -> web.StreamResponse:
        try:
            found = await asyncio.to_thread(offered, self._folder, self._suffixes)
        except OSError as error:
            return web.Response(text=f"{self._folder}: {error.strerror}", status=500)
        return web.Response(text=listing(self._folder, found), content_type="text/html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        found = await asyncio.to_thread(offered, self._folder, self._suffixes)
        path = next((path for path in found if path.name == name), None)
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Disposition": "attachment"})

    async def _terminal(self, request: web.Request) -> web.StreamResponse:
        """A tab: a process as long as its socket."""
        if not self._guard.is_own_page(request.headers.get("Origin"), request.host):
            raise web.HTTPForbidden(text="Only a page of this server may open its terminal.")
        if len(self._sockets) >= MOST_TABS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_TABS} tabs are open; close one first.")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST_MESSAGE)
        self._sockets.add(socket)
        try:
            await socket.prepare(request)
            size = TerminalSize.of(request.query.get("width"), request.query.get("height"))
            process = await TerminalProcess.begun(self._command, size)
            try:
                await _converse(socket, process)
            finally:
                await asyncio.shield(process.end())
        finally:
            self._sockets.discard(socket)
        return socket

    async def _close(self, _: web.Application) -> None:
        """Close all tabs; their processes save their work."""
        for socket in list(self._sockets):
            with suppress(ConnectionError):
                await socket.close(code=WSCloseCode.GOING_AWAY)
        while self._sockets:
            await asyncio.sleep(0.05)

    @property
    def tabs(self) -> int:
        """The tabs that are open."""
        return len(self._sockets)


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


async def _converse(socket: web.WebSocketResponse, process: TerminalProcess) -> None:
    """Carry keys to the process and its output to the page, until one of them ends."""
    output = asyncio.create_task(_show(socket, process))
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await _take(socket, process, message.data)
    finally:
        output.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await output


async def _show(socket: web.WebSocketResponse, process: TerminalProcess) -> None:
    while piece := await process.read():
        await socket.send_bytes(piece)
    await socket.close()


async def _take(socket: web.WebSocketResponse, process: TerminalProcess, text: str) -> None:
    """Do what a message of the page says: keys, another size, or a sign of life. Others are left alone."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return
    match message:
        case ["stdin", str(typed)]:
            process.write(typed.encode("utf-8", "replace"))
        case ["resize", {"width": columns, "height": rows}]:
            process.resize(TerminalSize.of(columns, rows))
        case ["ping", str(sent)]:
            await socket.send_json(["pong", sent])
