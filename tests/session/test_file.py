import dataclasses
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nntui.data.column import Column
from nntui.data.dialect import Dialect
from nntui.data.shape import Shape, shape_of
from nntui.data.table import Table
from nntui.errors import SessionError
from nntui.model.spec import NetworkSpec, TrainingSpec
from nntui.session.file import load, save
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.session.source import open_source
from nntui.training.records import Checkpoint, Losses

NETWORK = NetworkSpec(inputs=2, hidden=(3,), seed=9)


def losses(*epochs: int) -> Losses:
    places = np.array(epochs, dtype=np.int64)
    train = 1 / (1 + places.astype(np.float64))
    return Losses(places, train, np.full(len(places), np.nan), train * 0.1)


def flat(seed: int, parameters: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal(parameters).astype(np.float32)


def checkpoint(**changes: Any) -> Checkpoint:
    parameters = NETWORK.parameters
    whole = Checkpoint(
        epoch=7,
        batch=2,
        updates=30,
        weights=flat(1, parameters),
        first=flat(2, parameters),
        best=flat(3, parameters),
        best_epoch=5,
        best_loss=0.1234567890123456,
        optimizer={"mean": flat(4, parameters), "square": flat(5, parameters)},
        curve=losses(0, 2, 4, 6, 7),
        recent=losses(5, 6, 7),
        seconds=1.25,
    )
    return dataclasses.replace(whole, **changes)


def trained(**changes: Any) -> Session:
    columns = (Column("a", unit="kg"), Column("validation"), Column("y \N{BULLET}", role="target"))
    cells: dict[str, list[float | None]] = {
        "a": [1.0, None, 0.1 + 0.2],
        "validation": [4.0, 5.0, 6.0],
        "y \N{BULLET}": [7.0, 8.0, -0.0],
    }
    session = Session(
        name="mine",
        source="mine.csv",
        table=Table.of(columns, cells, [False, True, False]),
        network=NETWORK,
        training=TrainingSpec(seed=9),
        validation=0.3,
        query={"a": 1.5},
        lesson="one\ntwo",
        checkpoint=checkpoint(),
        shape=Shape(("a", "validation"), ("y \N{BULLET}",), "regression"),
    )
    return dataclasses.replace(session, **changes)


def same(one: Session, other: Session) -> bool:
    """Equal but for the path, arrays compared bit by bit."""

    def plain(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value.dtype.str, value.tobytes()
        if dataclasses.is_dataclass(value) and not isinstance(value, Table):
            return [plain(getattr(value, field.name)) for field in dataclasses.fields(value) if field.name != "path"]
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        return value

    equal: bool = plain(one) == plain(other)
    return equal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.nntui"


def replace_member(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members[name] = content
    with zipfile.ZipFile(path, "w") as archive:
        for each, body in members.items():
            archive.writestr(each, body)


def with_settings(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        document = json.loads(archive.read("session.json"))
    change(document)
    replace_member(path, "session.json", json.dumps(document).encode())


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
    session = dataclasses.replace(session, table=session.table.without_rows(0, 3))
    save(session, path)
    assert load(path).table.height == 0


SHOPS = Table.of(
    [
        Column("size", kind="whole", missing="median"),
        Column("twice", formula="size * 2"),
        Column("shop", kind="category", missing="own"),
        Column("*", kind="text", role="ignored"),
        Column("part", kind="category", role="split"),
        Column("open", kind="yes-no", role="target", words=("shut", "o\N{COMBINING DIAERESIS}pen")),
    ],
    {
        "size": [2**62 + 1, None, 3],
        "twice": [None, None, None],
        "shop": ["x\n", None, "\x1b[31m"],
        "*": ["one", None, "\N{RIGHT-TO-LEFT OVERRIDE}" * 10_000],
        "part": ["train", "test", None],
        "open": [True, None, False],
    },
)


def shops(**changes: Any) -> Session:
    """A session with a column of every kind."""
    session = open_source("xor", Options())
    plain = dataclasses.replace(
        session,
        table=SHOPS,
        network=NetworkSpec(inputs=5, output_activation="sigmoid"),
        training=TrainingSpec(loss="bce"),
        query={"size": 4, "twice": None, "shop": "y"},
        dialect=Dialect(separator=";", decimal=","),
        shape=shape_of(SHOPS),
    )
    return dataclasses.replace(plain, **changes)


def test_columns_of_every_kind_come_back_with_their_cells_and_the_question(path: Path) -> None:
    save(shops(), path)
    again = load(path)
    assert same(again, shops())
    assert [type(value) for value in again.query.values()] == [int, type(None), str]


def test_a_session_that_was_saved_in_the_midst_of_an_edit_gets_the_network_of_its_table(path: Path) -> None:
    wider = trained().table.with_new_column(0, Column("new"), [1.0, 2.0, 3.0]).without_column(1)
    save(trained(table=wider), path)
    again = load(path)
    assert again.shape == Shape(("new", "validation"), ("y \N{BULLET}",), "regression")
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
    """What the first nntui wrote."""
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
def test_columns_that_contradict_the_rest_are_refused(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    save(shops(), path)
    with_settings(path, change)
    with pytest.raises(SessionError) as told:
        load(path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("value", ["four", True, 2**70, 10**400, 1e300])
def test_an_answer_in_the_form_that_no_cell_could_be_is_forgotten(path: Path, value: object) -> None:
    save(shops(), path)
    with_settings(path, lambda document: document["query"].update(shop=4, size=value, nothing=1))
    kept = load(path).query
    assert "shop" not in kept
    assert "nothing" not in kept
    assert kept.get("size") in {None, 1}


def test_a_thousand_formulas_that_hang_on_one_another_are_refused(path: Path) -> None:
    many = [Column(f"c{place}") for place in range(2_000)]
    cells: dict[str, list[float | None]] = {column.name: [1.0] for column in many}
    table = Table.of([*many, Column("y", role="target")], {**cells, "y": [1.0]})
    session = shops(table=table, shape=shape_of(table), network=NetworkSpec(inputs=2_000), training=TrainingSpec())
    save(dataclasses.replace(session, query={}), path)

    def chained(document: dict[str, Any]) -> None:
        for place, column in enumerate(document["columns"][:1_999]):
            column["formula"] = f"c{place + 1} + 1"

    with_settings(path, chained)
    with pytest.raises(SessionError) as told:
        load(path)
    assert "\n" not in str(told.value)


def test_a_best_loss_that_is_not_known_yet_is_kept(path: Path) -> None:
    session = trained(checkpoint=checkpoint(best_loss=float("inf")))
    save(session, path)
    assert same(load(path), session)


def test_what_is_saved_while_it_trains_is_paused_when_it_is_opened(path: Path) -> None:
    save(trained(checkpoint=checkpoint(state="training")), path)
    kept = load(path).checkpoint
    assert kept is not None
    assert kept.state == "paused"


def test_equal_sessions_are_equal_files(tmp_path: Path) -> None:
    save(trained(), tmp_path / "one.nntui")
    save(trained(), tmp_path / "two.nntui")
    assert (tmp_path / "one.nntui").read_bytes() == (tmp_path / "two.nntui").read_bytes()


def test_the_settings_can_be_read_by_a_person_and_nothing_is_pickled(path: Path) -> None:
    save(trained(), path)
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"session.json", "data.parquet", "weights.safetensors", "history.parquet"}
        document = json.loads(archive.read("session.json"))
    assert document["version"] == 2
    assert document["network"]["hidden"] == [3]


def test_saving_keeps_the_permissions_of_the_old_file(path: Path) -> None:
    path.touch(mode=0o640)
    path.chmod(0o640)
    save(trained(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_saving_through_a_link_replaces_what_it_points_to(tmp_path: Path, path: Path) -> None:
    link = tmp_path / "link.nntui"
    link.symlink_to(path)
    save(trained(), link)
    assert link.is_symlink()
    assert same(load(path), trained())


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(trained(), path)
    before = path.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(SessionError, match="No space left on device"):
        save(trained(name="another"), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing" / "mine.nntui", Path("/dev/null")):
        with pytest.raises(SessionError, match=str(place)):
            save(trained(), place)


def test_a_file_that_is_not_there_or_not_a_session_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.nntui").write_text("a,b\n1,2\n")
    for name in ("missing.nntui", "text.nntui", "."):
        with pytest.raises(SessionError, match=str(tmp_path)):
            load(tmp_path / name)


def test_a_file_of_a_newer_version_is_refused_by_saying_so(path: Path) -> None:
    save(trained(), path)
    with_settings(path, lambda document: document.update(version=3, surprise=True))
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
def test_settings_that_contradict_the_rest_are_refused(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    save(trained(), path)
    with_settings(path, change)
    with pytest.raises(SessionError) as told:
        load(path)
    assert "\n" not in str(told.value)


def test_a_table_that_claims_other_columns_is_refused(path: Path, tmp_path: Path) -> None:
    other = trained(table=Table.of([Column("a"), Column("y", role="target")], {"a": [1.0], "y": [2.0]}))
    save(
        dataclasses.replace(other, network=NetworkSpec(inputs=1), checkpoint=None, shape=None), tmp_path / "other.nntui"
    )
    save(trained(), path)
    with zipfile.ZipFile(tmp_path / "other.nntui") as archive:
        replace_member(path, "data.parquet", archive.read("data.parquet"))
    with pytest.raises(SessionError, match=r"data\.parquet"):
        load(path)


def test_members_that_are_compressed_are_refused_before_they_are_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("session.json", b" " * 100_000_000)
    with pytest.raises(SessionError, match="not a session file"):
        load(path)


def test_a_file_of_another_program_is_refused(path: Path) -> None:
    for members in ({"word/document.xml": b"<xml/>"}, {}):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        with pytest.raises(SessionError, match="not a session file"):
            load(path)


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


def test_settings_are_checked_by_the_same_rules_as_everywhere(path: Path) -> None:
    save(trained(), path)
    with_settings(path, lambda document: document["training"].update(rate=0))
    with pytest.raises(SessionError, match="learning rate: 0; give a number above 0"):
        load(path)
