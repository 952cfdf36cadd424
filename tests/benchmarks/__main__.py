"""Runs every benchmark, or those named, and prints each row of the budgets with what was measured."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.row import Row

NAMES = ("engines", "watching", "first_paint", "keys", "bytes", "memory", "tables", "reading", "scoring", "maps")
"""The modules; each has ``rows()``."""


def main() -> None:
    """As the words on the command line have it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout, at the end")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        parser.error(f"{', '.join(unknown)}: name some of {', '.join(NAMES)}")
    machine = {"system": platform.platform(), "cores": os.cpu_count(), "load": os.getloadavg()}
    rows = _rows(given.names or NAMES)
    if given.json:
        print(json.dumps({"machine": machine, "rows": [row.as_object() for row in rows]}, indent=2))
        return
    print(f"{machine['system']}, {machine['cores']} cores, load {os.getloadavg()[0]:.1f}")
    for row in rows:
        print(row.as_line(), flush=True)


def _rows(names: list[str] | tuple[str, ...]) -> Iterator[Row]:
    for name in names:
        yield from importlib.import_module(f"tests.benchmarks.{name}").rows()


if __name__ == "__main__":
    main()
