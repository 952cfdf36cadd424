"""The group of commands, its default command, and how errors become one line and an exit status."""

from __future__ import annotations

import difflib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from nntui.cli.headings import write_options
from nntui.cli.memory import lacks_memory
from nntui.cli.output import discard, warn
from nntui.errors import NntuiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.shell_completion import CompletionItem


FAILED, WRONG, INTERRUPTED = 1, 2, 130
"""Exit statuses other than 0: training diverged, bad usage or input, interrupted."""
CLOSE = 0.7
"""The likeness from which a word is a misspelt command: "xor" is a table, not nearly "export"."""


class SourceGroup(click.Group):
    """Commands, with a default one that has no name: ``nntui cars.csv --start``.

    The first word decides: the name of a command calls it, anything else goes to ``default``. A command returns its
    exit status. A user's error is reported in one line on standard error; an error of the program is not caught.
    """

    default: click.Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and report an error in one line."""
        with _errors_reported(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names, or the default one with all words."""
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        if len(args) > 1 and not any(word.startswith("-") for word in args[:2]):
            near = difflib.get_close_matches(args[0], self.commands, n=1, cutoff=CLOSE)
            if near:
                raise click.UsageError(f"no command {args[0]!r}; did you mean {near[0]}?")
        return self.default.name, self.default, args

    def invoke(self, ctx: click.Context) -> None:
        """Run the command and exit with its status."""
        with _errors_reported(ctx):
            ctx.exit(super().invoke(ctx) or 0)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, then the options of the default one."""
        self.format_commands(ctx, formatter)
        write_options([*self.default.params, *self.get_params(ctx)], ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Completions of the first word: commands, options, and what the default command takes."""
        arguments = [param for param in self.default.params if isinstance(param, click.Argument)]
        takes = [] if incomplete.startswith("-") else arguments
        words = [item for param in takes for item in param.shell_complete(ctx, incomplete)]
        return [*words, *super().shell_complete(ctx, incomplete), *self.default.shell_complete(ctx, incomplete)]


@contextmanager
def _errors_reported(ctx: click.Context) -> Iterator[None]:
    """Turn errors into one line and an exit status."""
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        ctx.exit(report(error))


def report(error: BaseException) -> int:
    """Report an error in one line on standard error; the exit status. One of the program itself is raised again."""
    match error:
        case click.ClickException():
            warn(error.format_message())
        case NntuiError():
            warn(str(error))
        case click.Abort() | KeyboardInterrupt():
            return INTERRUPTED
        case MemoryError() | RuntimeError() if lacks_memory(error):
            warn("there is not enough memory for this table and network")
        case OSError():  # expected nowhere else: a full disk under standard output, say
            discard(sys.stdout)
            warn(f"{error.filename or 'standard output'}: {error.strerror or error}")
        case _:
            raise error
    return WRONG
