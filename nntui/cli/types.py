"""How words on the command line become values, and how a shell completes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

SLOWEST, FASTEST = 0.1, 60.0
"""Frames a second that the screen can be asked for."""


def layers(text: str) -> tuple[int, ...]:
    """``8,8`` as (8, 8), nothing as ()."""
    try:
        return tuple(int(width) for width in text.split(",")) if text.strip() else ()
    except ValueError:
        raise click.BadParameter(f"{text!r}: give the neurons of each hidden layer, as in 8,8") from None


def batch(text: str) -> int | Literal["full"]:
    """Rows per update."""
    try:
        return "full" if text == "full" else int(text)
    except ValueError:
        raise click.BadParameter(f"{text!r}: give a number of rows, or full") from None


def number_or_none(text: str) -> float | Literal["none"]:
    """A number, or the word that switches a setting off."""
    try:
        return "none" if text == "none" else float(text)
    except ValueError:
        raise click.BadParameter(f"{text!r}: give a number, or none") from None


def separator(text: str) -> str:
    """One character; a tab by its name too, as shells make it hard to type."""
    character = "\t" if text in {"tab", "\\t"} else text
    if len(character) != 1:
        raise click.BadParameter(f"{text!r}: give one character, or tab")
    return character


def epochs_between(text: str) -> int:
    """How many epochs lie between two lines of the log."""
    if not text.isdecimal() or int(text) < 1:
        raise click.BadParameter(f"{text!r}: give a number of epochs, 1 or more")
    return int(text)


def frames_a_second(text: str) -> float:
    """How often the screen is drawn."""
    try:
        frames = float(text)
    except ValueError:
        frames = 0.0
    if not SLOWEST <= frames <= FASTEST:
        raise click.BadParameter(f"{text!r}: give a number from {SLOWEST:g} to {FASTEST:g}")
    return frames


def names_in_spec(constant: str) -> Completer:
    """Completes a name out of a tuple in ``nntui.model.spec``, which is what refuses other names."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from nntui.model import spec

        return _matching(getattr(spec, constant), incomplete)

    return complete


def complete_source(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, and the names of what is built in or computed."""
    from nntui.data import builtin, generate

    words = dict.fromkeys((*builtin.names(), *generate.names()))
    return [CompletionItem(incomplete, type="file"), *_matching(words, incomplete)]


def _matching(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]
