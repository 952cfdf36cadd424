"""The tutorial: the lesson that nntui grew from, with the lesson's own network, training and numbers."""

from __future__ import annotations

from nntui.data import builtin
from nntui.model.spec import NetworkSpec, TrainingSpec
from nntui.session.session import Session

NAME = "tutorial"

LESSON = """\
Before training, every age was divided by the largest age (3) and every weight by the largest weight (9). So to this \
network an input of 1 means "as much as the largest in the table", column by column.

The lesson then asks about age 4 and weight 8, and divides both by 8, the larger of the two: (0.5, 1). That is a slip. \
An age of 0.5 means half of 3, one and a half, and a weight of 1 means 9, so the question that the network hears is \
(1.5, 9) and not (4, 8). Divided as in training, the question is (4/3, 8/9): that answer is the one to trust, with \
some care, because age 4 lies outside the ages 1 to 3 that the network was shown.

Both answers stand here, the lesson's own first, so that you can compare it with the page and see what scaling does."""


def tutorial_session() -> Session:
    """The tutorial as the lesson has it, untrained.

    2-3-1, sigmoids, no biases, first weights N(0, 1); 1,000 full-batch steps at rate 1 on half the squared error. The
    engine is torch: its losses are then the lesson's to the last digits of float32, and nobody waits for a compiler.
    """
    return Session(
        name=NAME,
        source=NAME,
        table=builtin.load(NAME),
        network=NetworkSpec(
            inputs=2, hidden=(3,), activation="sigmoid", output_activation="sigmoid", bias=False, init="normal"
        ),
        training=TrainingSpec(loss="half-sse", optimizer="sgd", rate=1.0, batch=None, epochs=1_000, engine="autograd"),
        query_scaling="own-max",
        query={"age": 4.0, "weight": 8.0},
        lesson=LESSON,
    )
