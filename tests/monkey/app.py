"""Starts nntui as the installed command does, and writes a dump of all that waits when SIGUSR1 comes.

The dump goes to the file in ``NNTUI_MONKEY_DUMP``. The threads' stacks come first, written by the signal handler
itself, so they come also from a process whose event loop or interpreter is stuck; the rest needs the main thread.
"""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from nntui.ui.app import NntuiApp

FAULT = "FAULT"
"""The line before the traceback of an exception after which the app went on."""


def waiting_stack(coroutine: Any) -> Iterator[str]:
    """The lines of code at which a suspended coroutine waits, from the outermost to what it waits for."""
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        if frame is None:
            yield f"    {coroutine!r}"
            return
        owner = frame.f_locals.get("self")
        yield f"    {frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname} of {owner!r}"
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)


def dump_tasks(file: TextIO) -> None:
    """Write every task of the running loop with the whole chain of what it awaits."""
    try:
        tasks = asyncio.all_tasks(asyncio.get_running_loop())
    except RuntimeError:
        file.write("no running loop\n")
        return
    for task in sorted(tasks, key=asyncio.Task.get_name):
        file.write(f"task {task.get_name()} cancelling={task.cancelling()}\n")
        file.writelines(f"{line}\n" for line in waiting_stack(task.get_coro()))


def dump_pumps(file: TextIO) -> None:
    """Write the screens, and every message pump that has messages waiting or is not simply running."""
    from textual.app import App
    from textual.message_pump import MessagePump

    pumps: list[MessagePump] = [each for each in gc.get_objects() if isinstance(each, MessagePump)]
    for app in pumps:
        if isinstance(app, App):
            screens = [screen for stack in app._screen_stacks.values() for screen in stack]
            file.write(f"{app!r} screens={screens} updates held={app._batch_count}\n")
    for pump in pumps:
        queue: Any = pump._message_queue
        first = pump._pending_message
        size = queue.qsize() if queue is not None else None
        if size or first or (pump._closing and not pump._closed) or (pump._running and not pump.is_attached):
            file.write(
                f"pump {pump!r} queue={size} first={first!r} {list(queue._queue)[:5] if queue else ''}"
                f" running={pump._running} closing={pump._closing} closed={pump._closed}\n"
            )


def install(path: Path) -> None:
    """Have SIGUSR1 append a dump to ``path``."""
    file = path.open("a", encoding="utf-8")

    def dump(_: int, frame: FrameType | None) -> None:
        for part in (dump_tasks, dump_pumps):
            try:
                part(file)
            except Exception as error:
                file.write(f"{part.__name__}: {error!r}\n")
        file.write("END\n")
        file.flush()

    signal.signal(signal.SIGUSR1, dump)
    faulthandler.register(signal.SIGUSR1, file, all_threads=True, chain=True)
    faulthandler.enable(file)


def record_faults(path: Path) -> None:
    """Have every exception that the app shows in a dialog, or that ends it, appended to ``path`` as well."""
    from nntui.ui.app import NntuiApp

    def recorded(act: Callable[[NntuiApp, Exception], None]) -> Callable[[NntuiApp, Exception], None]:
        def record(app: NntuiApp, fault: Exception) -> None:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{FAULT}\n{''.join(traceback.format_exception(fault))}")
            act(app, fault)

        return record

    for name in ("show_fault", "_handle_exception"):
        patch.object(NntuiApp, name, recorded(getattr(NntuiApp, name))).start()


def main() -> None:
    """Run the command with this process's arguments."""
    dump = os.environ.pop("NNTUI_MONKEY_DUMP", "")
    if dump:
        install(Path(dump))
        record_faults(Path(dump))
    sys.argv[0] = "nntui"
    from nntui.cli import main as command

    command()


if __name__ == "__main__":
    main()
