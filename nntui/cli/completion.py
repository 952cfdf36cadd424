"""Completion of names and sources in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import click

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_name(table: Mapping[str, object]) -> Completer:
    """Completes a name of ``table``, with what its record says of itself."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        items = [(name, str(getattr(record, "help", record))) for name, record in table.items()]
        return [CompletionItem(name, help=about) for name, about in items if name.startswith(incomplete)]

    return complete


def complete_source(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, and the names of built-in and computed tables and examples."""
    from nntui.data.sources import builtin, computed
    from nntui.session.examples.record import EXAMPLES

    words = dict.fromkeys((*builtin.names(), *EXAMPLES, *computed.names()))
    return [CompletionItem(incomplete, type="file"), *_matching(words, incomplete)]


def complete_lesson(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, and the names of built-in lessons."""
    from nntui.session.lessons.shelf import built_in_names

    return [CompletionItem(incomplete, type="file"), *_matching(built_in_names(), incomplete)]


def complete_column(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The columns of the table or session that was named before, as far as it can be read.

    An option whose value goes on after the name, as ``--set NAME=VALUE``, gets the equals sign too.
    """
    from pathlib import Path

    from nntui.errors import NntuiError
    from nntui.session.open import is_built_in, open_source, preview
    from nntui.session.options import Options
    from nntui.session.store.file import is_session

    # An option that still lacks its value stops the parser, which leaves the words that it did not take.
    named = ctx.params.get("source") or ctx.params.get("session")
    source = named or next((word for word in ctx.args if not word.startswith("-")), None)
    if source is None or str(source) == "-":
        return []
    try:
        whole = is_built_in(str(source)) or is_session(Path(source))
        table = open_source(str(source), Options()).table if whole else preview(Path(source), Options())
    except (NntuiError, OSError, ValueError):
        return []
    columns = table.inputs if param.name == "given" else table.columns
    sign = "=" if "=" in str(getattr(param, "metavar", "")) else ""
    names = (f"{column.name}{sign}" for column in columns if column.name.startswith(incomplete))
    return [CompletionItem(name) for name in names if name.isprintable()]


def _matching(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]
