"""Every example in help and README can be called, and every command has some; shells complete what they can."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete, get_completion_class
from click.testing import CliRunner

from nntui.cli import main

if TYPE_CHECKING:
    from tests.cli.conftest import Call

README = Path(__file__).parents[2] / "README.md"
COMMENT = re.compile(r"\s{2,}[^-\s].*$|\s+#.*$")


def help_of(command: str) -> str:
    return CliRunner().invoke(main, [*([command] if command else []), "--help"]).output


def examples(text: str) -> list[str]:
    return [COMMENT.sub("", line.strip()) for line in text.splitlines() if line.strip().startswith("nntui ")]


def check(line: str) -> None:
    """Parse the line as the program would. Raises click's errors."""
    words = shlex.split(line.replace("[", " ").replace("]", " ") if line.count("[") == 1 else line)[1:]
    end = next((place for place, word in enumerate(words) if word in {"&", "|", ";", ">"}), len(words))
    words = ["a=1" if before == "--set" and word == "..." else word for before, word in pairwise(["", *words[:end]])]
    words = [word for word in words if word != "..."]
    with main.make_context("nntui", words or ["tutorial"]) as context:
        found = [*context._protected_args, *context.args]
        name, command, rest = main.resolve_command(context, found)
        if isinstance(command, click.Command) and not isinstance(command, click.Group):
            command.make_context(name, list(rest), parent=context).close()


@pytest.mark.parametrize("command", ["", *sorted(main.commands)])
def test_the_help_of_every_command_has_examples_that_can_be_called(command: str) -> None:
    text = help_of(command)
    found = examples(text.split("Usage:", 1)[1].split("\n", 1)[1])
    assert found or command in {"datasets", "doctor"}, f"nntui {command} --help has no example"
    for line in found:
        check(line)


def test_the_examples_of_the_readme_can_be_called() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    found = [line for block in blocks for line in examples(block)]
    assert len(found) > 20
    for line in found:
        check(line)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_that_asks_for_completions(shell: str) -> None:
    kind = get_completion_class(shell)
    assert kind is not None
    assert "_NNTUI_COMPLETE" in kind(main, {}, "nntui", "_NNTUI_COMPLETE").source()


def completed(*words: str) -> list[str]:
    found = ShellComplete(main, {}, "nntui", "_NNTUI_COMPLETE").get_completions(list(words[:-1]), words[-1])
    return [item.value for item in found]


def test_columns_and_formats_are_completed(nntui: Call, here: Path) -> None:
    (here / "t.csv").write_text("age,weight,speed of\x1b it\n1,2,3\n2,3,4\n")
    assert completed("train", "t.csv", "--target", "") == ["age", "weight"]
    assert completed("train", "t.csv", "--kind", "a") == ["age="]
    assert completed("train", "cars", "--input", "hor") == ["horsepower"]
    assert completed("train", "gone.csv", "--target", "") == []
    assert completed("export", "s.nntui", "--format", "dia") == ["diagram"]
    assert nntui("train", "tutorial", "--epochs", "1", "--out", "s.nntui", "--quiet").exit_code == 0
    assert completed("predict", "s.nntui", "--set", "") == ["age=", "weight="]
