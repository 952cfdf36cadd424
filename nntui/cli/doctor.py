"""``nntui doctor``: versions, terminal, engines and folders on this machine, and the speed of training."""

from __future__ import annotations

import importlib
import importlib.metadata
import locale
import os
import platform
import shutil
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from nntui import __version__
from nntui.cli.defaults import own_defaults
from nntui.cli.output import say, say_json
from nntui.configuration import VARIABLE, configuration
from nntui.errors import NntuiError, TrainingError
from nntui.folders import config_folder, state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.cli.output import Json
    from nntui.data.encoding.encoder import Arrays

LOADED = ("textual", "polars", "torch", "numba")
"""Libraries whose loading takes noticeable time, in the order in which the screen loads them."""
MOMENT = 0.5
"""Seconds for which each engine is measured."""
WARMING = 0.1
"""Seconds of warm-up before that."""
ROWS = 250


def speed() -> dict[str, Json]:
    """Seconds to load each library, and epochs per second of each engine; None for one not compiled yet.

    The network is 2-4-2-1, tanh, on 250 points of a circle, ten at a time, as in the README's benchmarks.
    """
    found: dict[str, Json] = {f"{name}_loads_in_s": _loading(name) for name in LOADED}
    arrays = _circle()
    found["fused_epochs_per_s"] = _epochs_per_second("fused", arrays) if _kernel_is_usable() else None
    found["autograd_epochs_per_s"] = _epochs_per_second("autograd", arrays)
    return found


def _kernel_is_usable() -> bool:
    """Whether the kernel was compiled before, and loads."""
    from nntui.training.kernel.warm import is_compiled, kernel

    if not is_compiled():
        return False
    try:
        kernel()
    except TrainingError:
        return False
    return True


def _loading(name: str) -> float | None:
    """Seconds to import it, next to nothing if it is imported already; None if it cannot be."""
    begin = time.perf_counter()
    try:
        importlib.import_module(name)
    except Exception:  # a broken library may raise anything
        return None
    return round(time.perf_counter() - begin, 2)


def _epochs_per_second(engine: str, arrays: Arrays) -> int:
    from nntui.model.spec import NetworkSpec
    from nntui.training.loop import train
    from nntui.training.spec import TrainingSpec
    from nntui.training.trainer import Trainer

    network = NetworkSpec(inputs=2, hidden=(4, 2), activation="tanh", output_activation="tanh")
    training = TrainingSpec(loss="mse", optimizer="sgd", rate=0.03, batch=10, epochs=10**9, engine=engine)
    trainer = Trainer(network, training, arrays)
    epochs, begin = 0, time.perf_counter()
    for _ in train(trainer, training.epochs):
        seconds = time.perf_counter() - begin
        if not epochs and seconds > WARMING:
            epochs, begin = trainer.state.epoch, time.perf_counter()
        elif epochs and seconds > MOMENT:
            return round((trainer.state.epoch - epochs) / seconds)
    return 0


def _circle() -> Arrays:
    """Points inside (1) and around (-1) a circle."""
    import numpy as np

    from nntui.data.encoding.encoder import Arrays

    numbers = np.random.default_rng(0)
    inside = numbers.random(ROWS) < 0.5
    angle = numbers.uniform(0, 2 * np.pi, ROWS)
    distance = numbers.uniform(0, 0.5, ROWS) + np.where(inside, 0, 0.7)
    inputs = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1).astype(np.float32)
    targets = np.where(inside, 1, -1).astype(np.float32).reshape(-1, 1)
    none = Arrays.none(2, 1)
    return Arrays(inputs, targets, none.inputs, none.targets, np.arange(ROWS), none.rows)


LIBRARIES = ("torch", "textual", "numba", "numpy", "polars", "safetensors", "msgspec", "click", "platformdirs")


def run(as_json: bool) -> int:
    """Print the findings by subject; in JSON as one object of objects."""
    found: dict[str, dict[str, Json]] = {
        "versions": _versions(),
        "machine": {"system": platform.platform(), "cores": os.cpu_count()},
        "terminal": _terminal(),
        "speed": speed(),
        "engine": _engine(),
        "folders": _folders(),
        "configuration": _configuration(),
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
    """The number of colours that the terminal claims."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return 0
    if os.environ.get("COLORTERM") in {"truecolor", "24bit"}:
        return 2**24
    return 256 if "256" in os.environ.get("TERM", "") else 16


def _engine() -> dict[str, Json]:
    import torch

    from nntui.training.kernel.warm import fault, is_compiled

    if reason := fault():
        auto, fused = f"autograd ({reason})", "cannot be used"
    else:
        fused = "compiled" if is_compiled() else "not compiled yet"
        auto = f"fused (kernel {fused})"
    return {
        "auto": auto,
        "fused": fused,
        "threads": torch.get_num_threads(),
        "devices": ["cpu", *(["cuda"] if torch.cuda.is_available() else [])],
    }


def _folders() -> dict[str, Json]:
    from nntui.training.kernel.warm import fault, folder, why_not_cached

    cache = None if fault() else folder().parent
    return {
        "cache": None if cache is None else str(cache),
        "cache_writable": None if cache is None else _writable(cache),
        "cache_unused": None if cache is None else why_not_cached() or None,
        "config": str(config_folder()),
        "state": str(state_folder()),
    }


def _configuration() -> dict[str, Json]:
    """The file that is read, what it and environment variables say, and what of it cannot be used."""
    config = configuration()
    problems = list(config.problems)
    try:
        own_defaults(config)
    except NntuiError as error:
        problems.append(str(error))
    given = {**config.values, **{f"train {name}": value for name, value in config.train.items()}}
    return {
        "file": str(config.path),
        "exists": config.path is not None and config.path.is_file(),
        "entries": [f"{name} = {value}" for name, value in given.items()],
        "keys": len(config.keys),
        "variables": sorted(name for name in os.environ if name.startswith(VARIABLE)),
        "problems": problems,
    }


def _writable(folder: Path) -> bool:
    """Whether a file can be made in ``folder``, which is made if need be: what the rights promise may not hold."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _plain(fact: Json) -> str:
    match fact:
        case bool():
            return "yes" if fact else "no"
        case None:
            return "-"
        case []:
            return "none"
        case list():
            return ", ".join(str(each) for each in fact)
        case int():
            return f"{fact:,}"
    return str(fact)
