"""A session that another program has open: who has it is named, and it is opened read-only, as a copy, or not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nntui.session.locks import FileLock, owner_of, session_lock
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from nntui.ui.work import loader
from nntui.ui.work.autosave import Autosave
from tests.ui.app_host import LARGE, opened
from tests.ui.controller_host import working_on

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("script")


async def test_it_is_opened_read_only_or_as_a_copy(here: Path) -> None:
    save(open_source("xor", Options()), here / "a.nntui")
    before = (here / "a.nntui").read_bytes()
    lock = FileLock.take(session_lock(here / "a.nntui"))
    assert isinstance(lock, FileLock)
    async with opened("a.nntui", size=LARGE, ready=False) as user:
        await user.sees(f"a.nntui is open in process {os.getpid()} on ", "r open it read-only", "c open a copy")
        await user.press("r")
        await user.sees("read-only", " ready ")
        await user.press("e")
        await user.press("w")
        await user.sees("opened read-only: save beside it", "a-2.nntui")
        await user.press("enter")
        await user.until(lambda: user.name == "a-2")
        await user.sees_no_more("read-only")
        assert owner_of(session_lock(here / "a-2.nntui")) is not None
        await user.press("o")
        await user.type("a.nntui")
        await user.press("enter")
        await user.sees("c open a copy")
        await user.press("escape")
        await user.sees_no_more("c open a copy")
        assert user.name == "a-2"
        await user.press("o")
        await user.type("a.nntui")
        await user.press("enter")
        await user.sees("c open a copy")
        await user.press("c")
        await user.until(lambda: user.name == "a-3")
        assert owner_of(session_lock(here / "a-2.nntui")) is None
    lock.release()
    assert (here / "a.nntui").read_bytes() == before
    assert load(here / "a-2.nntui").path == here / "a-2.nntui"


async def test_where_the_first_is_not_opened_the_app_ends(here: Path) -> None:
    save(open_source("xor", Options()), here / "a.nntui")
    lock = FileLock.take(session_lock(here / "a.nntui"))
    assert isinstance(lock, FileLock)
    async with opened("a.nntui", ready=False) as user:
        await user.sees("open it read-only")
        user.app.screen.dismiss(None)
        await user.until_ended()
        assert user.app.return_code == 2
        assert user.app.last_words == ["nntui: a.nntui: another program has it open"]
    lock.release()


async def test_a_session_is_locked_while_it_is_open_and_no_longer(here: Path) -> None:
    save(open_source("xor", Options()), here / "a.nntui")
    async with opened("a.nntui"):
        assert owner_of(session_lock(here / "a.nntui")) is not None
    assert [path.name for path in here.iterdir()] == ["a.nntui"]


@pytest.mark.parametrize("left_behind", [False, True])
async def test_one_that_could_not_be_begun_is_not_held(
    here: Path, monkeypatch: pytest.MonkeyPatch, *, left_behind: bool
) -> None:
    def full(_: object) -> None:
        raise MemoryError

    save(open_source("xor", Options()), here / "a.nntui")
    lock, source = session_lock(here / "a.nntui"), "a.nntui"
    if left_behind:
        async with working_on(source, train=False) as desk:
            desk.edit(lambda table: table.with_value(0, 0, 8.0))
            source = str(Autosave(desk.controller).leave(lambda: desk.controller.runner.start))
    async with working_on("tutorial", train=False) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(loader, "encoded", full)
            with pytest.raises(MemoryError):
                await desk.controller.open(source, Options())
        assert owner_of(lock) is None
        assert not lock.exists()
        await desk.controller.open(source, Options())
        assert owner_of(lock) is not None
