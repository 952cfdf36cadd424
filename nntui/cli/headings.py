"""Options under headings: how the help of a command lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


class HeadedOption(click.Option):
    """An option with the heading that help shows it under."""

    heading: ClassVar[str] = "Help"


class DataOption(HeadedOption):
    """Chooses the data."""

    heading = "Data"


class NetworkOption(HeadedOption):
    """Describes the network."""

    heading = "Network"


class TrainingOption(HeadedOption):
    """Describes the training."""

    heading = "Training"


class ScreenOption(HeadedOption):
    """Controls the screen."""

    heading = "Screen"


class ResultOption(HeadedOption):
    """Controls what is printed and saved."""

    heading = "Results"


class HeadedCommand(click.Command):
    """A command whose help lists its options by heading."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options by heading."""
        write_options(self.get_params(ctx), ctx, formatter)


def write_options(params: Iterable[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write one list for each heading, in the order of first appearance."""
    lists: dict[str, list[tuple[str, str]]] = {}
    for param in params:
        record = param.get_help_record(ctx)
        if isinstance(param, click.Option) and record is not None:
            heading = param.heading if isinstance(param, HeadedOption) else HeadedOption.heading
            lists.setdefault(heading, []).append(record)
    for heading, records in lists.items():
        with formatter.section(heading):
            formatter.write_dl(records)
