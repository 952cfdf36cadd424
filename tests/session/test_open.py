import io
from pathlib import Path

import pytest

from nntui.data.encoding.shape import shape_of
from nntui.data.sources.computed import Recipe, generate, parse
from nntui.errors import DataError, NntuiError, SessionError
from nntui.model.spec import NetworkSpec
from nntui.session.open import is_built_in, open_source, preview
from nntui.session.options import Options
from nntui.session.store.file import save
from nntui.training.spec import TrainingSpec

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


@pytest.mark.parametrize("name", ["xor", "cars", "diabetes"])
def test_the_other_built_in_tables_get_them_too(name: str) -> None:
    session = open_source(name, Options())
    assert session.name == session.source == name
    assert session.training == TrainingSpec()


@pytest.mark.parametrize(
    ("source", "network", "loss", "output"),
    [
        ("cars", (6, 1), "mse", "linear"),
        ("sine", (1, 1), "mse", "linear"),
        ("breast-cancer", (30, 1), "bce", "sigmoid"),
        ("moons", (2, 1), "bce", "sigmoid"),
        ("iris", (4, 3), "cross-entropy", "softmax"),
        ("digits", (64, 10), "cross-entropy", "softmax"),
        ("spiral:arms=5", (2, 5), "cross-entropy", "softmax"),
        ("diabetes", (11, 1), "mse", "linear"),
    ],
)
def test_the_target_decides_what_is_learnt_and_how(
    source: str, network: tuple[int, int], loss: str, output: str
) -> None:
    session = open_source(source, Options())
    assert (session.network.inputs, session.network.outputs) == network
    assert (session.training.loss, session.network.output_activation) == (loss, output)


def test_a_generator_is_opened_by_its_name() -> None:
    session = open_source("circle", Options())
    assert session.name == session.source == "circle"
    assert session.table == generate(Recipe("circle"))


@pytest.mark.parametrize("source", ["circle:rows=500,noise=0.1,seed=3", "moons:40", "xor:rows=200"])
def test_a_generator_takes_settings_and_the_session_says_which(source: str) -> None:
    session = open_source(source, Options())
    recipe = parse(session.source)
    assert recipe is not None
    assert (session.name, session.source) == (source.partition(":")[0], source)
    assert session.table == generate(recipe)


def test_the_seed_of_training_is_not_that_of_the_table() -> None:
    assert open_source("circle:noise=0.1", Options(seed=5)).table == open_source("circle:noise=0.1", Options()).table


def test_a_bare_xor_is_the_table_of_four_rows() -> None:
    assert open_source("xor", Options()).table.height == 4


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("circel", "did you mean circle"),
        ("circel:rows=500,noise=0.1", "did you mean circle"),
        ("circle:size=3", "there are rows, noise, seed"),
        ("circle:rows=none", "give a whole number from 1 to 1000000"),
        ("iris:rows=20", "open it as iris"),
        ("Circle", "did you mean circle"),
    ],
)
def test_a_generator_that_there_is_not_is_reported_in_one_line_with_what_there_is(source: str, hint: str) -> None:
    with pytest.raises(DataError) as told:
        open_source(source, Options())
    assert hint in str(told.value)
    assert "\n" not in str(told.value)


def test_a_path_to_a_file_with_a_colon_is_the_file(here: Path) -> None:
    (here / "circle:4.csv").write_text(TABLE)
    assert open_source("./circle:4.csv", Options()).table.height == 3


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


def test_an_unknown_name_is_reported_with_the_names_that_are_known() -> None:
    with pytest.raises(DataError, match="did you mean tutorial") as told:
        open_source("tutrial", Options())
    assert all(name in str(told.value) for name in ("cars", "xor", "digits", "circle", "sinc"))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("source", ["missing.csv", "missing.nntui", "folder", "./missing", "", "broken.nntui"])
def test_a_source_that_cannot_be_opened_is_one_line(here: Path, source: str) -> None:
    (here / "broken.nntui").write_bytes(b"PK\x03\x04 and then nothing")
    (here / "folder").mkdir()
    with pytest.raises(NntuiError) as told:
        open_source(source, Options())
    assert "\n" not in str(told.value)


def test_a_broken_session_is_told_as_a_session_and_not_as_a_table(here: Path) -> None:
    (here / "broken.nntui").write_text(TABLE)
    with pytest.raises(SessionError):
        open_source("broken.nntui", Options())


def test_a_table_comes_in_on_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    session = open_source("-", Options())
    assert (session.name, session.source) == ("stdin", "-")
    assert session.table.rows(0, 1) == [(1, 2, 3)]


def test_a_text_file_is_read_as_the_options_say_and_the_session_knows_how(here: Path) -> None:
    (here / "odd.txt").write_text("1,5|2\n2,5|3\n")
    session = open_source("odd.txt", Options(separator="|", decimal=",", header=False))
    assert [row[0] for row in session.table.rows(0, 9)] == [1.5, 2.5]
    assert session.dialect is not None
    assert (session.dialect.separator, session.dialect.decimal, session.dialect.header) == ("|", ",", False)


@pytest.mark.parametrize("source", ["cars", "circle", "tutorial", "kept.nntui"])
def test_what_is_no_text_file_is_not_read_as_the_options_say(here: Path, source: str) -> None:
    save(open_source("mine.csv", Options()), here / "kept.nntui")
    with pytest.raises(DataError, match=r"^separator: .* is not one$"):
        open_source(source, Options(separator=";"))


def test_a_column_read_as_a_category_keeps_what_a_number_would_lose(here: Path) -> None:
    (here / "zip.csv").write_text("zip,price\n007,1\n010,2\n")
    session = open_source("zip.csv", Options(kinds=("zip=category",)))
    assert [row[0] for row in session.table.rows(0, 9)] == ["007", "010"]


def test_progress_of_reading_a_file_is_reported(here: Path) -> None:
    shares: list[float] = []
    open_source("mine.csv", Options(), progress=shares.append)
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert shares[-1] == 1


def test_a_built_in_word_is_told_from_a_file() -> None:
    assert all(map(is_built_in, ("tutorial", "xor", "xor:rows=8", "digits", "circle", "circle:5", "-")))
    assert not any(map(is_built_in, ("mine.csv", "./circle", "kept.nntui", "circel:5")))


def test_a_table_that_cannot_be_learnt_yet_is_opened_to_be_mended(here: Path) -> None:
    (here / "one.csv").write_text("a\n1\n2\n")
    session = open_source("one.csv", Options())
    assert (session.table.height, session.shape) == (2, None)
    with pytest.raises(DataError, match="no column is an input"):
        shape_of(session.table)


def test_a_preview_has_the_columns_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "id,when,a,y\n1,01/02/2024,oops,5\n2,03/02/2024,1,6\n3,04/02/2024,2,7\n" + "4,05/02/2024,3,8\n" * 300
    )
    asked = Options(ignored=("a",), targets=("id",), kinds=("when=date:m/d/y",))
    table = preview(path, asked)
    assert table.height == 200
    assert [column.role for column in table.columns] == ["target", "input", "ignored", "input"]
    assert table.columns[1].date_format == "%m/%d/%Y"
    assert preview(path, Options(ignored=("a",), targets=("nobody",))).height == 200
