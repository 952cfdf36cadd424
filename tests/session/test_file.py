"""A session file gives back the session that was saved, whatever it holds and whichever nntui wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.shape import TaskShape
from nntui.errors import SessionError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.document import VERSION
from nntui.session.store.file import load, save
from tests.session.saved import NETWORK, SHOPS, checkpoint, same, settings_of, shops, trained, with_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.session import Session

FILES = Path(__file__).parent / "files"


def test_a_session_comes_back_as_it_was_saved(path: Path) -> None:
    save(trained(), path)
    assert same(load(path), trained())
    assert load(path).path == path


def test_a_session_that_was_never_trained_comes_back_too(path: Path) -> None:
    session = open_source("tutorial", Options())
    save(session, path)
    assert same(load(path), session)


def test_a_table_without_rows_is_kept(path: Path) -> None:
    session = trained(checkpoint=None)
    session = replace(session, table=session.table.without_rows(range(3)))
    save(session, path)
    assert load(path).table.height == 0


def test_columns_of_every_kind_come_back_with_their_cells_and_the_question(path: Path) -> None:
    save(shops(), path)
    again = load(path)
    assert same(again, shops())
    assert [type(value) for value in again.query.values()] == [int, type(None), str]


def test_a_session_that_was_saved_in_the_midst_of_an_edit_gets_the_network_of_its_table(path: Path) -> None:
    wider = trained().table.with_new_column(0, Column("new"), [1.0, 2.0, 3.0]).without_column(1)
    save(trained(table=wider), path)
    again = load(path)
    assert again.shape == TaskShape(("new", "validation"), ("y \N{BULLET}",), "regression")
    assert again.network == NETWORK
    before, after = trained().checkpoint, again.checkpoint
    assert before is not None
    assert after is not None
    assert after.weights[3:6].tolist() == before.weights[3:6].tolist()
    assert after.weights[:3].tolist() != before.weights[:3].tolist()


def test_a_table_that_cannot_be_learnt_is_kept(path: Path) -> None:
    session = shops(table=SHOPS.with_role(5, "ignored"), shape=None, query={})
    save(session, path)
    assert same(load(path), session)


def as_format_1(document: dict[str, Any]) -> None:
    """A session file as the first version wrote it."""
    document["version"] = 1
    for name in ("shape", "dialect"):
        del document[name]
    for column in document["columns"]:
        for name in ("missing", "words", "formula"):
            del column[name]


def test_a_file_of_the_first_format_is_read(path: Path) -> None:
    save(trained(), path)
    with_settings(path, as_format_1)
    assert same(load(path), trained())


def test_a_file_of_the_first_format_still_has_to_fit_its_columns(path: Path) -> None:
    save(trained(), path)
    with_settings(path, as_format_1)
    with_settings(path, lambda document: document["columns"][1].update(role="ignored"))
    with pytest.raises(SessionError, match="does not fit"):
        load(path)


@pytest.mark.parametrize("value", ["four", True, 2**70, 10**400, 1e300])
def test_an_answer_in_the_form_that_no_cell_could_be_is_forgotten(path: Path, value: object) -> None:
    save(shops(), path)
    with_settings(path, lambda document: document["query"].update(shop=4, size=value, nothing=1))
    kept = load(path).query
    assert "shop" not in kept
    assert "nothing" not in kept
    assert kept.get("size") in {None, 1}


def test_a_best_loss_that_is_not_known_yet_is_kept(path: Path) -> None:
    session = trained(checkpoint=checkpoint(best_loss=float("inf")))
    save(session, path)
    assert same(load(path), session)


def test_what_is_saved_while_it_trains_is_paused_when_it_is_opened(path: Path) -> None:
    save(trained(checkpoint=checkpoint(state="training")), path)
    kept = load(path).checkpoint
    assert kept is not None
    assert kept.state == "paused"


def kept_in(before: Any, after: Any) -> bool:
    """Whether ``after`` has all that ``before`` has; it may have settings that are younger."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(name in after and kept_in(before[name], after[name]) for name in before)
    if isinstance(before, list):
        return len(before) == len(after) and all(map(kept_in, before, after))
    return bool(before == after)


@pytest.mark.parametrize(
    ("name", "session"), [("shops-2", shops), *((f"trained-{version}", trained) for version in (2, 3, 4, 5, 6))]
)
def test_a_file_of_an_earlier_format_is_read_and_written_with_all_that_it_says(
    name: str, session: Callable[[], Session], path: Path
) -> None:
    old = FILES / f"{name}.nntui"
    assert same(load(old), session())
    save(load(old), path)
    assert kept_in(settings_of(old) | {"version": VERSION}, settings_of(path))
