"""The options that ``nntui`` and ``nntui train`` share."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from nntui.cli.sections import Data, Network, Training
from nntui.cli.types import batch, layers, names_in_spec, number_or_none, separator
from nntui.session.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Callback = TypeVar("Callback", bound="Callable[..., Any]")

data = partial(click.option, cls=Data)
network = partial(click.option, cls=Network)
training = partial(click.option, cls=Training)

KIND = "number, whole, yes-no, category or text; repeatable  [as its cells read]"
MISSING = "Rows with an empty cell: drop or refuse them, or fill in mean, median, frequent or own  [drop]"
SCALE = "none, max, min-max, standard or fixed:N, for all columns or for COL; repeatable  [standard]"
ACTIVATION = "sigmoid, tanh, relu, leaky-relu, gelu, softplus or linear  [relu]"
LOSS = "mse, half-sse, mae, huber, bce or cross-entropy  [fits the target]"
OPTIMIZER = "sgd, momentum, nesterov, rmsprop, adam or adamw  [adam]"
SCHEDULE = "Of the rate: constant, step, exponential or cosine  [constant]"


def _name(constant: str) -> dict[str, Any]:
    return {"metavar": "NAME", "shell_complete": names_in_spec(constant)}


SHARED = (
    data("--separator", metavar="C", type=separator, help="Between the cells of a text file; tab for a tab  [found]"),
    data("--decimal", metavar="C", help="Its decimal sign: . or ,  [found]"),
    data("--encoding", metavar="NAME", help="Its encoding  [found]"),
    data("--header/--no-header", default=None, help="Its first line names the columns, or not  [found]"),
    data("--kind", "kinds", metavar="COL=KIND", multiple=True, help=KIND),
    data("--input", "inputs", metavar="COL", multiple=True, help="An input; repeatable  [all but the targets]"),
    data("--target", "targets", metavar="COL", multiple=True, help="A target; repeatable  [the last column]"),
    data("--ignore", "ignored", metavar="COL", multiple=True, help="A column to leave out; repeatable"),
    data("--missing", metavar="[COL=]POLICY", multiple=True, help=MISSING),
    data("--scale", metavar="[COL=]METHOD", multiple=True, help=SCALE),
    data("--validation", metavar="F", type=float, help="Share of the rows held out, of every class alike  [0]"),
    data("--split", metavar="COL", help="The column that says which rows are held out"),
    data("--seed", metavar="N", type=int, help="Fixes first weights, row order, rows held out  [0]"),
    network("--hidden", metavar="N,N,..", type=layers, help='Hidden neurons, layer by layer; "" for none  [16]'),
    network("--activation", **_name("ACTIVATIONS"), help=ACTIVATION),
    network("--output-activation", **_name("OUTPUT_ACTIVATIONS"), help="Those, or softmax  [fits the target]"),
    network("--bias/--no-bias", default=None, help="With biases, or without  [with]"),
    network("--init", **_name("INITS"), help="torch, xavier, he, normal or zeros  [he]"),
    training("--loss", **_name("LOSSES"), help=LOSS),
    training("--optimizer", **_name("OPTIMIZERS"), help=OPTIMIZER),
    training("--lr", "rate", metavar="F", type=float, help="Learning rate  [0.01]"),
    training("--momentum", metavar="F", type=float, help="Of momentum and nesterov  [0.9]"),
    training("--batch", metavar="N|full", type=batch, help="Rows per update  [32]"),
    training("--epochs", metavar="N", type=int, help="Epochs, counted from the very start  [200]"),
    training("--stop-loss", metavar="F|none", type=number_or_none, help="Stop at this training loss  [none]"),
    training("--l1", metavar="F", type=float, help="Penalty on the size of weights  [0]"),
    training("--l2", metavar="F", type=float, help="Penalty on their squares  [0]"),
    training("--clip", metavar="F|none", type=number_or_none, help="Longest gradient  [none]"),
    training("--schedule", **_name("SCHEDULES"), help=SCHEDULE),
    training("--decay", metavar="F", type=float, help="Factor of step and exponential  [0.5]"),
    training("--decay-epochs", metavar="N", type=int, help="Epochs between steps of step  [100]"),
    training("--engine", **_name("ENGINES"), help="auto, fused or autograd  [auto]"),
    training("--device", metavar="NAME", help="cpu, or another that torch knows  [cpu]"),
)


def shared(callback: Callback) -> Callback:
    """Give a command all of them."""
    for decorate in reversed(SHARED):
        callback = decorate(callback)
    return callback


def taken(settings: Mapping[str, object]) -> Options:
    """The values of these options, as click hands them to a command."""
    values: dict[str, Any] = {field.name: settings[field.name] for field in fields(Options)}
    return Options(**values)
