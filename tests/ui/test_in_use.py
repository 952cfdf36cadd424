"""A session that another program has open: who has it is named, and it is opened read-only, as a copy, or not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nntui.session.locks import FileLock, owner_of, session_lock
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from tests.ui.app_host import LARGE, opened

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
