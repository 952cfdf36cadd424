"""The commands: their words and help. What they do is in modules of their own, imported when a command is called."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path

import click

from nntui import __version__
from nntui.cli.group import SourceGroup
from nntui.cli.options import shared, taken
from nntui.cli.sections import HeadedCommand, Results, Screen
from nntui.cli.types import complete_source, epochs_between, frames_a_second
from nntui.session.options import ScreenOptions

FILE = click.Path(path_type=Path)
SETTINGS = {"help_option_names": ["-h", "--help"]}

on_screen = partial(click.option, cls=Screen)
result = partial(click.option, cls=Results)

ABOUT_SOURCE = """\b
SOURCE is a table (.csv, .tsv, .parquet, .jsonl; - for standard input), a
session (.nntui) or what "nntui datasets" lists; without one, the tutorial.
Defaults stand in brackets; the tutorial has its own, and a session keeps
its own.

\b
nntui                                 open the tutorial
nntui cars.csv --target mpg --start   open a table and train at once
nntui cars.nntui                      go on where a session stopped
nntui spiral:arms=3,noise=0.1         a table that is computed
nntui ./train                         a file named like a command
"""
ABOUT_TRAIN = """\b
nntui train tutorial
nntui train cars.csv --hidden 8,8 --validation 0.2 --out cars.nntui
nntui train cars.nntui --epochs 1000 --out cars.nntui

\b
The last one goes on to epoch 1,000. Ctrl+C stops, saves, exits with 130.
Other statuses: 0 done, 1 training diverged, 2 wrong usage or input.
"""
ABOUT_PREDICT = """\b
nntui predict cars.nntui --set weight=3000 --set origin=japan ...
nntui predict cars.nntui --data new.csv --out answers.parquet

\b
Tables are .csv, .tsv, .parquet or .jsonl; --data - is standard input.
"""


def _run(module: str, **values: object) -> int:
    """The exit status of ``run`` in one of the modules beside this one."""
    status: int = importlib.import_module(f"nntui.cli.{module}").run(**values)
    return status


@click.group(
    cls=SourceGroup,
    invoke_without_command=True,
    subcommand_metavar="[SOURCE]",
    context_settings=SETTINGS | {"ignore_unknown_options": True},  # those are the default command's
    epilog=ABOUT_SOURCE,
)
@click.version_option(__version__, prog_name="nntui", message="%(prog)s %(version)s")
@click.pass_context
def nntui(ctx: click.Context) -> int | None:
    """Put your own table beside a neural network, and watch it learn."""
    status: int | None = ctx.invoke(screen) if ctx.invoked_subcommand is None else None
    return status


@click.command("nntui", cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_SOURCE)
@click.argument("source", required=False, shell_complete=complete_source)
@shared
@on_screen("--start", is_flag=True, help="Train at once")
@on_screen("--fps", metavar="N", type=frames_a_second, help="Frames a second  [10; 4 over SSH]")
@on_screen("--ascii", "plain", is_flag=True, help="Draw with plain characters only")
@on_screen("--mouse/--no-mouse", default=True, help="Take the mouse, or leave it to the terminal")
@on_screen("--theme", metavar="NAME", help="Colours: one of Textual's themes")
def screen(
    source: str | None,
    *,
    start: bool,
    fps: float | None,
    plain: bool,
    mouse: bool,
    theme: str | None,
    **settings: object,
) -> int:
    """Open the screen."""
    behaviour = ScreenOptions(start=start, fps=fps, ascii=plain, mouse=mouse, theme=theme)
    return _run("screen", source=source, options=taken(settings), screen=behaviour)


nntui.default = screen


@nntui.command(cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_TRAIN)
@click.argument("source", shell_complete=complete_source)
@shared
@result("--out", metavar="FILE.nntui", type=FILE, help="Save the session here")
@result("--history", metavar="FILE.csv", type=FILE, help="Write the losses of every epoch here")
@result("--log-every", metavar="N", type=epochs_between, help="Epochs from one '#i Loss: x' line to the next")
@result("--quiet", is_flag=True, help="No such lines")
@result("--json", "as_json", is_flag=True, help="One JSON object; the log goes to standard error")
def train(
    source: str,
    *,
    out: Path | None,
    history: Path | None,
    log_every: int | None,
    quiet: bool,
    as_json: bool,
    **settings: object,
) -> int:
    """Train SOURCE without a screen."""
    wanted = {"out": out, "history": history, "log_every": log_every, "quiet": quiet, "as_json": as_json}
    return _run("train", source=source, options=taken(settings), **wanted)


@nntui.command(context_settings=SETTINGS, epilog=ABOUT_PREDICT)
@click.argument("session", type=FILE)
@click.option("--set", "given", metavar="NAME=VALUE", multiple=True, help="The value of an input; repeat for each")
@click.option("--data", metavar="FILE", type=FILE, help="A table with the input columns, among others")
@click.option("--out", metavar="FILE", type=FILE, help="Write that table with the answers beside it")
@click.option("--json", "as_json", is_flag=True, help="One JSON object")
def predict(**values: object) -> int:
    """Print what SESSION answers, in the target's own unit or classes.

    Without --set and --data it answers what stood in its predict form when it was saved.
    """
    return _run("predict", **values)


@nntui.command(context_settings=SETTINGS)
@click.option("--json", "as_json", is_flag=True, help="One JSON object")
def datasets(*, as_json: bool) -> int:
    """List the built-in tables."""
    return _run("datasets", as_json=as_json)


@nntui.command(context_settings=SETTINGS)
@click.option("--json", "as_json", is_flag=True, help="One JSON object")
def doctor(*, as_json: bool) -> int:
    """Show versions, terminal, engine and folders."""
    return _run("doctor", as_json=as_json)
