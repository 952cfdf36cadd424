from pathlib import Path

import pytest

from nntui.errors import DataError, NntuiError, SessionError
from nntui.model.spec import NetworkSpec, TrainingSpec
from nntui.session.file import save
from nntui.session.options import Options
from nntui.session.source import open_source

TABLE = "a,b,y\n1,2,3\n4,5,6\n7,8,10\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text(TABLE)
    return tmp_path


def test_without_a_source_the_tutorial_is_opened() -> None:
    assert open_source(None, Options()) == open_source("tutorial", Options())


def test_the_tutorial_is_the_lessons_own() -> None:
    session = open_source("tutorial", Options())
    assert session.network == NetworkSpec(
        inputs=2,
        hidden=(3,),
        outputs=1,
        activation="sigmoid",
        output_activation="sigmoid",
        bias=False,
        init="normal",
        seed=0,
    )
    training = session.training
    assert (training.loss, training.optimizer, training.rate) == ("half-sse", "sgd", 1.0)
    assert (training.batch, training.epochs, training.seed, training.engine) == (None, 1000, 0, "autograd")
    assert session.table.rows(0, 3) == [(2, 9, 92), (1, 5, 100), (3, 6, 89)]
    assert [str(column.scaling) for column in session.table.columns] == ["max", "max", "fixed:100"]
    assert session.query == {"age": 4, "weight": 8}
    assert session.query_scaling == "own-max"
    assert "4/3, 8/9" in session.lesson


def test_any_other_table_gets_the_defaults(here: Path) -> None:
    session = open_source("mine.csv", Options())
    assert (session.name, session.source) == ("mine", "mine.csv")
    assert [column.role for column in session.table.columns] == ["input", "input", "target"]
    assert {str(column.scaling) for column in session.table.columns} == {"standard"}
    assert session.network == NetworkSpec(inputs=2, hidden=(16,), activation="relu", init="he")
    assert session.training == TrainingSpec(loss="mse", optimizer="adam", rate=0.01, batch=32, epochs=200)
    assert not session.table.validation.any()
    assert (session.query_scaling, session.lesson, session.checkpoint) == ("training", "", None)


@pytest.mark.parametrize("name", ["xor", "cars"])
def test_the_other_built_in_tables_get_them_too(name: str) -> None:
    session = open_source(name, Options())
    assert session.name == session.source == name
    assert session.training == TrainingSpec()


def test_a_session_file_is_opened_as_it_was_saved(here: Path) -> None:
    saved = open_source("mine.csv", Options(seed=3))
    save(saved, here / "kept.nntui")
    opened = open_source("kept.nntui", Options())
    assert (opened.network, opened.table, opened.source) == (saved.network, saved.table, "mine.csv")
    assert opened.path == Path("kept.nntui")


def test_a_session_is_known_by_its_first_bytes_under_any_name(here: Path) -> None:
    save(open_source("mine.csv", Options()), here / "kept.backup")
    assert open_source("kept.backup", Options()).name == "mine"


def test_a_bare_built_in_name_means_the_built_in_and_a_path_the_file(here: Path) -> None:
    save(open_source("mine.csv", Options()), here / "tutorial")
    assert open_source("tutorial", Options()).name == "tutorial"
    assert open_source("./tutorial", Options()).name == "mine"


def test_an_unknown_name_is_told_with_the_names_that_are_known() -> None:
    with pytest.raises(DataError, match="did you mean tutorial") as told:
        open_source("tutrial", Options())
    assert all(name in str(told.value) for name in ("cars", "xor"))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("source", ["missing.csv", "missing.nntui", ".", "./missing", "", "broken.nntui"])
def test_what_cannot_be_opened_is_told_in_one_line(here: Path, source: str) -> None:
    (here / "broken.nntui").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(NntuiError) as told:
        open_source(source, Options())
    assert "\n" not in str(told.value)


def test_a_broken_session_is_told_as_a_session_and_not_as_a_table(here: Path) -> None:
    (here / "broken.nntui").write_text(TABLE)
    with pytest.raises(SessionError):
        open_source("broken.nntui", Options())


def test_a_table_of_one_column_cannot_be_learnt(here: Path) -> None:
    (here / "one.csv").write_text("a\n1\n2\n")
    with pytest.raises(DataError, match="no input column"):
        open_source("one.csv", Options())
