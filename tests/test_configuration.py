"""The user's configuration: what is read, what goes before what, and what each fault says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from nntui.cli import main
from nntui.configuration import ENTRIES, config_path, configuration, read_config
from nntui.model.spec import NetworkSpec
from nntui.session.settings.defaults import default_settings
from nntui.session.settings.table import SETTINGS
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("home")


def written(text: str) -> Path:
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text(text, encoding="utf-8")
    return config_path()


def nntui(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_every_entry_is_read_and_a_variable_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written('theme = "nord"\nfast = true\nfps = 20\nascii = false\nmouse = false\ndie-on-hangup = true\n')
    found = configuration()
    assert not found.problems
    assert found.values == {
        "theme": "nord", "fast": True, "fps": 20.0, "ascii": False, "mouse": False, "die-on-hangup": True,
    }  # fmt: skip
    assert set(found.values) == set(ENTRIES)
    for name, text in {"THEME": "dracula", "FAST": "0", "FPS": "2.5", "ASCII": "yes", "DIE_ON_HANGUP": "off"}.items():
        monkeypatch.setenv(f"NNTUI_{name}", text)
    found = configuration()
    assert not found.problems
    assert found.values == {
        "theme": "dracula", "fast": False, "fps": 2.5, "ascii": True, "mouse": False, "die-on-hangup": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("fast = 1", 1, "fast = 1: write true or false, without quotes."),
        ("\n\nfps = 900", 3, "fps = 900: give a number from 0.1 to 60."),
        ("fps = true", 1, "fps = true: give a number from 0.1 to 60."),
        ("theme = 3", 1, 'theme = 3: a theme is written in quotes, such as "nord".'),
        ("# x\n'them' = 'nord'", 2, "them: no such entry is known; did you mean theme?"),
        ("[kyes]\nquit = 'f9'", 1, "kyes: no such entry is known; did you mean keys?"),
        ("zzz.y = 1", 1, "zzz: no such entry is known; there are theme, fast"),
        ("keys = 3", 1, 'keys = 3: keys belong into a section [keys], such as train = "f5".'),
        ("train = 0.1", 1, "train = 0.1: train belong into a section [train], such as validation = 0.2."),
        ("fast = true\n\x1b = 1", 0, "line 2, column 1"),
    ],
    ids=range(10),
)
def test_a_fault_names_file_line_and_key(text: str, line: int, reason: str) -> None:
    path = written(text)
    (problem,) = configuration().problems
    assert problem.startswith(f"{path}, line {line}: {reason}" if line else f"{path}: cannot be read: ")
    assert reason in problem
    assert problem.isprintable()


def test_variables_are_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNTUI_FPS", "many")
    monkeypatch.setenv("NNTUI_THEMES", "nord")
    monkeypatch.setenv("NNTUI_TRAIN_LR", "fast")
    assert sorted(configuration().problems) == [
        "NNTUI_FPS=many: give a number from 0.1 to 60.",
        "NNTUI_THEMES: no such variable is known; did you mean NNTUI_THEME?",
    ]
    refused = nntui("train", "xor", "--epochs", "1")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "nntui: NNTUI_TRAIN_LR: [train] lr: 'fast': give a number, as 0.01 or 1e-2\n",
    )


def test_a_variable_names_the_file_and_none_is_read_where_it_is_empty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written("fast = true")
    (tmp_path / "own.toml").write_text("fps = 3")
    monkeypatch.setenv("NNTUI_CONFIG", str(tmp_path / "own.toml"))
    assert configuration().values == {"fps": 3.0}
    monkeypatch.setenv("NNTUI_CONFIG", "")
    assert configuration().values == {}
    monkeypatch.setenv("NNTUI_CONFIG", str(tmp_path / "gone.toml"))
    assert "there is no such file, which NNTUI_CONFIG names" in configuration().problems[0]
    (tmp_path / "large.toml").write_bytes(b"#" * 200_001)
    assert "it has more than 200,000 bytes" in read_config(tmp_path / "large.toml").problems[0]


DEFAULTS = """\
[train]
engine = "autograd"
lr = 0.125
hidden = [5, 4]
bias = false
epochs = 3
batch = "full"
validation = "25%"
"""


def setup_of(source: str, *words: str) -> dict[str, Any]:
    done = nntui("train", source, "--json", *words)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_defaults_for_training_apply_to_tables_and_to_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = setup_of("tutorial", "--epochs", "2")
    assert nntui("train", "iris", "--epochs", "1", "--hidden", "3", "--out", str(tmp_path / "s.nntui")).exit_code == 0
    written(DEFAULTS)
    own = setup_of("iris")
    assert (own["network"], own["epochs"], own["engine"]) == ([4, 5, 4, 3], 3, "autograd")
    assert own["rows"]["validation"] == 38
    given = setup_of("iris", "--hidden", "2", "--epochs", "1")
    assert (given["network"], given["epochs"]) == ([4, 2, 3], 1)
    monkeypatch.setenv("NNTUI_TRAIN_HIDDEN", "7")
    assert setup_of("iris")["network"] == [4, 7, 3]
    assert "your defaults apply: " in nntui("train", "iris").stderr
    assert setup_of("spiral:rows=20", "--recipe", "learn", "--epochs", "1")["network"] == [2, 16, 1]
    tutorial = setup_of("tutorial", "--epochs", "2")
    assert tutorial["loss"] == before["loss"]
    assert setup_of(str(tmp_path / "s.nntui"), "--epochs", "2")["network"] == [4, 3, 3]


@pytest.mark.parametrize(
    ("entry", "line", "reason"),
    [
        ('lr = "fast"', 2, "lr: 'fast': give a number"),
        ("\nlr = -1", 3, "lr: '-1': "),
        ('activation = "reluu"', 2, "activation: 'reluu' is not known; did you mean relu?"),
        ("learning-rte = 1", 2, "learning-rte: nntui train has no such option for a setting"),
        ("epoch = 1", 2, "epoch: nntui train has no such option for a setting; did you mean epochs?"),
        ('engine = "fuse"', 2, "engine: 'fuse' is not known; did you mean fused?"),
        ('validation = "all"', 2, "validation: 'all': "),
        ("out = 'x.nntui'", 2, "out: nntui train has no such option for a setting"),
    ],
    ids=range(8),
)
def test_a_default_that_cannot_be_used_is_refused_with_its_line(entry: str, line: int, reason: str) -> None:
    path = written(f"[train]\n{entry}\n")
    refused = nntui("train", "xor", "--epochs", "1")
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"nntui: {path}, line {line}: [train] {reason}")
    assert refused.stderr.count("\n") == 1


def test_every_setting_can_be_a_default() -> None:
    specs = [NetworkSpec(inputs=1), TrainingSpec()]
    for setting in SETTINGS.values():
        of_spec = {"recipe": "good", "validation": 0.5} | {
            name: getattr(spec, name) for spec in specs for name in spec.__struct_fields__
        }
        text = setting.format.write(of_spec[setting.name])
        assert default_settings({setting.option.removeprefix("--"): text}) == {setting.name: of_spec[setting.name]}


def test_doctor_says_what_is_read() -> None:
    path = written("fast = true\nfsp = 3\n[train]\nlr = 0.5\n")
    found = json.loads(nntui("doctor", "--json").stdout)["configuration"]
    assert (found["file"], found["exists"], found["entries"]) == (str(path), True, ["fast = True", "train lr = 0.5"])
    assert found["problems"] == [f"{path}, line 2: fsp: no such entry is known; did you mean fps?" + "."]
