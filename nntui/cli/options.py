"""The options that ``nntui`` and ``nntui train`` share, and the options given with them."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from nntui.cli.completion import complete_column, complete_name
from nntui.cli.defaults import own_defaults
from nntui.cli.headings import DataOption, HeadedOption, NetworkOption, ResultOption, ScreenOption, TrainingOption
from nntui.cli.values import FILE, frames_per_second, separator
from nntui.data.kinds import KINDS
from nntui.data.pixels import COLOUR_MODES, DEFAULT_SIDE, LEAST_SIDE, WIDEST
from nntui.data.policies import FILL, POLICIES
from nntui.data.scalings import METHODS, STANDARD
from nntui.data.words import words_in
from nntui.errors import SpecError
from nntui.safe_text import as_choice
from nntui.session.options import Options, ScreenOptions
from nntui.session.settings.setting import SWITCH
from nntui.session.settings.table import SETTINGS
from nntui.training.engines.protocol import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.session.settings.setting import Setting
    from nntui.session.setup_line import Setup

OFF: Final = object()
"""The value of a setting that is switched off; None means that the option was not given."""
Callback = TypeVar("Callback", bound="Callable[..., Any]")

data = partial(click.option, cls=DataOption)
column = partial(data, shell_complete=complete_column)
result = partial(click.option, cls=ResultOption)
value_of_input = click.option(
    "--set",
    "given",
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=complete_column,
    help="The value of an input; repeatable",
)
training = partial(click.option, cls=TrainingOption)
network = partial(click.option, cls=NetworkOption)

KIND = f"{as_choice(KINDS)}, as date:d/m/y too; repeatable  [as its cells suggest]"
MISSING = f"Of empty cells: {as_choice(POLICIES)}, for all columns or for COL; repeatable  [{FILL}]"
EMPTY_WORDS = 'Words for an empty cell, as "n.d.,-999", besides NA, null, ? and the like'
SPLIT = (
    "The column that marks the validation rows: with test, validation, holdout or eval; with yes or 1, or with no or 0 "
    "where its name says training, as is_train"
)
PIXELS = f"Of pictures: pixels across and down, {LEAST_SIDE} to {WIDEST}  [{DEFAULT_SIDE}]"
COLOUR = f"Of pictures: {as_choice(COLOUR_MODES)}  [grey]"
SETUP = 'All of it in one line, as "2-8:tanh-4:relu-1 adam 0.01 l2 0.001 seed 3"; what it leaves out is standard'
WEIGHTS = "First weights from a session, safetensors or a PyTorch state dict of the same sizes  [drawn]"
STREAM = "Read the table part by part: one that does not fit in memory, as folders and patterns always are"
SCALINGS = as_choice(method.spelling for method in METHODS.values())
SCALE = f"{SCALINGS}, for all columns or for COL; repeatable  [{STANDARD}]"


class SettingType(click.ParamType[object]):
    """Reads the text of a setting; ``OFF`` where it switches the setting off."""

    name = "setting"

    def __init__(self, setting: Setting) -> None:
        self._format = setting.format

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The value that a text stands for."""
        try:
            found: object = self._format.read(str(value))
        except SpecError as error:
            self.fail(f"{value!r}: {error}", param, ctx)
        return OFF if found is None else found


class SetupType(click.ParamType["Setup"]):
    """Reads a setup in one line."""

    name = "setup"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Setup:
        """The setup that the line tells."""
        from nntui.session.setup_line import Setup, read_setup

        if isinstance(value, Setup):
            return value
        try:
            return read_setup(str(value))
        except SpecError as error:
            self.fail(str(error).removeprefix("setup: "), param, ctx)


def setting_option(setting: Setting) -> Callable[[Callback], Callback]:
    """The option of a setting."""
    option = partial(click.option, cls=HEADINGS[setting.heading], help=setting.whole_help)
    if setting.format is SWITCH:
        word = setting.option.removeprefix("--")
        return option(f"--{word}/--no-{word}", setting.name, default=None)
    completer = None if setting.choices is None else complete_name(setting.choices)
    kind = SettingType(setting)
    return option(setting.option, setting.name, type=kind, metavar=setting.format.metavar, shell_complete=completer)


HEADINGS: dict[str, type[HeadedOption]] = {each.heading: each for each in (DataOption, NetworkOption, TrainingOption)}
TABLE = (
    data("--separator", metavar="C", type=separator, help="Between cells of a text file; tab for a tab  [detected]"),
    data("--decimal", metavar="C", help="Its decimal sign: . or ,  [detected]"),
    data("--encoding", metavar="NAME", help="Its encoding  [detected]"),
    data("--header/--no-header", default=None, help="Whether its first line names the columns  [detected]"),
    data("--empty", metavar="W,W,..", type=words_in, help=EMPTY_WORDS),
    column("--kind", "kinds", metavar="COL=KIND", multiple=True, help=KIND),
    data(
        "--input",
        "inputs",
        metavar="COL",
        shell_complete=complete_column,
        multiple=True,
        help="An input; repeatable  [all but the targets]",
    ),
    data(
        "--target",
        "targets",
        metavar="COL",
        shell_complete=complete_column,
        multiple=True,
        help="A target; repeatable  [the last column]",
    ),
    data(
        "--ignore",
        "ignored",
        metavar="COL",
        shell_complete=complete_column,
        multiple=True,
        help="A column not to use; repeatable",
    ),
    column("--missing", metavar="[COL=]POLICY", multiple=True, help=MISSING),
    column("--scale", metavar="[COL=]METHOD", multiple=True, help=SCALE),
    column("--split", metavar="COL", help=SPLIT),
    data("--pixels", metavar="N", type=click.IntRange(LEAST_SIDE, WIDEST), help=PIXELS),
    data("--colour", "--color", metavar="MODE", type=click.Choice(list(COLOUR_MODES)), help=COLOUR),
    data("--stream", is_flag=True, help=STREAM),
    *(setting_option(setting) for setting in SETTINGS.values() if setting.heading == DataOption.heading),
)
SHARED = (
    *TABLE,
    *(
        setting_option(setting)
        for heading in HEADINGS
        for setting in SETTINGS.values()
        if setting.heading == heading != DataOption.heading
    ),
    network("--setup", metavar="LINE", type=SetupType(), help=SETUP),
    network("--weights", metavar="FILE", type=FILE, help=WEIGHTS),
    training("--engine", metavar="NAME", shell_complete=complete_name(ENGINES), help=f"{as_choice(ENGINES)}  [auto]"),
    training("--device", metavar="NAME", help="cpu, cuda, mps, another torch device, or auto for the best  [cpu]"),
)


def shared(callback: Callback) -> Callback:
    """Add the shared options to a command."""
    for decorate in reversed(SHARED):
        callback = decorate(callback)
    return callback


def about_table(callback: Callback) -> Callback:
    """Add the shared options that say how a table is read and used."""
    for decorate in reversed(TABLE):
        callback = decorate(callback)
    return callback


on_screen = partial(click.option, cls=ScreenOption)
BEHAVIOUR = (
    on_screen("--fast", is_flag=True, help="Train at full speed, not slowly enough to be followed"),
    on_screen("--fps", metavar="N", type=frames_per_second, help="Frames per second  [10; 4 over SSH]"),
    on_screen("--ascii", is_flag=True, help="Draw with plain characters only"),
    on_screen("--mouse/--no-mouse", default=None, help="Use the mouse, or leave it to the terminal"),
    on_screen("--theme", metavar="NAME", help="Colours: the name of a Textual theme"),
    on_screen("--die-on-hangup", is_flag=True, help="End when the terminal is lost; else training goes on without it"),
)


def about_screen(callback: Callback) -> Callback:
    """Add the options that say how the screen behaves."""
    for decorate in reversed(BEHAVIOUR):
        callback = decorate(callback)
    return callback


ABOUT_SCREEN = frozenset(field.name for field in fields(ScreenOptions))
"""The names of the values that say how the screen behaves."""


def screen_options_from(values: Mapping[str, Any]) -> ScreenOptions:
    """How the screen is to behave, from the values that click hands to a command; others among them are left."""
    return ScreenOptions(**{name: value for name, value in values.items() if name in ABOUT_SCREEN})


def options_from(settings: Mapping[str, object]) -> Options:
    """The options that were given, from the values that click hands to a command; those on the screen are left.

    A setup gives all settings, and what is given besides replaces its part of it.
    """
    given: dict[str, Any] = {
        name: None if value is OFF else value
        for name, value in settings.items()
        if value is not None and name not in ABOUT_SCREEN
    }
    setup: Setup | None = given.pop("setup", None)
    if setup is None:
        return Options(defaults=own_defaults(), **given)
    return Options(ends=(setup.inputs, setup.outputs), **{**setup.settings, **given})
