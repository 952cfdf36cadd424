"""Exported scripts run where there is no package but torch, and print the numbers of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nntui.cli.predict import answer_lines
from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.sources.builtin import NAMES
from nntui.data.table import Table
from nntui.session.examples.record import EXAMPLES
from nntui.session.export.history import recorded_losses
from nntui.session.export.script import network_script
from nntui.session.export.training import training_script
from nntui.session.export.worked import walk_script
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.walk import walk_of
from nntui.training.textbook import displayed_loss
from nntui.training.trainer import Trainer
from tests.session.export.bare import job, run_bare

if TYPE_CHECKING:
    from nntui.session.session import Session

EPOCHS = 3
TABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "categories": ("colour,size,price\nred,1,10\nblue,2,20\n,3,31\nred,4,38\ngreen,5,52\nblue,6,60\n", {}),
    "classes": ("a,b,kind\n1,2,x\n2,1,y\n3,5,z\n4,3,x\n5,2,y\n6,1,z\n", {}),
    "two classes": ("a,b,sold\n1,2,no\n2,1,yes\n3,5,no\n4,3,yes\n5,2,yes\n6,1,no\n", {"label_smoothing": 0.1}),
    "several targets": ("a,b,c,d\n1,2,3,4\n2,1,4,3\n3,5,1,2\n4,3,2,9\n", {"targets": ("c", "d"), "bias": False}),
    "gaps": ("a,b,c\n1,,3\n2,1,4\n,5,1\n4,3,2\n5,2,8\n6,7,1\n", {"missing": ("fill",)}),
    "yes or no": ("open,b,c\nyes,1,3\nno,1,4\nyes,5,1\nno,3,2\n", {}),
    "dates": ("when,b,c\n2024-01-05,1,3\n2024-02-09,1,4\n2024-03-01,5,1\n2024-07-19,3,2\n", {}),
    "amounts": ('price,b,c\n"$1,200",1,3\n"$900",1,4\n"$12,500.50",5,1\n$80,3,2\n', {}),
    "frozen biases": ("a,b,c\n1,2,3\n2,1,4\n3,5,1\n4,3,2\n", {"frozen": ("biases",), "input_scale": True}),
    "good": (
        "a,b,kind\n" + "".join(f"{i},{i * 7 % 5},{'xyz'[i % 3]}\n" for i in range(40)),
        {"recipe": "good", "hidden": (8, 8)},
    ),
}
"""Tables as text, and what they are opened with, by what is special about them."""


def trained(session: Session) -> Session:
    """The session after a few epochs of the autograd engine, whose rounding is that of a script."""
    training = replace(session.training, engine="autograd", epochs=EPOCHS)
    trainer = Trainer(session.network, training, encode(session.table, Encoder.fit(session.table)))
    trainer.epochs(EPOCHS)
    return replace(session, training=training, checkpoint=trainer.checkpoint())


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Session]:
    """A trained session of each built-in table, example and special table."""
    folder = tmp_path_factory.mktemp("tables")
    found = {name: open_source(name, Options()) for name in (*NAMES, *EXAMPLES)}
    for name, (text, options) in TABLES.items():
        file = folder / f"{name}.csv"
        file.write_text(text)
        found[name] = open_source(str(file), Options(**options))
    columns = [*map(Column, ("a", "b")), Column("ratio", formula="a / b"), Column("y", role="target")]
    cells: dict[str, Any] = {"a": [1.0, 2.0, 3.0], "b": [2.0, 5.0, 4.0], "ratio": [None] * 3, "y": [3.0, 4.0, 1.0]}
    found["calculated"] = new_session("calculated", "t.csv", Table.of(columns, cells))
    return {name: trained(session) for name, session in found.items()}


@pytest.fixture(scope="module")
def results(sessions: dict[str, Session], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of each session's scripts by name: ``network``, ``training`` and ``update``."""
    jobs: dict[str, Any] = {}
    for name, session in sessions.items():
        rows = asked(session)
        jobs[f"network {name}"] = job(network_script(replace(session, query=rows[0])), rows)
        jobs[f"training {name}"] = job(training_script(session)[0])
        jobs[f"update {name}"] = job(walk_script(walk_of(session)))
    return run_bare(jobs, tmp_path_factory.mktemp("bare"))


def asked(session: Session) -> list[dict[str, Any]]:
    """Some rows as questions."""
    return session.table.frame.select(list(Predictor(session).askable)).head(4).to_dicts()


def number_after(words: str, printed: str) -> float:
    """The number at the end of the printed line that begins with these words."""
    return float(next(line for line in printed.splitlines() if line.startswith(words)).split()[-1])


def test_every_script_prints_the_numbers_of_the_app(sessions: dict[str, Session], results: dict[str, Any]) -> None:
    for name, session in sessions.items():
        result, predictor, rows = results[f"network {name}"], Predictor(session), asked(session)
        assert result["fault"] == "", name
        answers = [predictor.answer(row) for row in rows]
        expected = [dict(each.trained.probabilities or each.trained.values) for each in answers]
        assert result["answers"] == [pytest.approx(each, rel=1e-6, abs=1e-6) for each in expected], name
        lines = [line for line in answer_lines(predictor, rows[0], answers[0]) if line.startswith("  ")]
        assert [line for line in result["printed"].splitlines() if line.startswith("  ")] == lines, name


def test_every_training_ends_with_the_loss_of_the_app(sessions: dict[str, Session], results: dict[str, Any]) -> None:
    for name, session in sessions.items():
        assert session.checkpoint is not None
        result = results[f"training {name}"]
        assert result["fault"] == "", name
        loss = number_after("training loss", result["printed"])
        assert loss == pytest.approx(recorded_losses(session.checkpoint).train[-1], abs=1e-6), name


def test_every_update_prints_the_losses_of_the_walk(sessions: dict[str, Session], results: dict[str, Any]) -> None:
    for name, session in sessions.items():
        walk, result = walk_of(session), results[f"update {name}"]
        assert result["fault"] == "", name
        step = walk.scene.step()
        rows = step.inputs.inputs, step.inputs.targets
        for words, weights in (("displayed loss:", step.before), ("displayed loss after", step.after)):
            loss = displayed_loss(session.training.loss, session.network, weights, *rows)
            assert number_after(words, result["printed"]) == pytest.approx(loss, rel=1e-5, abs=1e-6), name
