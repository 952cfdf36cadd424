"""What may be asked for when a session is opened: plain values, read before numpy, polars or torch are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings asked for by name; None, or an empty tuple, leaves a setting as the session or the default has it.

    ``separator``, ``decimal``, ``encoding`` and ``header`` say how a text file is to be read. ``kinds`` holds
    ``COLUMN=KIND``, ``scale`` and ``missing`` hold ``METHOD`` and ``POLICY`` for every input and target, or
    ``COLUMN=...`` for one column. ``inputs``, ``targets`` and ``ignored`` are column names; the cells of the column
    ``split`` say which rows are held out. ``validation`` is the share of rows held out, 0 up to 1. ``seed`` fixes the
    first weights, the order of rows and the rows held out. ``hidden`` lists neurons per layer, ``()`` for no hidden
    layer. ``batch`` "full" is all rows in one update; ``clip`` and ``stop_loss`` "none" switch those off. The other
    names and values are those of ``NetworkSpec`` and ``TrainingSpec``, which check them.
    """

    separator: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    kinds: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    split: str | None = None
    inputs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    validation: float | None = None
    seed: int | None = None
    hidden: tuple[int, ...] | None = None
    activation: str | None = None
    output_activation: str | None = None
    bias: bool | None = None
    init: str | None = None
    loss: str | None = None
    optimizer: str | None = None
    rate: float | None = None
    momentum: float | None = None
    batch: int | Literal["full"] | None = None
    epochs: int | None = None
    stop_loss: float | Literal["none"] | None = None
    l1: float | None = None
    l2: float | None = None
    clip: float | Literal["none"] | None = None
    schedule: str | None = None
    decay: float | None = None
    decay_epochs: int | None = None
    engine: str | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOptions:
    """How the screen is to behave.

    ``start`` trains at once. ``fps`` None follows the kind of connection, ``theme`` None the person's configuration.
    """

    start: bool = False
    fps: float | None = None
    ascii: bool = False
    mouse: bool = True
    theme: str | None = None
