"""``nntui datasets``: the built-in and the computed tables."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nntui.cli.output import say, say_json
from nntui.data.sources import builtin, computed

if TYPE_CHECKING:
    from nntui.data.sources.builtin import Dataset
    from nntui.data.sources.computed import Generator

WIDTH = 80
LINE = "{:<13}  {:>5}  {:>6}  {:<11}  {:<10}  "
"""Name, rows, inputs, target and task; the title takes the rest of ``WIDTH``."""
HEADS = ("rows", "inputs", "target", "task")
HINT = "Settings follow a colon: circle:500, spiral:rows=300,noise=0.05,seed=1,arms=3"


def run(as_json: bool) -> int:
    """List them; in JSON as ``{"datasets": [{"kind", "name", "title", "rows", "inputs", "targets", "task", ...}]}``.

    ``kind`` is "table" or "generator". A generator has all that a table has, for its default settings, and
    ``parameters``, each with its ``name``, ``title``, ``default``, ``least`` and ``most``, and ``whole`` for whole
    numbers.
    """
    tables, generators = builtin.describe(), list(computed.GENERATORS.values())
    if as_json:
        say_json({"datasets": [*map(_table, tables), *map(_generator, generators)]})
        return 0
    say(LINE.format("table", *HEADS).rstrip())
    for table in tables:
        _list(table.title, table.name, table.rows, len(table.inputs), ", ".join(table.targets), table.task)
    say("\n" + LINE.format("computed", *HEADS).rstrip())
    for each in generators:
        recipe = computed.Recipe(each.name)
        _list(each.title, str(recipe), recipe.rows, len(each.inputs), each.target, each.task)
    say(f"{HINT}\n\nsources of the tables")
    for table in tables:
        origin = f"{table.name}: {table.source}; {table.licence}"
        say(textwrap.fill(origin, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    return 0


def _list(title: str, *cells: object) -> None:
    beginning = LINE.format(*cells)
    say(textwrap.fill(title, WIDTH, initial_indent=beginning, subsequent_indent=" " * len(beginning)))


def _table(dataset: Dataset) -> dict[str, Any]:
    return {"kind": "table", **asdict(dataset)}


def _generator(generator: Generator) -> dict[str, Any]:
    recipe = computed.Recipe(generator.name)
    return {
        "kind": "generator",
        "name": generator.name,
        "title": generator.title,
        "rows": recipe.rows,
        "inputs": generator.inputs,
        "targets": (generator.target,),
        "source": "Computed",
        "licence": "MIT, as nntui",
        "notes": f"Opened as {recipe}.",
        "task": generator.task,
        "parameters": [asdict(parameter) for parameter in generator.parameters],
    }
