"""A file that is no session, or one that contradicts itself, is refused in one line."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.shape import shape_of
from nntui.data.table import Table
from nntui.errors import SessionError
from nntui.model.spec import NetworkSpec
from nntui.session.store.document import VERSION
from nntui.session.store.file import load, save
from nntui.training.spec import TrainingSpec
from tests.session.saved import replace_member, shops, trained, with_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.session.session import Session

    Change = Callable[[dict[str, Any]], object]


def check_refused_in_one_line(session: Session, path: Path, change: Change) -> None:
    save(session, path)
    with_settings(path, change)
    with pytest.raises(SessionError) as told:
        load(path)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_or_not_a_session_is_reported(tmp_path: Path) -> None:
    (tmp_path / "text.nntui").write_text("a,b\n1,2\n")
    for name in ("missing.nntui", "text.nntui", "."):
        with pytest.raises(SessionError, match=str(tmp_path)):
            load(tmp_path / name)


def test_a_file_of_another_program_is_refused(path: Path) -> None:
    for members in ({"word/document.xml": b"<xml/>"}, {}):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        with pytest.raises(SessionError, match="not a session file"):
            load(path)


def test_members_that_are_compressed_are_refused_before_they_are_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("session.json", b" " * 100_000_000)
    with pytest.raises(SessionError, match="not a session file"):
        load(path)


def test_a_file_of_a_newer_version_is_refused_by_saying_so(path: Path) -> None:
    save(trained(), path)
    with_settings(path, lambda document: document.update(version=VERSION + 1, surprise=True))
    with pytest.raises(SessionError, match="made by a newer nntui"):
        load(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("rows"),
        lambda document: document.update(rows=4),
        lambda document: document.update(rows=-1),
        lambda document: document.update(rows=10**15),
        lambda document: document.update(version=0),
        lambda document: document.update(validation=1.5),
        lambda document: document.update(surprise=1),
        lambda document: document["network"].update(hidden=[4]),
        lambda document: document["network"].update(inputs=3),
        lambda document: document["network"].update(hidden=[4096] * 1_000),
        lambda document: document["network"].update(activation="magic"),
        lambda document: document["training"].update(rate=-1),
        lambda document: document["training"].update(loss="cross-entropy"),
        lambda document: document["columns"][0].update(name="other"),
        lambda document: document["columns"][0]["scaling"].update(method="fixed"),
        lambda document: document["columns"].append(document["columns"][0]),
        lambda document: document["progress"].update(epoch=-1),
        lambda document: document["progress"].update(best_epoch=8),
        lambda document: document["progress"].update(optimizer=["mean"]),
        lambda document: document.update(progress=None),
    ],
)
def test_settings_that_contradict_the_rest_are_refused(path: Path, change: Change) -> None:
    check_refused_in_one_line(trained(), path, change)


def test_settings_are_checked_by_the_same_rules_as_everywhere(path: Path) -> None:
    save(trained(), path)
    with_settings(path, lambda document: document["training"].update(rate=0))
    with pytest.raises(SessionError, match="learning rate: 0; give a number above 0"):
        load(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["columns"][0].update(kind="number"),
        lambda document: document["columns"][0].update(kind="magic"),
        lambda document: document["columns"][0].update(missing="magic"),
        lambda document: document["columns"][0].update(name="^a$"),
        lambda document: document["columns"][1].update(formula="size *"),
        lambda document: document["columns"][1].update(formula="twice"),
        lambda document: document["columns"][1].update(formula="("),
        lambda document: document["columns"][2].update(formula="size"),
        lambda document: document["columns"][2].update(role="split"),
        lambda document: document["columns"][5].update(words=["same", "Same"]),
        lambda document: document["columns"][5].update(words=["one"]),
        lambda document: document["shape"].update(features=["size"]),
        lambda document: document["shape"].update(outputs=[]),
        lambda document: document["shape"].update(task="magic"),
        lambda document: document["query"].update(size=[1]),
        lambda document: document["dialect"].update(separator="too long"),
        lambda document: document["dialect"].update(surprise=1),
    ],
)
def test_columns_that_contradict_the_rest_are_refused(path: Path, change: Change) -> None:
    check_refused_in_one_line(shops(), path, change)


def test_a_table_that_claims_other_columns_is_refused(path: Path, tmp_path: Path) -> None:
    other = trained(table=Table.of([Column("a"), Column("y", role="target")], {"a": [1.0], "y": [2.0]}))
    save(replace(other, network=NetworkSpec(inputs=1), checkpoint=None, shape=None), tmp_path / "other.nntui")
    save(trained(), path)
    with zipfile.ZipFile(tmp_path / "other.nntui") as archive:
        replace_member(path, "data.parquet", archive.read("data.parquet"))
    with pytest.raises(SessionError, match=r"data\.parquet"):
        load(path)


def test_a_thousand_formulas_that_hang_on_one_another_are_refused(path: Path) -> None:
    many = [Column(f"c{place}") for place in range(2_000)]
    cells: dict[str, list[float | None]] = {column.name: [1.0] for column in many}
    table = Table.of([*many, Column("y", role="target")], {**cells, "y": [1.0]})
    session = shops(table=table, shape=shape_of(table), network=NetworkSpec(inputs=2_000), training=TrainingSpec())
    save(replace(session, query={}), path)

    def chained(document: dict[str, Any]) -> None:
        for place, column in enumerate(document["columns"][:1_999]):
            column["formula"] = f"c{place + 1} + 1"

    with_settings(path, chained)
    with pytest.raises(SessionError) as told:
        load(path)
    assert "\n" not in str(told.value)
