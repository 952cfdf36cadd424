"""A damaged session file is refused in one line, or reads the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nntui.errors import SessionError
from nntui.session.store.file import load, save
from tests.session.saved import same, trained

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


SAVED: dict[str, bytes] = {}


def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    if not SAVED:
        path = tmp_path_factory.mktemp("saved") / "whole.nntui"
        save(trained(), path)
        SAVED["whole"] = path.read_bytes()
    return SAVED["whole"]


def told_or_equal(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    told = ""
    try:
        assert same(load(path), trained())
    except SessionError as error:
        told = str(error)
    assert "\n" not in told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_refused_in_one_line_or_reads_the_same(
    path: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = saved(tmp_path_factory)
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
    told_or_equal(path, bytes(content))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_was_cut_short_is_refused(
    path: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = saved(tmp_path_factory)
    told_or_equal(path, whole[: data.draw(st.integers(0, len(whole) - 1))])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_directory_is_refused_in_one_line_or_reads_the_same(
    path: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = saved(tmp_path_factory)
    directory = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"PK\x05\x06"))
    content = bytearray(whole)
    content[data.draw(st.integers(directory, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    told_or_equal(path, bytes(content))
