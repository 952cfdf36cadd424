"""Options under headings: a list of thirty is found through by its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


class Headed(click.Option):
    """An option with the heading that help shows it under."""

    heading: ClassVar[str] = "Help"


class Data(Headed):
    """Says which numbers are learnt from."""

    heading = "Data"


class Network(Headed):
    """Says what learns."""

    heading = "Network"


class Training(Headed):
    """Says how it is learnt."""

    heading = "Training"


class Screen(Headed):
    """Says how the screen behaves."""

    heading = "Screen"


class Results(Headed):
    """Says what is printed and kept."""

    heading = "Results"


class HeadedCommand(click.Command):
    """A command whose help lists its options by heading."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, by heading."""
        write_options(self.get_params(ctx), ctx, formatter)


def write_options(params: Iterable[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """One list for each heading, in the order in which the headings first appear."""
    lists: dict[str, list[tuple[str, str]]] = {}
    for param in params:
        record = param.get_help_record(ctx)
        if isinstance(param, click.Option) and record is not None:
            heading = param.heading if isinstance(param, Headed) else Headed.heading
            lists.setdefault(heading, []).append(record)
    for heading, records in lists.items():
        with formatter.section(heading):
            formatter.write_dl(records)
