"""``nntui datasets``: the built-in and the computed tables, and the worked examples."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nntui.cli.output import say, say_json
from nntui.data.sources import builtin, computed
from nntui.session.examples.record import EXAMPLES

if TYPE_CHECKING:
    from nntui.data.sources.builtin import Dataset
    from nntui.data.sources.computed import Generator
    from nntui.session.examples.record import Example

WIDTH = 80
LINE = "{:<13}  {:>5}  {:>6}  {:<11}  {:<10}  "
"""Name, rows, inputs, target and task; the title takes the rest of ``WIDTH``."""
HEADS = ("rows", "inputs", "target", "task")
EXAMPLES_TASK = "regression"
HINT = "Settings follow a colon: circle:500, spiral:rows=300,noise=0.05,seed=1,arms=3"


def run(as_json: bool) -> int:
    """List them; in JSON as ``{"datasets": [{"kind", "name", "title", "rows", "inputs", "targets", "task", ...}]}``.

    ``kind`` is "table", "generator" or "example". A generator has all that a table has, for its default settings, and
    ``parameters``, each with its ``name``, ``title``, ``default``, ``least`` and ``most``, and ``whole`` for whole
    numbers.
    """
    tables, generators = builtin.describe(), list(computed.GENERATORS.values())
    if as_json:
        examples = map(_example, EXAMPLES.values())
        say_json({"datasets": [*map(_table, tables), *map(_generator, generators), *examples]})
        return 0
    say(LINE.format("table", *HEADS).rstrip())
    for table in tables:
        _list(table.title, table.name, table.rows, len(table.inputs), ", ".join(table.targets), table.task)
    say("\n" + LINE.format("computed", *HEADS).rstrip())
    for each in generators:
        recipe = computed.Recipe(each.name)
        _list(each.title, str(recipe), recipe.rows, len(each.inputs), each.target, each.task)
    say(f"{HINT}\n\n{LINE.format('example', *HEADS).rstrip()}")
    for example in EXAMPLES.values():
        _list(example.title, example.name, example.rows, len(example.inputs), ", ".join(example.targets), EXAMPLES_TASK)
    say("Examples have first weights and settings of their own, and published numbers.\n\nsources")
    origins = [f"{table.name}: {table.source}; {table.licence}" for table in tables]
    for origin in (*origins, *(f"{each.name}: {each.source}" for each in EXAMPLES.values())):
        say(textwrap.fill(origin, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    return 0


def _list(title: str, *cells: object) -> None:
    beginning = LINE.format(*cells)
    say(textwrap.fill(title, WIDTH, initial_indent=beginning, subsequent_indent=" " * len(beginning)))


def _table(dataset: Dataset) -> dict[str, Any]:
    return {"kind": "table", **asdict(dataset)}


def _example(example: Example) -> dict[str, Any]:
    return {
        "kind": "example",
        "name": example.name,
        "title": example.title,
        "rows": example.rows,
        "inputs": example.inputs,
        "targets": example.targets,
        "source": example.source,
        "licence": "Numbers of a published example",
        "notes": example.notes,
        "task": EXAMPLES_TASK,
    }


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
        "notes": f"{generator.notes}\n\nOpened as {recipe}.",
        "task": generator.task,
        "parameters": [asdict(parameter) for parameter in generator.parameters],
    }
