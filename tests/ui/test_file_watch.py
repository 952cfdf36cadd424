"""Changes of the open files by other programs are noticed while the screen is up, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.files.atomic import FileStamp
from nntui.session.options import Options
from nntui.ui.work.disk import FileWatch
from tests.ui.controller_host import working_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def written(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"theirs")


@pytest.mark.parametrize(("change", "word"), [(written, "changed"), ("unlink", "deleted")], ids=["written", "deleted"])
async def test_a_session_file_changed_by_another_program_is_reported_once_and_again_after_a_save(
    here: Path, change: Callable[[Path], None] | str, word: str
) -> None:
    def happens() -> None:
        (here / "mine.nntui").unlink() if isinstance(change, str) else change(here / "mine.nntui")

    async with working_on("tutorial", Options(epochs=10, engine="autograd"), train=False) as desk:
        watch = FileWatch(desk.warn, desk.controller.own_file)
        await watch.look()
        await desk.controller.save(here / "mine.nntui")
        await watch.look()
        assert desk.warned == []
        happens()
        for _ in range(3):
            await watch.look()
        assert desk.warned == [f"mine.nntui was {word} by another program. {{key:save}} asks before it replaces it."]
        await desk.controller.save(here / "mine.nntui", replacing=True)
        await watch.look()
        assert len(desk.warned) == 1
        happens()
        await watch.look()
        assert len(desk.warned) == 2


async def test_a_change_that_was_told_at_saving_is_not_told_again(here: Path) -> None:
    path = here / "mine.nntui"
    path.write_text("mine")
    stamp, warned = FileStamp.of(path), list[str]()
    watch = FileWatch(warned.append, lambda: stamp)
    written(path)
    watch.session_told()
    await watch.look()
    assert warned == []


async def test_a_file_that_is_being_written_here_is_not_looked_at(here: Path) -> None:
    warned: list[str] = []
    watch = FileWatch(warned.append, lambda: None)
    await watch.look()
    assert warned == []
