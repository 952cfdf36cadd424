"""The commands that print or write what there is to know of a network: their arguments and help."""

from __future__ import annotations

import click

from nntui.cli.completion import complete_column, complete_name, complete_source
from nntui.cli.epilogs import ABOUT_CHECK, ABOUT_EXPLAIN, ABOUT_EXPORT
from nntui.cli.headings import HeadedCommand
from nntui.cli.options import about_table, options_from, result, value_of_input
from nntui.cli.running import SETTINGS, run_command
from nntui.cli.values import FILE
from nntui.drawings.formats import EVERY_EXPORT


@click.command(context_settings=SETTINGS, epilog=ABOUT_EXPLAIN)
@click.argument("session", type=FILE)
@value_of_input
@click.option(
    "--reach",
    metavar="VALUE",
    help="The number or class that a change of one input is to reach; of several targets NAME=VALUE",
)
@click.option(
    "--curve", metavar="COLUMN", shell_complete=complete_column, help="Print how the answer depends on this input"
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object")
def explain(**values: object) -> int:
    """Print how much each input of SESSION matters, or why one prediction is what it is.

    Without --set: how much worse the predictions for validation rows become when one input is shuffled among them.
    With --set: what each input adds to the prediction, and the smallest change of one input that alters it.
    """
    return run_command("explain", **values)


@click.command(cls=HeadedCommand, context_settings=SETTINGS, epilog=ABOUT_CHECK)
@click.argument("source", shell_complete=complete_source)
@about_table
@result("--weight", metavar="NAME", help="Check this one alone: W1[2,3], b1[3] or scale[2], numbered from 1")
@result("--json", "as_json", is_flag=True, help="Print one JSON object with all of them")
def check(source: str, *, weight: str | None, as_json: bool, **settings: object) -> int:
    """Check the gradients of SOURCE by hand.

    For each weight: the slope of the loss by the formulas of the backward pass, by autograd, and by a central finite
    difference, all in float64 over the training rows. Where the loss has a kink, it is named.
    """
    return run_command("check", source=source, options=options_from(settings), weight=weight, as_json=as_json)


@click.command(context_settings=SETTINGS, epilog=ABOUT_EXPORT)
@click.argument("session", type=FILE)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="script",
    shell_complete=complete_name(EVERY_EXPORT),
    help="One of the formats below  [script]",
)
@click.option("--out", metavar="FILE", type=FILE, help="Write to this file  [standard output]")
def export(**values: object) -> int:
    """Write SESSION for other programs: as code, as a model, as weights, or what there is to know of it."""
    return run_command("export", **values)
