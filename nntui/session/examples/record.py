"""The table of worked examples: the networks that others have worked out, and the numbers that they published."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.sources.builtin import notes_in
from nntui.session.examples.expression import EXPRESSION
from nntui.session.examples.weights import MAZUR, MICROGRAD, TRASK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


NOTES = Path(__file__).with_name("notes")
"""A text of notes for each example; ``{published}`` in it becomes the source and the published numbers."""


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """A number that the author of an example shows, as text, and the ``digits`` after its point that nntui reproduces.

    The rest of the digits is lost to the rounding of float32, in which nntui trains, or of the author.
    """

    meaning: str
    text: str
    digits: int

    @property
    def ours(self) -> str:
        """The number as nntui computes it, as far as the digits agree."""
        return str(round(Decimal(self.text), self.digits))

    @property
    def line(self) -> str:
        """The number, then what nntui finds as far as it agrees, and the digits after the point that do."""
        return f"{self.meaning}: {self.text}, {self.ours}, {self.digits}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example: its table, settings by their names in ``Options``, first weights, and what is published of it.

    ``columns`` are the cells by column, followed by those that ``formulas`` calculate, the ``targets`` last;
    ``first_weights`` are all the parameters, in the order of the flat parameters (W1 row by row, b1, W2, ...).
    """

    name: str
    title: str
    source: str
    columns: Mapping[str, Sequence[float]]
    targets: tuple[str, ...]
    settings: Mapping[str, object]
    first_weights: tuple[float, ...]
    published: tuple[PublishedNumber, ...]
    formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return *self.columns, *self.formulas

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs."""
        return tuple(name for name in self.names if name not in self.targets)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(next(iter(self.columns.values())))

    @property
    def notes(self) -> str:
        """Its description and source, the numbers to compare with, and suggestions of what to try."""
        numbers = "\n".join(each.line for each in self.published)
        published = f"Source: {self.source}.\n\nPublished, found here, digits after the point that agree:\n{numbers}"
        return notes_in(NOTES / f"{self.name}.txt").replace("{published}", published)


PLAIN = {"loss": "half-sse", "optimizer": "sgd", "batch": None, "validation": 0.0}
"""Gradient descent on half the squared error, as in all of these examples."""

EXAMPLES: dict[str, Example] = {
    example.name: example
    for example in (
        Example(
            name="mazur",
            title="One step of backpropagation, 2-2-2, by hand",
            source="Matt Mazur, A Step by Step Backpropagation Example (2015), "
            "mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example",
            columns={"i1": (0.05,), "i2": (0.10,), "o1": (0.01,), "o2": (0.99,)},
            targets=("o1", "o2"),
            settings={
                **PLAIN,
                "hidden": (2,),
                "activation": "sigmoid",
                "output_activation": "sigmoid",
                "rate": 0.5,
                "epochs": 10_000,
                "frozen": ("biases",),
            },
            first_weights=MAZUR,
            published=(
                PublishedNumber("output o1 before any update", "0.75136507", 6),
                PublishedNumber("output o2", "0.772928465", 6),
                PublishedNumber("error before any update", "0.298371109", 7),
                PublishedNumber("w5 (h1 to o1) after one update", "0.35891648", 7),
                PublishedNumber("w6 (h2 to o1)", "0.408666186", 7),
                PublishedNumber("w7 (h1 to o2)", "0.511301270", 7),
                PublishedNumber("w8 (h2 to o2)", "0.561370121", 7),
                PublishedNumber("w1 (i1 to h1)", "0.149780716", 7),
                PublishedNumber("w2 (i2 to h1)", "0.19956143", 7),
                PublishedNumber("w3 (i1 to h2)", "0.24975114", 7),
                PublishedNumber("w4 (i2 to h2)", "0.29950229", 7),
                PublishedNumber("error after one update", "0.291027774", 6),
                PublishedNumber("error after 9,999 updates", "0.0000351085", 8),
                PublishedNumber("output o1 after 10,000 updates", "0.015912196", 5),
                PublishedNumber("output o2 after 10,000 updates", "0.984065734", 5),
            ),
        ),
        Example(
            name="micrograd",
            title="One tanh neuron and its gradients",
            source="Andrej Karpathy, The spelled-out intro to neural networks and backpropagation: building micrograd "
            "(lecture, 2022), github.com/karpathy/nn-zero-to-hero",
            columns={"x1": (2.0,), "x2": (0.0,), "o": (0.7071067811865476 - 1,)},
            targets=("o",),
            settings={**PLAIN, "hidden": (), "output_activation": "tanh", "rate": 1.0, "epochs": 10},
            first_weights=MICROGRAD,
            published=(
                PublishedNumber("output o", "0.7071", 4),
                PublishedNumber("gradient of the sum n", "0.5", 1),
                PublishedNumber("gradient of x1", "-1.5", 1),
                PublishedNumber("gradient of x2", "0.5", 1),
                PublishedNumber("gradient of w1", "1.0", 1),
                PublishedNumber("gradient of w2", "0.0", 1),
                PublishedNumber("gradient of b", "0.5", 1),
            ),
        ),
        Example(
            name="expression",
            title="An expression and its gradients, step by step in columns",
            source="Andrej Karpathy, micrograd (2020), the example in its README, github.com/karpathy/micrograd",
            columns={"a": (-4.0,), "b": (2.0,)},
            formulas=EXPRESSION,
            targets=("dg/db",),
            settings={**PLAIN, "hidden": (), "output_activation": "linear", "rate": 1e-5, "epochs": 10},
            first_weights=(0.0,) * (len(EXPRESSION) + 2),
            published=(
                PublishedNumber("outcome g of the forward pass", "24.7041", 4),
                PublishedNumber("dg/da", "138.8338", 4),
                PublishedNumber("dg/db", "645.5773", 4),
            ),
        ),
        Example(
            name="eleven-lines",
            title="A network in 11 lines of Python, four rows",
            source="Andrew Trask, A Neural Network in 11 lines of Python, Part 1 (2015), "
            "iamtrask.github.io/2015/07/12/basic-python-network",
            columns={"x1": (0, 0, 1, 1), "x2": (0, 1, 0, 1), "x3": (1, 1, 1, 1), "y": (0, 1, 1, 0)},
            targets=("y",),
            settings={
                **PLAIN,
                "hidden": (4,),
                "activation": "sigmoid",
                "output_activation": "sigmoid",
                "bias": False,
                "rate": 1.0,
                "epochs": 60_000,
                "engine": "fused",
            },
            first_weights=TRASK,
            published=(
                PublishedNumber("mean error before any update", "0.496410031903", 7),
                PublishedNumber("after 10,000 updates", "0.00858452565325", 6),
                PublishedNumber("after 20,000", "0.00578945986251", 6),
                PublishedNumber("after 30,000", "0.00462917677677", 6),
                PublishedNumber("after 40,000", "0.00395876528027", 6),
                PublishedNumber("after 50,000", "0.00351012256786", 6),
            ),
        ),
    )
}
"""By name."""
