"""The commands that show the screen elsewhere, on another terminal or in a browser: their arguments and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nntui.cli.completion import complete_source
from nntui.cli.epilogs import ABOUT_ATTACH, ABOUT_SERVE, ABOUT_WATCH
from nntui.cli.group import SourceGroup
from nntui.cli.headings import HeadedCommand
from nntui.cli.options import about_screen, screen_options_from
from nntui.cli.running import SETTINGS, run_command
from nntui.cli.values import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command(context_settings=SETTINGS, epilog=ABOUT_ATTACH)
@click.argument("name", required=False, metavar="[NAME|PROCESS]")
@click.option("--take", is_flag=True, help="Take the screen from another terminal that shows it")
@click.option("--list", "listing", is_flag=True, help="List the screens of nntui on this machine, and show none")
@click.option("--json", "as_json", is_flag=True, help="With --list: print one JSON object")
def attach(name: str | None, *, take: bool, listing: bool, as_json: bool) -> int:
    """Show the screen of an nntui that lost its terminal and trains on."""
    if as_json and not listing:
        raise click.UsageError("--json goes with --list")
    return run_command("attach", name=name, take=take, listing=listing, as_json=as_json)


@click.command(context_settings=SETTINGS | {"ignore_unknown_options": True}, epilog=ABOUT_SERVE)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[SOURCE]", shell_complete=complete_source)
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", help="Listen at this address  [only this computer]")
@click.option("--port", metavar="N", type=click.IntRange(0, 65_535), default=8000, help="0 for any free one  [8000]")
@click.pass_context
def serve(ctx: click.Context, /, words: tuple[str, ...], **place: object) -> int:
    """Show the screen in a browser, at an address with a secret in it.

    Takes the options of nntui too. The files that nntui saves lie on this computer, and the page has a link to them.
    """
    program = ctx.find_root().command
    assert isinstance(program, SourceGroup)
    made = program.default.make_context("nntui", list(words))  # what is wrong is told here, not in a page
    return run_command("serve", words=words, source=made.params["source"], **place)


@click.command(cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_WATCH)
@click.argument("path", metavar="SESSION|DIR", type=FILE)
@about_screen
def watch(path: Path, **values: object) -> int:
    """Follow a training that another process does, and change nothing.

    SESSION is the file that nntui train --out saves to on this machine: it is shown on all panes as it is trained. DIR
    is the folder of nntui train --log, or one that any other program writes: its losses are shown.
    """
    return run_command("watch", path=path, screen=screen_options_from(values))
