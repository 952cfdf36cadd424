"""Sessions to save, and what the tests of session files do with a file."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import asdict, replace

from nntui.data.column import Column
from nntui.data.encoding.shape import TaskShape, shape_of
from nntui.data.files.dialect import Dialect
from nntui.data.table import Table
from nntui.model.spec import NetworkSpec
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.training.records import Checkpoint, Losses
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

NETWORK = NetworkSpec(inputs=2, hidden=(3,), seed=9)
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
        shape=TaskShape(("a", "validation"), ("y \N{BULLET}",), "regression"),
    )
    return replace(session, **changes)


def shops(**changes: Any) -> Session:
    """A session with a column of every kind."""
    session = open_source("xor", Options())
    plain = replace(
        session,
        table=SHOPS,
        network=NetworkSpec(inputs=5, output_activation="sigmoid"),
        training=TrainingSpec(loss="bce"),
        query={"size": 4, "twice": None, "shop": "y"},
        dialect=Dialect(separator=";", decimal=","),
        shape=shape_of(SHOPS),
    )
    return replace(plain, **changes)


def same(one: Session, other: Session) -> bool:
    """Equal but for the path, arrays compared bit by bit."""

    def plain(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value.dtype.str, value.tobytes()
        if isinstance(value, Session):
            return plain(asdict(value) | {"path": None})
        if dataclasses.is_dataclass(value) and not isinstance(value, Table):
            return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        return value

    equal: bool = plain(one) == plain(other)
    return equal


def replace_member(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members[name] = content
    with zipfile.ZipFile(path, "w") as archive:
        for each, body in members.items():
            archive.writestr(each, body)


def settings_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        document: dict[str, Any] = json.loads(archive.read("session.json"))
    return document


def with_settings(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = settings_of(path)
    change(document)
    replace_member(path, "session.json", json.dumps(document).encode())
