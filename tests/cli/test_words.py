"""Help, completion, and errors of usage."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from click import Option
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from nntui import __version__
from nntui.cli import main
from nntui.data.encoding.shape import Task
from nntui.model.activations import ACTIVATIONS
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.spec import NetworkSpec
from nntui.session.recipe_specs import with_recipe
from nntui.session.settings.table import SETTINGS
from nntui.training.engines.protocol import ENGINES
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES
from nntui.training.spec import TrainingSpec

BY_TABLE = {"recipe", "validation", "loss", "output_activation"}
"""Options whose default depends on the table."""
HEAVY = ("torch", "textual", "polars", "numpy", "numba", "msgspec")


def called(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def completed(*words: str) -> set[str]:
    """The completions that a shell would offer for the last of ``words``."""
    offered = ShellComplete(main, {}, "nntui", "_NNTUI_COMPLETE").get_completions(list(words[:-1]), words[-1])
    return {item.value for item in offered}


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from nntui.cli import main\n"
        "for words in [], ['train'], ['predict'], ['datasets'], ['doctor']:\n"
        "    try:\n"
        "        main([*words, '--help'])\n"
        "    except SystemExit as exit:\n"
        "        assert exit.code == 0\n"
        f"    print([words, *(name for name in {HEAVY!r} if name in sys.modules)])\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [line for line in ended.stdout.splitlines() if line.startswith("[")] == [
        "[[]]", "[['train']]", "[['predict']]", "[['datasets']]", "[['doctor']]"
    ]  # fmt: skip
    assert ended.stdout.count("Usage: ") == 5


def test_help_names_every_command_and_every_choice() -> None:
    text = " ".join(called("--help").output.split()).replace("- ", "-")
    for command in ("train", "predict", "evaluate", "explain", "search", "datasets", "doctor"):
        assert command in text
    choices = (ACTIVATIONS, INITIALISATIONS, LOSSES, OPTIMISERS, SCHEDULES, ENGINES)
    for name in (name for names in choices for name in names):
        assert name in text


def spelled(default: object) -> str:
    """A default as help spells it."""
    match default:
        case None:
            return "none"
        case bool():
            return "with" if default else "without"
        case int() | float():
            return f"{default:g}"
        case tuple():
            return ",".join(map(str, default)) or "none"
    return str(default)


def values(recipe: str, name: str, rows: int) -> list[str]:
    """The different values of a setting by task, as help spells them."""
    network, training = NetworkSpec(inputs=1, outputs=3), TrainingSpec()
    specs = (with_recipe(recipe, network, training, task, rows) for task in get_args(Task))
    found = (getattr(network if hasattr(network, name) else training, name) for network, training in specs)
    return list(dict.fromkeys(map(spelled, found)))


def test_help_gives_the_defaults_of_the_recipes() -> None:
    helps = {each.name: each.help or "" for each in main.commands["train"].params if isinstance(each, Option)}
    for name, setting in SETTINGS.items():
        if name in BY_TABLE:
            continue
        (plain,), good = values("learn", name, 300), values("good", name, 300)
        by_rows = values("good", name, 10_000) != good
        other = "by rows" if by_rows else " or ".join(good)
        assert setting.default == (plain if [plain] == good and not by_rows else f"{plain}; good: {other}"), name
        assert helps[name].endswith(f"[{setting.default}]")


def test_help_fits_a_terminal_of_80_columns() -> None:
    for words in ([], ["train"], ["predict"], ["datasets"], ["doctor"]):
        assert max(len(line) for line in called(*words, "--help").output.splitlines()) <= 80


def test_a_source_and_its_help_are_one_help() -> None:
    assert "--start" in called("cars.csv", "--help").output


def test_the_version_is_reported() -> None:
    assert called("--version").output == f"nntui {__version__}\n"


def test_the_module_is_the_program_too() -> None:
    ended = subprocess.run([sys.executable, "-m", "nntui", "--version"], capture_output=True, text=True, check=True)
    assert ended.stdout == f"nntui {__version__}\n"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["train"], "SOURCE"),
        (["train", "xor", "--hiden", "3"], "--hidden"),
        (["xor", "--strat"], "--start"),
        (["--hiden", "3"], "--hidden"),
        (["--version=3"], "--version"),
        (["train", "xor", "--hidden", "3;4"], "as in 8,8"),
        (["train", "xor", "--batch", "many"], "full"),
        (["train", "xor", "--epochs", "x"], "--epochs"),
        (["train", "xor", "--epochs", "-1"], "epochs"),
        (["train", "xor", "--clip", "x"], "none"),
        (["train", "xor", "--log-every", "0"], "1 or more"),
        (["train", "xor", "--activation", "rleu"], "leaky-relu"),
        (["train", "xor", "--scale", "tall"], "min-max"),
        (["train", "xor", "--scale", "x9=max"], "x1, x2, y"),
        (["train", "xor", "--target", "x9"], "x1, x2, y"),
        (["train", "xor", "--validation", "1"], "validation"),
        (["train", "tutrial"], "did you mean tutorial?"),
        (["train", "missing.csv"], "missing.csv"),
        (["train", "x" * 300], "name too long"),
        (["xor", "--fps", "0"], "--fps"),
        (["xor", "second"], "second"),
        (["trian", "xor"], "did you mean train?"),
        (["predict"], "SESSION"),
        (["predict", "missing.nntui"], "missing.nntui"),
        (["predict", "missing.nntui", "--set", "a=1", "--data", "b.csv"], "not both"),
        (["predict", "missing.nntui", "--out", "b.csv"], "--data"),
    ],
)
def test_a_wrong_word_is_one_line_and_status_2(words: list[str], hint: str) -> None:
    result = called(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("nntui: ")
    assert result.stderr.count("\n") == 1
    assert hint in result.stderr


def test_a_name_that_would_steer_the_terminal_is_shown_harmless() -> None:
    result = called("train", "\x1b[2Jbad\nname")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_screen_needs_a_terminal() -> None:
    for words in ((), ("xor",), ("--start",), ("--hidden", "3", "xor")):
        result = called(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "nntui: the screen needs a terminal; without one, use nntui train, or nntui --plain\n"


def test_a_file_named_like_a_command_is_given_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train").write_text("a,b\n1,2\n")
    assert "needs a terminal" in called("./train").stderr
    assert "SOURCE" in called("train").stderr


def test_a_shell_completes_commands_built_in_names_and_options() -> None:
    assert {"train", "predict", "datasets", "doctor", "tutorial", "xor", "cars"} <= completed("")
    assert completed("tr") >= {"train"}
    assert completed("--hid") == {"--hidden"}
    assert completed("cars.csv", "--sta") == {"--start"}
    assert completed("train", "--acti") == {"--activation"}
    assert completed("train", "--activation", "so") == {"softplus"}
    assert completed("--optimizer", "ada") == {"adam", "adamw"}
