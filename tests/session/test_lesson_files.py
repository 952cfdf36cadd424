"""Lessons as files: what is read, what is refused with its line, and what a stranger's lesson cannot do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.toml import lines_of
from nntui.errors import DataError
from nntui.session.lessons.kept import LessonProgress, keep_progress, progress_of
from nntui.session.lessons.lesson import LARGEST
from nntui.session.lessons.opening import open_lesson
from nntui.session.lessons.read import read_lesson
from nntui.session.lessons.run import LessonRun
from nntui.session.lessons.shelf import built_in_names, find_lesson

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("train", "step", "data.edit", "network")
PANES = ("data", "network", "loss", "predict")
TOP = 'title = "Mine"\nsource = "xor"\n'
STEP = '[[step]]\ntext = "Read."\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "my.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(folder: Path, text: str) -> str:
    with pytest.raises(DataError) as error:
        open_lesson(read_lesson(written(folder, text), COMMANDS, PANES))
    assert "\n" not in str(error.value)
    return str(error.value)


FAULTS = {
    "command": (f'{TOP}{STEP}press = "trian"\n', "line 5: unknown command 'trian'; did you mean train?"),
    "command in a text": (
        f'{TOP}[[step]]\ntext = """\na\n\n{{key:stp}}"""\n',
        "line 4: unknown command 'stp'; did you mean step?",
    ),
    "pane": (f'{TOP}{STEP}pane = "net"\n', "line 5: unknown pane 'net'; did you mean network?"),
    "key of the lesson": (f'titel = "x"\n{TOP}{STEP}', "line 1: unknown key 'titel'; did you mean title?"),
    "key of a step": (f'{TOP}{STEP}{STEP}presss = "step"\n', "line 7: unknown key 'presss'; did you mean press?"),
    "no title": (f'source = "xor"\n{STEP}', "line 1: title is missing"),
    "no source": (f'title = "x"\n{STEP}', "line 1: source is missing"),
    "two sources": (f'{TOP}table = "a,b"\n{STEP}', "line 3: a lesson has either a source or a table"),
    "no steps": (TOP, "line 1: a lesson has 1 to 200 steps, each headed by [[step]]; this one has 0"),
    "one step in single brackets": (f'{TOP}[step]\ntext = "x"\n', "line 3: a step is headed by [[step]]"),
    "no text": (f'{TOP}[[step]]\npane = "data"\n', "line 3: this step has no text"),
    "empty text": (f'{TOP}[[step]]\ntext = " "\n', "line 4: text is a text, in quotes"),
    "long text": (f'{TOP}[[step]]\ntext = "{"x" * 1_000}"\n', "line 4: text has 1000 characters; at most 700"),
    "toml": (f"{TOP}{STEP}press = step\n", "line 5: Invalid value (character 9)"),
    "toml at the end": (f'{TOP}[[step]]\ntext = """x\n', "at the end of the file"),
    "setting": (f"{TOP}[settings]\nlearning = 1\n{STEP}", "line 4: unknown setting 'learning'"),
    "value of a setting": (f'{TOP}[settings]\nlr = "fast"\n{STEP}', "line 4: lr = 'fast': give a number"),
    "word of a setting": (
        f'{TOP}[settings]\nactivation = "relo"\n{STEP}',
        "line 4: activation cannot be 'relo'; did you mean relu?",
    ),
    "switch": (f'{TOP}[settings]\nbias = "no"\n{STEP}', "line 4: bias is true or false, without quotes"),
    "setting of a step": (f"{TOP}{STEP}settings = {{rate = 1, lrr = 2}}\n", "line 5: unknown setting 'lrr'"),
    "setting below a step": (f"{TOP}{STEP}[step.settings]\nlrr = 2\n", "line 6: unknown setting 'lrr'"),
    "setting that the network cannot have": (f"{TOP}{STEP}settings = {{momentum = 3}}\n", "line 3: settings: momentum"),
    "until": (
        f"{TOP}{STEP}until = 'los.train < 1'\n",
        "line 5: until: unknown name 'los.train'; did you mean loss.train?",
    ),
    "syntax of until": (f"{TOP}{STEP}until = 'epoch >'\n", "line 5: until: a value is missing at the end"),
    "function": (f"{TOP}{STEP}until = 'wieght(1,1,1) > 0'\n", "function 'wieght' is not known; did you mean weight?"),
    "arguments": (f"{TOP}{STEP}until = 'weight(1,1) > 0'\n", "line 5: until: weight takes 3 values, not 2"),
    "expression in a text": (f'{TOP}[[step]]\ntext = "{{= epoch +}}"\n', "line 4: {= ...}: a value is missing"),
    "half a question": (f'{TOP}{STEP}ask = "Up?"\n', "line 5: a question has ask, choices, answer and right"),
    "one choice": (
        f'{TOP}{STEP}ask = "Up?"\nchoices = ["a"]\nanswer = 1\nright = "r"\n',
        "line 6: choices are two to four texts",
    ),
    "answer": (
        f'{TOP}{STEP}ask = "Up?"\nchoices = [\n"a",\n"b"]\nanswer = 3\nright = "r"\n',
        "line 9: answer is the number",
    ),
    "row": (f"{TOP}{STEP}row = 0\n", "line 5: give a whole number from 1"),
    "neuron": (f"{TOP}{STEP}neuron = [1]\n", "line 5: neuron is [layer, number], 2 whole numbers"),
    "many digits": (f"{TOP}{STEP}row = {'9' * 5_000}\n", "line 5: a number with too many digits"),
    "many parts": (f"{TOP}{'a.' * 300}b = 1\n{STEP}", "line 3: a key with too many parts"),
    "many parts in a header": (f"{TOP}{STEP}[{'a . ' * 300}b]\n", "line 5: a key with too many parts"),
    "many parts in braces": (
        f'{TOP}{STEP}x = {{a = """\n""", {"a." * 300}b = 1}}\n',
        "line 6: a key with too many parts",
    ),
    "minutes": (f'minutes = "ten"\n{TOP}{STEP}', "line 1: give whole minutes"),
    "table": (f'title = "x"\ntable = 5\n{STEP}', "line 2: the table is a text"),
    "wide table": (
        f'title = "x"\ntable = """{"a," * 1_500}b"""\n{STEP}',
        "line 2: a line of the table has 3,001 characters; at most 2,000",
    ),
    "computed table": (
        f'title = "x"\nsource = "circle:rows=x"\n{STEP}',
        "line 2: circle: rows 'x'",
    ),
    "target": (f'{TOP}[settings]\ntarget = "nothing"\n{STEP}', "my.toml: "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_in_one_line_with_file_and_line(fault: str, tmp_path: Path) -> None:
    text, reason = FAULTS[fault]
    message = refused(tmp_path, text)
    assert message.startswith("my.toml")
    assert reason in message


def test_progress_is_kept_of_a_lesson_in_a_file_with_a_long_or_a_hostile_name(home: Path) -> None:
    for stem in ("x" * 250, "a\x1b]0;b\n\u202e", " "):
        file = home / f"{stem}.toml"
        file.write_text(f"{TOP}{STEP}", encoding="utf-8")
        lesson = read_lesson(file)
        keep_progress(LessonRun(lesson, 0, 1, {}), LessonProgress())
        assert progress_of(lesson).furthest == 1


def test_texts_may_have_many_dots_and_keys_many_blanks(tmp_path: Path) -> None:
    dots = "." * 300
    found = read_lesson(written(tmp_path, f'{TOP}[[step]]\ntext = """{dots}\n{dots}"""\nthen = "{dots}"\n'))
    assert found.steps[0].text.parts == (f"{dots} {dots}",)
    assert "unknown key" in refused(tmp_path, f'{TOP}{STEP}["a{" " * 150_000}b"]\nx = 1\n')


@pytest.mark.parametrize(
    "source", ["../secret.csv", "/etc/hostname", "link.csv", "~/x.csv", "-", "folder", "pipe", "x\0y"]
)
def test_a_lesson_reads_no_file_outside_its_own_folder(source: str, tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    os.mkfifo(folder / "pipe")
    quoted = source.replace("\0", "\\u0000")
    message = refused(folder, f'title = "x"\nsource = "{quoted}"\n{STEP}')
    assert message.startswith("my.toml, line 2: ")
    assert "folder" in message


def test_a_lesson_reads_a_table_beside_it_and_saves_nothing_over_it(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("a,b\n1,2\n2,4\n3,6\n")
    session = open_lesson(read_lesson(written(tmp_path, f'title = "x"\nsource = "own.csv"\n{STEP}')))
    assert (session.table.names, session.path, session.name) == (("a", "b"), None, "my")


def test_a_lesson_has_its_own_table_and_settings(tmp_path: Path) -> None:
    text = (
        'title = "x"\ntable = """\na,b,c\n1,2,x\n2,4,y\n"""\n[settings]\ntarget = "b"\nignore = ["c"]\n'
        f'hidden = [3, 2]\nlr = 0.25\nbias = false\nbatch = "full"\n{STEP}'
    )
    session = open_lesson(read_lesson(written(tmp_path, text)))
    assert session.network.sizes == (1, 3, 2, 1)
    assert (session.training.rate, session.training.batch, session.network.bias) == (0.25, None, False)
    assert [column.name for column in session.table.targets] == ["b"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "line 1: this is not UTF-8"),
        (b'title = "a"\n\nabout = "\xe4"\n', "line 3: this is not UTF-8"),
        (b"a\0b", "this is no text"),
        (b"#" * (LARGEST + 1), "more than 200,000 bytes"),
        (b"a = " + b"[" * 5_000, "my.toml"),
    ],
    ids=["utf-16", "latin-1", "binary", "large", "nested"],
)
def test_a_file_that_is_no_lesson_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_bytes(content)
    with pytest.raises(DataError, match=reason):
        read_lesson(tmp_path / "my.toml")


def test_texts_from_outside_are_made_visible(tmp_path: Path) -> None:
    text = 'title = "a\\u001b[31m\\u202e"\nsource = "xor"\n[[step]]\ntext = "b\\u0007 [bold]c[/bold]\\nd\\n\\ne"\n'
    lesson = read_lesson(written(tmp_path, text))
    assert lesson.title == "a␛[31m�"
    assert lesson.steps[0].text.parts == ("b␇ [bold]c[/bold] d\ne",)


def test_windows_line_ends_and_a_byte_order_mark_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(b"\xef\xbb\xbf" + f"{TOP}{STEP}".replace("\n", "\r\n").encode())
    assert read_lesson(file).title == "Mine"


@pytest.mark.parametrize("word", ["nothing", "neuro", "no.toml"])
def test_a_lesson_that_is_not_there_is_named(word: str) -> None:
    with pytest.raises(DataError, match=word):
        find_lesson(word)


def test_the_lines_of_keys_are_known_through_texts_and_lists_of_many_lines() -> None:
    text = """\
a = 1 # [[step]]
b = \"\"\"
c = 2
[[step]]
\\\"\"\" still \"\"\"
[[step]]
x = [ "]", # ]
  '[', { y = 1 },
]
z = '''
[w]
'''
[step.more]
"q r".s = 1
[[step]]
x = 2
"""
    assert lines_of(text) == {
        ("a",): 1, ("b",): 2, ("step", 0): 6, ("step", 0, "x"): 7, ("step", 0, "z"): 10, ("step", 0, "more"): 13,
        ("step", 0, "more", "q r", "s"): 14, ("step", 1): 15, ("step", 1, "x"): 16,
    }  # fmt: skip


@pytest.mark.parametrize("name", built_in_names())
def test_a_built_in_lesson_opens_and_asks(name: str) -> None:
    lesson = find_lesson(name)
    open_lesson(lesson)
    assert lesson.about.endswith(".")
    assert any(step.question is not None for step in lesson.steps)
