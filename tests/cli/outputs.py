"""Reads what a training in the shell writes."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


QUICK = ("--epochs", "6", "--engine", "autograd")
"""Options of a training that ends at once."""


def json_object(text: str) -> dict[str, Any]:
    """The one JSON object that ``text`` is, in which no number may be NaN or infinite."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    value: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return value


def history(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
