"""``nntui datasets``: the tables that come with nntui."""

from __future__ import annotations

from dataclasses import asdict

from nntui.cli.output import say, say_json
from nntui.data.builtin import describe


def run(as_json: bool) -> int:
    """List them; in JSON as ``{"datasets": [{"name", "title", "rows", "inputs", "targets", ...}]}``."""
    datasets = describe()
    if as_json:
        say_json({"datasets": [asdict(dataset) for dataset in datasets]})
        return 0
    for dataset in datasets:
        say(f"{dataset.name}: {dataset.title}")
        say(f"  {dataset.rows} rows; {', '.join(dataset.inputs)} -> {', '.join(dataset.targets)}")
        say(f"  {dataset.source}; {dataset.licence}")
    return 0
