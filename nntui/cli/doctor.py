"""``nntui doctor``: what nntui finds on this machine."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import shutil
import sys
from typing import TYPE_CHECKING

import platformdirs

from nntui import __version__
from nntui.cli.output import say, say_json
from nntui.cli.speed import speed

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.cli.output import Json

LIBRARIES = ("torch", "textual", "numba", "numpy", "polars", "safetensors", "msgspec", "click", "platformdirs")


def run(as_json: bool) -> int:
    """Say it by subject; in JSON as one object of objects."""
    found: dict[str, dict[str, Json]] = {
        "versions": _versions(),
        "machine": {"system": platform.platform(), "cores": os.cpu_count()},
        "terminal": _terminal(),
        "speed": speed(),
        "engine": _engine(),
        "folders": _folders(),
    }
    if as_json:
        say_json(found)
        return 0
    for subject, facts in found.items():
        say(subject)
        for name, fact in facts.items():
            say(f"  {name.replace('_', ' '):<21} {_plain(fact)}")
    return 0


def _versions() -> dict[str, Json]:
    versions: dict[str, Json] = {"nntui": __version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = None
    return versions


def _terminal() -> dict[str, Json]:
    size = shutil.get_terminal_size()
    variables = ("TERM", "COLORTERM", "NO_COLOR", "TERM_PROGRAM")
    known: dict[str, Json] = {name.lower(): os.environ.get(name) for name in variables}
    return known | {
        "is_terminal": sys.stdin.isatty() and sys.stdout.isatty(),
        "columns": size.columns,
        "lines": size.lines,
        "colours": _colours(),
        "encoding": sys.stdout.encoding,
        "locale": locale.setlocale(locale.LC_CTYPE, None),
        "unicode": "utf" in (sys.stdout.encoding or "").lower(),
        "ssh": not {"SSH_CONNECTION", "SSH_TTY"}.isdisjoint(os.environ),
        "multiplexer": next((name.lower() for name in ("TMUX", "STY") if name in os.environ), None),
    }


def _colours() -> int:
    """How many colours the terminal says it has."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return 0
    if os.environ.get("COLORTERM") in {"truecolor", "24bit"}:
        return 2**24
    return 256 if "256" in os.environ.get("TERM", "") else 16


def _engine() -> dict[str, Json]:
    import torch

    from nntui.training.warm import is_compiled

    return {
        "fused": "compiled" if is_compiled() else "not compiled yet",
        "threads": torch.get_num_threads(),
        "devices": ["cpu", *(["cuda"] if torch.cuda.is_available() else [])],
    }


def _folders() -> dict[str, Json]:
    from nntui.training.warm import folder

    cache = folder().parent
    return {
        "cache": str(cache),
        "cache_writable": _writable(cache),
        "config": str(platformdirs.user_config_path("nntui", appauthor=False)),
    }


def _writable(folder: Path) -> bool:
    """Whether ``folder``, or the nearest folder above it that is there, can be written."""
    place = next(each for each in (folder, *folder.parents) if each.exists())
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


def _plain(fact: Json) -> str:
    match fact:
        case bool():
            return "yes" if fact else "no"
        case None:
            return "-"
        case list():
            return ", ".join(str(each) for each in fact)
        case int():
            return f"{fact:,}"
    return str(fact)
