"""``nntui datasets``."""

import json
from typing import Any

from nntui.data.sources import builtin, computed
from tests.cli.conftest import Call


def listed(nntui: Call) -> list[dict[str, Any]]:
    result = nntui("datasets", "--json")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    datasets: list[dict[str, Any]] = json.loads(result.stdout)["datasets"]
    return datasets


def test_tables_and_generators_are_listed_line_by_line(nntui: Call) -> None:
    lines = nntui("datasets").stdout.splitlines()
    words = [line.split() for line in lines]
    assert ["iris", "150", "4", "species", "classes", "Three", "species", "of", "iris"] in words
    assert ["sine", "250", "1", "y", "regression", "y", "=", "sin(x)"] in words
    begun = {line[0] for line in words if line}
    assert begun >= {*builtin.names(), *computed.names()} - {"xor"}
    assert {"xor", "xor:rows=250"} <= begun


def test_the_list_says_where_each_table_is_from_and_under_which_licence(nntui: Call) -> None:
    text = " ".join(nntui("datasets").stdout.split())
    for dataset in builtin.describe():
        assert f"{dataset.name}: {dataset.source}; {dataset.licence}" in text


def test_the_list_fits_a_terminal_of_80_columns(nntui: Call) -> None:
    assert max(len(line) for line in nntui("datasets").stdout.splitlines()) <= 80


def test_the_list_shows_how_settings_are_given(nntui: Call) -> None:
    (hint,) = [line for line in nntui("datasets").stdout.splitlines() if line.startswith("Settings")]
    examples = [word.rstrip(",") for word in hint.split() if ":" in word[:-1]]
    assert len(examples) == 2
    assert all(computed.parse(example) for example in examples)


def test_in_json_every_entry_has_what_a_table_has(nntui: Call) -> None:
    for entry in listed(nntui):
        kinds = {key: type(value).__name__ for key, value in entry.items() if key != "parameters"}
        texts = dict.fromkeys(("name", "title", "source", "licence", "notes", "kind", "task"), "str")
        assert kinds == {**texts, "rows": "int", "inputs": "list", "targets": "list"}


def test_in_json_a_table_is_what_it_is(nntui: Call) -> None:
    (cars,) = [entry for entry in listed(nntui) if entry["name"] == "cars"]
    assert (cars["kind"], cars["rows"], cars["targets"], cars["task"]) == ("table", 392, ["mpg"], "regression")
    assert cars["inputs"] == ["cylinders", "displacement", "horsepower", "weight", "acceleration", "year"]
    assert "parameters" not in cars


def test_in_json_a_generator_has_its_parameters(nntui: Call) -> None:
    (spiral,) = [entry for entry in listed(nntui) if entry["name"] == "spiral"]
    assert (spiral["kind"], spiral["rows"], spiral["targets"], spiral["task"]) == (
        "generator",
        250,
        ["class"],
        "binary",
    )
    parameters = {parameter["name"]: parameter for parameter in spiral["parameters"]}
    assert list(parameters) == ["rows", "noise", "seed", "arms", "turns"]
    assert parameters["arms"] == {
        "name": "arms",
        "title": "how many arms, each a class",
        "default": 2,
        "least": 2,
        "most": 26,
        "whole": True,
    }


def test_in_json_xor_is_a_table_and_a_generator(nntui: Call) -> None:
    assert [entry["kind"] for entry in listed(nntui) if entry["name"] == "xor"] == ["table", "generator"]
