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


def _matching(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]
