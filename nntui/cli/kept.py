"""The command on work that is kept without being saved: its arguments and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nntui.cli.epilogs import ABOUT_SESSIONS
from nntui.cli.running import SETTINGS, run_command
from nntui.cli.values import FILE

if TYPE_CHECKING:
    from pathlib import Path


@click.command(context_settings=SETTINGS, epilog=ABOUT_SESSIONS)
@click.argument("action", required=False, type=click.Choice(["open", "save", "remove"]))
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--point", metavar="N", type=click.IntRange(1), default=1, help="An older state of it, 2 to 5  [1]")
@click.option("--out", metavar="FILE.nntui", type=FILE, help="With save: write it to this file")
@click.option("--all", "everything", is_flag=True, help="With remove: remove all that no program has open")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the list")
def sessions(
    action: str | None, ids: tuple[str, ...], *, point: int, out: Path | None, everything: bool, as_json: bool
) -> int:
    """List the work that was never saved: what a kill, a lost line or a power cut has left behind.

    While a session is open, nntui keeps a journal of what is not in its file. At most 1 s of typing and 5 s of training
    are lost when it is killed; after a power cut, what was done since it last rested for a second.
    """
    if action is None and (ids or everything or out is not None or point > 1):
        raise click.UsageError("say what to do: nntui sessions open ID, save ID --out FILE, or remove ID")
    if action is not None and as_json:
        raise click.UsageError("--json goes with the list, which nntui sessions alone prints")
    if everything and (action != "remove" or ids):
        raise click.UsageError("--all goes with remove, without an ID")
    if action == "remove" and not (ids or everything):
        raise click.UsageError("give the ID of what is to be removed, or --all")
    if action in {"open", "save"} and len(ids) != 1:
        raise click.UsageError(f"nntui sessions {action} takes one ID; nntui sessions lists them")
    if (action == "save") != (out is not None):
        raise click.UsageError("save takes --out FILE.nntui, and nothing else does")
    if point > 1 and action == "remove":
        raise click.UsageError("--point goes with open and save")
    wanted = {"point": point, "out": out, "everything": everything, "as_json": as_json}
    return run_command("sessions", action=action, ids=ids, **wanted)
