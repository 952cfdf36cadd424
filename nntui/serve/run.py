"""``nntui serve``: from the address that is printed to the end of the last tab."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from typing import TYPE_CHECKING

from aiohttp import web

from nntui.errors import NntuiError
from nntui.safe_text import number_of
from nntui.serve.guard import Guard, is_everywhere, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.serve.server import BrowserServer

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 30.0
"""Seconds for the processes of all tabs to save their work."""


async def serve(server: BrowserServer, guard: Guard, port: int, tell: Callable[[str], object]) -> int:
    """Serve until a signal ends it; the exit status. Raises NntuiError where the port cannot be had."""
    runner = web.AppRunner(server.application, access_log=None, shutdown_timeout=GRACE, handle_signals=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, guard.host, port)
        try:
            await site.start()
        except OSError as error:
            raise NntuiError(f"--host {guard.host} --port {port}: {_reason(error, port)}") from error
        for line in words(guard, runner.addresses[0][1]):
            tell(line)
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in ENDINGS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, ended.set)
        await ended.wait()
        if server.tabs:
            tell(f"Ending; the work of {number_of(server.tabs, 'open tab')} is kept.")
    finally:
        await runner.cleanup()
    return 0


def _reason(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; give another one, or --port 0 for any that is free"
    return (error.strerror or str(error)).lower()


def words(guard: Guard, port: int) -> list[str]:
    """The lines that tell where nntui is, and who may use it."""
    name = socket.gethostname() if is_everywhere(guard.host) else guard.host
    shown = f"[{name}]" if ":" in name else name
    lines = [
        f"http://{shown}:{port}/{guard.token}/",
        "Whoever has this address can use nntui, and with it your files, as you. Ctrl+C ends it.",
    ]
    if not is_loopback(guard.host):
        lines.append(
            "Warning: the connection is not encrypted. Whoever is on the network between can read the address with its "
            f"secret, and all that is typed and shown. Safer: ssh -L {port}:127.0.0.1:{port} {name}, without --host."
        )
    return lines
