"""The commands for training that goes on elsewhere: their arguments and help."""

from __future__ import annotations

import click

from nntui.cli.epilogs import ABOUT_ATTACH
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
