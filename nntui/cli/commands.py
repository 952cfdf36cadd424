"""The commands: their arguments and help. The work of a command is imported when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nntui import __version__
from nntui.cli.completion import complete_lesson, complete_source
from nntui.cli.epilogs import (
    ABOUT_EVALUATE,
    ABOUT_LESSON,
    ABOUT_PREDICT,
    ABOUT_SEARCH,
    ABOUT_SOURCE,
    ABOUT_TRAIN,
)
from nntui.cli.findings import check, explain, export
from nntui.cli.group import SourceGroup
from nntui.cli.headings import HeadedCommand
from nntui.cli.kept import sessions
from nntui.cli.options import (
    EMPTY_WORDS,
    about_screen,
    about_table,
    on_screen,
    options_from,
    result,
    screen_options_from,
    shared,
    value_of_input,
)
from nntui.cli.running import SETTINGS, run_command
from nntui.cli.screens import attach, serve, watch
from nntui.cli.values import FILE, duration, log_interval
from nntui.data.words import words_in

if TYPE_CHECKING:
    from pathlib import Path


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
@on_screen("--plain", is_flag=True, help="Ask and answer in lines, for screen readers and plain terminals")
@about_screen
def screen(source: str | None, **values: object) -> int:
    """Open the screen."""
    return run_command("screen", source=source, options=options_from(values), screen=screen_options_from(values))


nntui.default = screen
for each in (attach, check, explain, export, sessions, serve, watch):
    nntui.add_command(each)


@nntui.command(cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_TRAIN)
@click.argument("source", shell_complete=complete_source)
@shared
@result("--out", metavar="FILE.nntui", type=FILE, help="Save the session to this file")
@result("--refit", is_flag=True, help="Then train on all rows, validation rows too, and save that")
@result("--history", metavar="FILE.csv", type=FILE, help="Write the losses of every epoch to this file")
@result(
    "--log",
    "log",
    metavar="DIR",
    type=FILE,
    help="Write settings, losses and a summary to this folder",
)
@result("--log-every", metavar="N", type=log_interval, help="Epochs between '#i Loss: x' lines")
@result("--folds", metavar="K", type=click.IntRange(2), help="Cross-validate first: K networks, each judged on a K-th")
@result(
    "--repeats", metavar="R", type=click.IntRange(1), help="Cross-validate R times, with other folds and seeds  [1]"
)
@result("--seeds", metavar="S", type=click.IntRange(2), help="Train S networks first, with other seeds: the spread")
@result("--find-rate", is_flag=True, help="Try learning rates and suggest one, and train nothing")
@result("--quiet", is_flag=True, help="Print no such lines, and do not show how far it is")
@result("--json", "as_json", is_flag=True, help="Print one JSON object; the log goes to standard error")
def train(
    source: str,
    *,
    out: Path | None,
    refit: bool,
    history: Path | None,
    log: Path | None,
    log_every: int | None,
    folds: int | None,
    repeats: int | None,
    seeds: int | None,
    find_rate: bool,
    quiet: bool,
    as_json: bool,
    **settings: object,
) -> int:
    """Train SOURCE without a screen."""
    if repeats is not None and folds is None:
        raise click.UsageError("--repeats is the number of cross-validations; give --folds too")
    if find_rate:
        if any((out, refit, history, log, log_every, folds, seeds)):
            raise click.UsageError("--find-rate trains nothing, so there is nothing to write or to judge")
        return run_command("rates", source=source, options=options_from(settings), quiet=quiet, as_json=as_json)
    wanted: dict[str, object] = {
        "out": out,
        "history": history,
        "log": log,
        "log_every": log_every,
        "quiet": quiet,
        "as_json": as_json,
    }
    wanted |= {"refit": refit, "folds": folds, "repeats": repeats or 1, "seeds": seeds}
    return run_command("train", source=source, options=options_from(settings), **wanted)


@nntui.command(context_settings=SETTINGS, epilog=ABOUT_PREDICT)
@click.argument("session", type=FILE)
@click.argument("more_images", metavar="", nargs=-1, type=FILE)
@click.option("--image", "images", metavar="FILE...", type=FILE, multiple=True, help="Picture files or folders of them")
@value_of_input
@click.option("--data", metavar="FILE", type=FILE, help="A table that has the input columns")
@click.option("--out", metavar="FILE", type=FILE, help="Write that table and the answers to this file")
@click.option("--empty", metavar="W,W,..", type=words_in, help=f"{EMPTY_WORDS}  [the session's]")
@click.option("--seeds", metavar="S", type=click.IntRange(2), help="Train S networks with other seeds: the spread")
@click.option("--quiet", is_flag=True, help="Do not show how far it is")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object")
def predict(**values: object) -> int:
    """Print the predictions of SESSION, in the target's own unit or classes.

    Without --set, --data and --image it answers the question that was in its predict form when it was saved.
    """
    return run_command("predict", **values)


@nntui.command(context_settings=SETTINGS, epilog=ABOUT_EVALUATE)
@click.argument("session", type=FILE)
@click.option("--data", metavar="FILE", type=FILE, help="A table that has the input and target columns")
@click.option("--quiet", is_flag=True, help="Do not show how far it is")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object")
def evaluate(**values: object) -> int:
    """Print how good the network of SESSION is, beside a trivial answer and a straight line.

    On its training and validation rows, and on those of --data, which it should not have been trained on.
    """
    return run_command("evaluate", **values)


@nntui.command(cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_SEARCH)
@click.argument("source", shell_complete=complete_source)
@about_table
@result("--time", "seconds", metavar="TIME", type=duration, help="Search for this long: 30s, 5m or 1h  [30s]")
@result("--trials", metavar="N", type=click.IntRange(1), help="Try N sets of settings, however long it takes")
@result("--out", metavar="FILE.nntui", type=FILE, help="Save the best network, trained, to this file")
@result("--quiet", is_flag=True, help="Do not show how far it is")
@result("--json", "as_json", is_flag=True, help="Print one JSON object; the rest goes to standard error")
def search(
    source: str,
    *,
    seconds: float | None,
    trials: int | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
    **settings: object,
) -> int:
    """Search for the settings that predict best.

    Sets of settings are compared by cross-validation of the training rows, the better ones on more folds. The best is
    trained and then judged on the validation rows, which took no part, beside a straight line and a trivial answer.
    """
    if seconds is not None and trials is not None:
        raise click.UsageError("--time and --trials both say when to stop; give one of them")
    wanted = {"seconds": seconds, "trials": trials, "out": out, "quiet": quiet, "as_json": as_json}
    return run_command("search", source=source, options=options_from(settings), **wanted)


@nntui.command(cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_LESSON)
@click.argument("name", required=False, metavar="[NAME|FILE]", shell_complete=complete_lesson)
@about_screen
@result("--json", "as_json", is_flag=True, help="Print one JSON object with the lessons, and open none")
def lesson(name: str | None, *, as_json: bool, **values: object) -> int:
    """List the lessons with how far you are, or open one on the screen.

    A lesson is gone through with the real keys, and goes on where you left it.
    """
    return run_command("lesson", name=name, as_json=as_json, screen=screen_options_from({**values, "lesson": name}))


@nntui.command(context_settings=SETTINGS)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object")
def datasets(*, as_json: bool) -> int:
    """List the built-in and computed tables."""
    return run_command("datasets", as_json=as_json)


@nntui.command(context_settings=SETTINGS)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object")
def doctor(*, as_json: bool) -> int:
    """Show versions, terminal, engine and folders."""
    return run_command("doctor", as_json=as_json)
