"""The commands that show the screen elsewhere, on another terminal or in a browser: their arguments and help."""

from __future__ import annotations

import click

from nntui.cli.completion import complete_source
from nntui.cli.epilogs import ABOUT_ATTACH, ABOUT_SERVE
from nntui.cli.group import SourceGroup
from nntui.cli.running import SETTINGS, run_command


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
    program.default.make_context("nntui", list(words))  # a wrong option is told here, not in a page
    return run_command("serve", words=words, **place)
