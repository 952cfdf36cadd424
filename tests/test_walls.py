"""The walls between the rooms, proved in fresh processes and by reading the imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nntui

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(nntui.__file__).parent
MAY_IMPORT = {
    "data": {"data"},
    "model": {"data", "model"},
    "training": {"data", "model", "training"},
    "session": {"data", "model", "training", "session"},
    "render": {"render"},
    "drawings": {"data", "model", "training", "session", "render", "drawings"},
    "ui": {"data", "model", "training", "session", "render", "drawings", "ui"},
    "plain": {"data", "model", "training", "session", "render", "drawings", "ui", "plain"},
    "serve": {"serve"},
    "cli": {"data", "model", "training", "session", "drawings", "serve", "cli"},
}
FOREIGN = {
    "data": {"torch", "textual", "numba"},
    "model": {"textual"},
    "training": {"textual"},
    "session": {"textual", "torch"},
    "render": {"torch", "textual", "numba", "polars"},
    "drawings": {"torch", "textual", "numba"},
    "ui": {"torch", "numba"},
    "plain": {"torch", "numba", "textual"},
    "serve": {"torch", "numba", "textual", "polars"},
    "cli": {"textual"},
}
"""Packages that no module of a room loads at once."""
OPENS_THE_SCREEN = "nntui.cli.screen"
"""The one module of the command line that may import the screen, and plain mode."""


def modules(room: str) -> list[str]:
    files = sorted((HOUSE / room).rglob("*.py"))
    return [".".join(file.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__") for file in files]


def loaded_after(code: str) -> set[str]:
    """The top-level packages that a fresh process has loaded after running ``code``."""
    ending = "\nimport sys; print(' '.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code + ending], check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("room", FOREIGN)
def test_each_module_can_be_the_first_and_a_room_loads_nothing_that_is_foreign_to_it(room: str) -> None:
    """In the reverse of the usual order, so that no module relies on another having been imported before it."""
    code = "\n".join(f"import {module}" for module in reversed(modules(room)))
    assert not loaded_after(code) & FOREIGN[room]


def test_the_command_line_loads_nothing_heavy_before_it_knows_what_is_asked() -> None:
    code = """
from click.testing import CliRunner
from nntui.cli import main
assert "train" in CliRunner().invoke(main, ["--help"]).output
import nntui.plain.run  # whose first sentence comes before anything is loaded
"""
    assert not loaded_after(code) & {"torch", "textual", "polars", "numpy", "numba"}


def test_a_training_that_the_kernel_does_needs_no_torch(tmp_path: Path) -> None:
    """Nor do its scores, its health, its session file and predictions from that."""
    session = tmp_path / "iris.nntui"
    code = f"""
import runpy, sys
at = {str(session)!r}
values = (f"--set={{part}}_{{size}}=1" for part in ("sepal", "petal") for size in ("length", "width"))
for words in (["train", "iris", "--epochs", "3", "--out", at], ["predict", at, *values]):
    sys.argv = ["nntui", *words]
    try:
        runpy.run_module("nntui", run_name="__main__")
    except SystemExit as ended:
        assert not ended.code
"""
    assert "torch" not in loaded_after(code)
    assert session.exists()


def test_the_first_paint_needs_no_torch_no_table_and_no_numbers() -> None:
    code = """
import asyncio
from nntui.errors import NntuiError
from nntui.session.options import Options, ScreenOptions
from nntui.ui.work import loader
from nntui.ui.app import NntuiApp

def look(*given):  # called after the first paint
    import sys
    print("painted", *(name for name in ("torch", "numba", "polars", "numpy") if name in sys.modules))
    raise NntuiError("enough")

loader.open_session = look

async def main():
    app = NntuiApp(None, Options(), ScreenOptions())
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(100):
            await pilot.pause()
            if app.return_code is not None:
                break

asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert "painted\n" in done.stdout, done.stdout + done.stderr


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in ``tree``, for types only or inside a function included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the house by its name."""
    return {
        ".".join(file.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            file.read_text(encoding="utf-8")
        )
        for file in sorted(HOUSE.rglob("*.py"))
    }


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_rooms_before_it(room: str) -> None:
    for module in modules(room):
        allowed = MAY_IMPORT[room] | ({"ui", "plain"} if module == OPENS_THE_SCREEN else set())
        for name in imports(trees()[module]):
            parts = name.split(".")
            if parts[0] == "nntui" and len(parts) > 1 and (HOUSE / parts[1]).is_dir():
                assert parts[1] in allowed, f"{module} imports {name}"


def test_no_import_goes_in_a_circle() -> None:
    """Not even one for types alone: each file can be read, and moved, without those that are built on it."""
    house = trees()
    later = {
        name: {other for other in imports(tree) if other in house and other != name} for name, tree in house.items()
    }
    while leaves := [name for name, others in later.items() if not others & later.keys()]:
        for name in leaves:
            del later[name]
    assert not later, f"among these is a circle: {', '.join(sorted(later))}"


def test_no_two_modules_define_a_public_type_of_the_same_name() -> None:
    homes: dict[str, set[str]] = {}
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(module)
    assert not {name: places for name, places in homes.items() if len(places) > 1}


def test_no_file_is_longer_than_a_subject() -> None:
    lengths = {file.relative_to(HOUSE): len(file.read_text().splitlines()) for file in HOUSE.rglob("*.py")}
    assert not {str(file): length for file, length in lengths.items() if length > 300}


def unguarded_workers() -> Iterator[str]:
    for file in sorted((HOUSE / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "run_worker":
                work, lenient = node.args[0], any(each.arg == "exit_on_error" for each in node.keywords)
                name = getattr(work.func, "attr", getattr(work.func, "id", "")) if isinstance(work, ast.Call) else ""
                if name not in {"guarded", "shown", "show_work", "_done", "_do"} and not lenient:
                    yield f"{file.relative_to(HOUSE)}:{node.lineno}"


def test_no_worker_can_end_the_app() -> None:
    """An exception in a worker of Textual's ends the app: each is guarded, or shows what goes wrong in it."""
    assert list(unguarded_workers()) == []


def handlers_called_twice() -> Iterator[str]:
    """The places of ``super().on_...()`` for a message: Textual itself calls the handlers of all base classes."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=called)):
                    if called.startswith("on_") and called != "on_event":
                        yield f"{name}:{node.lineno}"


def test_no_handler_is_called_twice() -> None:
    assert list(handlers_called_twice()) == []
