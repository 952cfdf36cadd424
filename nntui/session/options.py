"""Options for opening or changing a session: plain values, read before numpy or polars are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, init=False)
class Options:
    """The options that are given; everything else stays as the session, or the default, has it.

    ``kinds`` holds ``COLUMN=KIND``; ``scale`` and ``missing`` hold ``METHOD`` and ``POLICY`` for every input and
    target, or ``COLUMN=...`` for one column. ``inputs``, ``targets`` and ``ignored`` are column names; the cells of the
    column ``split`` say which rows are validation rows. ``settings`` are values by the name of their field in
    ``Dialect``, ``NetworkSpec`` or ``TrainingSpec``, which check them, and ``validation``, the share of validation
    rows, from 0 up to but not including 1. ``seed`` sets the first weights, the order of rows and the validation rows.
    ``recipe`` names the recipe that all settings are taken from before those given here; "" stands for the one that
    suits the number of rows, and None leaves the settings as they are. ``ends`` are the inputs and outputs of the
    network that the settings were made for; None: of any. ``weights`` is a file with first weights for the network.
    ``pixels`` across and ``colour``, "grey" or "rgb", are those that pictures are read with.
    ``stream`` reads a table part by part, for a sample of its rows, as one that does not fit in memory.
    ``defaults`` are settings of tables that are opened anew, in place of those of the usual recipe.
    """

    kinds: tuple[str, ...]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    split: str | None
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    scale: tuple[str, ...]
    recipe: str | None
    ends: tuple[int, int] | None
    weights: Path | None
    pixels: int | None
    colour: str | None
    stream: bool
    defaults: Mapping[str, Any] | None
    settings: Mapping[str, Any]

    def __init__(
        self,
        *,
        kinds: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        ignored: tuple[str, ...] = (),
        split: str | None = None,
        inputs: tuple[str, ...] = (),
        targets: tuple[str, ...] = (),
        scale: tuple[str, ...] = (),
        recipe: str | None = None,
        ends: tuple[int, int] | None = None,
        weights: Path | None = None,
        pixels: int | None = None,
        colour: str | None = None,
        stream: bool = False,
        defaults: Mapping[str, Any] | None = None,
        **settings: object,
    ) -> None:
        table = (kinds, missing, ignored, split, inputs, targets, scale)
        values = (*table, recipe, ends, weights, pixels, colour, stream, defaults, settings)
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)  # the class is frozen

    @property
    def named(self) -> set[str]:
        """The columns that are named for a part in training."""
        return {*self.inputs, *self.targets, *([] if self.split is None else [self.split])}

    def without_ignored(self, names: Container[str]) -> Options:
        """The options without what they say of ignored columns of these ``names``."""
        return self._changed(ignored=tuple(name for name in self.ignored if name not in names))

    def with_kinds(self, kinds: tuple[str, ...]) -> Options:
        """The same options with further ``kinds``."""
        return self._changed(kinds=(*self.kinds, *kinds))

    def with_recipe(self, name: str) -> Options:
        """The same options on top of the recipe ``name``."""
        return self._changed(recipe=name)

    def with_settings(self, **settings: object) -> Options:
        """The same options with further ``settings``."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "settings"}
        return Options(**values, **{**self.settings, **settings})

    def _changed(self, **changes: object) -> Options:
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "settings"}
        return Options(**{**values, **changes}, **self.settings)

    def among(self, names: tuple[str, ...]) -> dict[str, Any]:
        """The settings whose names are among ``names``, as the fields of a spec."""
        return {name: value for name, value in self.settings.items() if name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOptions:
    """How the screen behaves.

    ``plain`` asks and answers in lines, without a screen. ``start`` trains at once; ``fast`` does not slow training
    down to be followed. ``fps`` None depends on the connection, ``theme`` None is the default theme, ``mouse`` None
    is to use it; all of these may be in the configuration. ``lesson``, the
    name of one or its file, is begun instead of opening a source. ``die_on_hangup`` ends the app where it would train
    on without a terminal. ``watched`` is the file of a session, or the folder of a log, to follow while another process
    trains. ``attached``: the source is the work that an app without a terminal has kept, and that was asked for.
    """

    plain: bool = False
    start: bool = False
    fast: bool = False
    fps: float | None = None
    ascii: bool = False
    mouse: bool | None = None
    theme: str | None = None
    lesson: str | None = None
    die_on_hangup: bool = False
    watched: Path | None = None
    attached: bool = False
