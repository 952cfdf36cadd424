"""The options that ``nntui`` and ``nntui train`` share: their values, headings and completion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from nntui.data.kinds import KINDS
from nntui.data.policies import FILL, POLICIES
from nntui.data.scalings import METHODS, STANDARD
from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.initialisation import INITIALISATIONS
from nntui.safe_text import as_choice
from nntui.session.options import Options
from nntui.training.engines.protocol import ENGINES
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS, names_using
from nntui.training.schedules import SCHEDULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

OFF: Final = object()
"""The value of a setting that is switched off; None means that the option was not given."""
SLOWEST, FASTEST = 0.1, 60.0
"""Limits of ``--fps``, frames per second."""


def layers(text: str) -> tuple[int, ...]:
    """``8,8`` as (8, 8), an empty text as ()."""
    try:
        return tuple(int(width) for width in text.split(",")) if text.strip() else ()
    except ValueError:
        raise click.BadParameter(f"{text!r}: give the neurons of each hidden layer, as in 8,8") from None


def batch(text: str) -> object:
    """Rows per update."""
    try:
        return OFF if text == "full" else int(text)
    except ValueError:
        raise click.BadParameter(f"{text!r}: give a number of rows, or full") from None


def number_or_none(text: str) -> object:
    """A number, or the word that switches a setting off."""
    try:
        return OFF if text == "none" else float(text)
    except ValueError:
        raise click.BadParameter(f"{text!r}: give a number, or none") from None


def separator(text: str) -> str:
    """One character; ``tab`` for a tab, which is hard to type in a shell."""
    character = "\t" if text in {"tab", "\\t"} else text
    if len(character) != 1:
        raise click.BadParameter(f"{text!r}: give one character, or tab")
    return character


def log_interval(text: str) -> int:
    """Epochs between two lines of the log."""
    if not text.isdecimal() or int(text) < 1:
        raise click.BadParameter(f"{text!r}: give a number of epochs, 1 or more")
    return int(text)


def frames_per_second(text: str) -> float:
    """Frames per second."""
    try:
        frames = float(text)
    except ValueError:
        frames = 0.0
    if not SLOWEST <= frames <= FASTEST:
        raise click.BadParameter(f"{text!r}: give a number from {SLOWEST:g} to {FASTEST:g}")
    return frames


def complete_name(table: Mapping[str, object]) -> Completer:
    """Completes a name of ``table``, with what its record says of itself."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        items = [(name, str(getattr(record, "help", record))) for name, record in table.items()]
        return [CompletionItem(name, help=about) for name, about in items if name.startswith(incomplete)]

    return complete


def complete_source(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, and the names of built-in and computed tables."""
    from nntui.data.sources import builtin, computed

    words = dict.fromkeys((*builtin.names(), *computed.names()))
    return [CompletionItem(incomplete, type="file"), *_matching(words, incomplete)]


def _matching(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


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


Callback = TypeVar("Callback", bound="Callable[..., Any]")

data = partial(click.option, cls=DataOption)
network = partial(click.option, cls=NetworkOption)
training = partial(click.option, cls=TrainingOption)

KIND = f"{as_choice(KINDS)}; repeatable  [as its cells suggest]"
MISSING = f"Of empty cells: {as_choice(POLICIES)}, for all columns or for COL; repeatable  [{FILL}]"
SPLIT = (
    "The column that marks the validation rows: with test, validation, holdout or eval; with yes or 1, or with no or 0 "
    "where its name says training, as is_train"
)
SCALINGS = as_choice(method.spelling for method in METHODS.values())
SCALE = f"{SCALINGS}, for all columns or for COL; repeatable  [{STANDARD}]"


def name_option(table: Mapping[str, object], default: str, about: str = "") -> dict[str, Any]:
    """The parameters of an option that takes a name of ``table``; its help lists them."""
    about += f"{as_choice(table)}  [{default}]"
    return {"metavar": "NAME", "shell_complete": complete_name(table), "help": about}


HIDDEN_ACTIVATIONS = {name: ACTIVATIONS[name] for name in hidden_activations()}
OUTPUT_ONLY = " or ".join(name for name in ACTIVATIONS if name not in HIDDEN_ACTIVATIONS)
OUTPUT = name_option(ACTIVATIONS, "") | {"help": f"Those, or {OUTPUT_ONLY}  [fits the target]"}
MOMENTUM, DECAY = " and ".join(names_using(OPTIMISERS, "momentum")), " and ".join(names_using(SCHEDULES, "decay"))
DECAY_EPOCHS = " and ".join(names_using(SCHEDULES, "decay_epochs"))

SHARED = (
    data("--separator", metavar="C", type=separator, help="Between cells of a text file; tab for a tab  [detected]"),
    data("--decimal", metavar="C", help="Its decimal sign: . or ,  [detected]"),
    data("--encoding", metavar="NAME", help="Its encoding  [detected]"),
    data("--header/--no-header", default=None, help="Whether its first line names the columns  [detected]"),
    data("--kind", "kinds", metavar="COL=KIND", multiple=True, help=KIND),
    data("--input", "inputs", metavar="COL", multiple=True, help="An input; repeatable  [all but the targets]"),
    data("--target", "targets", metavar="COL", multiple=True, help="A target; repeatable  [the last column]"),
    data("--ignore", "ignored", metavar="COL", multiple=True, help="A column not to use; repeatable"),
    data("--missing", metavar="[COL=]POLICY", multiple=True, help=MISSING),
    data("--scale", metavar="[COL=]METHOD", multiple=True, help=SCALE),
    data("--validation", metavar="F", type=float, help="Share of validation rows, of every class alike  [0]"),
    data("--split", metavar="COL", help=SPLIT),
    data("--seed", metavar="N", type=int, help="For first weights, row order, validation rows  [0]"),
    network("--hidden", metavar="N,N,..", type=layers, help='Neurons of each hidden layer; "" for none  [16]'),
    network("--activation", **name_option(HIDDEN_ACTIVATIONS, "relu")),
    network("--output-activation", **OUTPUT),
    network("--bias/--no-bias", default=None, help="With or without biases  [with]"),
    network("--init", **name_option(INITIALISATIONS, "he")),
    training("--loss", **name_option(LOSSES, "fits the target")),
    training("--optimizer", **name_option(OPTIMISERS, "adam")),
    training("--lr", "rate", metavar="F", type=float, help="Learning rate  [0.01]"),
    training("--momentum", metavar="F", type=float, help=f"Of {MOMENTUM}  [0.9]"),
    training("--batch", metavar="N|full", type=batch, help="Rows per update  [32]"),
    training("--epochs", metavar="N", type=int, help="Epochs, counted from the first weights  [200]"),
    training("--stop-loss", metavar="F|none", type=number_or_none, help="Stop at this training loss  [none]"),
    training("--l1", metavar="F", type=float, help="Penalty on absolute weights  [0]"),
    training("--l2", metavar="F", type=float, help="Penalty on squared weights  [0]"),
    training("--clip", metavar="F|none", type=number_or_none, help="Largest norm of the gradient  [none]"),
    training("--schedule", **name_option(SCHEDULES, "constant", "Of the rate: ")),
    training("--decay", metavar="F", type=float, help=f"Factor of {DECAY}  [0.5]"),
    training(
        "--decay-epochs",
        metavar="N",
        type=int,
        help=f"Epochs between the steps of {DECAY_EPOCHS}  [100]",
    ),
    training("--engine", **name_option(ENGINES, "auto")),
    training("--device", metavar="NAME", help="cpu, cuda or another torch device  [cpu]"),
)


def shared(callback: Callback) -> Callback:
    """Add the shared options to a command."""
    for decorate in reversed(SHARED):
        callback = decorate(callback)
    return callback


def options_from(settings: Mapping[str, object]) -> Options:
    """The options that were given, from the values that click hands to a command."""
    given: dict[str, Any] = {
        name: None if value is OFF else value for name, value in settings.items() if value is not None
    }
    return Options(**given)
