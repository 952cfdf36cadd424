"""The settings of when training ends: a loss, patience, a plateau, seconds, any condition; and which weights remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.settings.setting import OPTIONAL, OPTIONAL_WHOLE, Setting, TextFormat
from nntui.training.ends import KEEPS

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_list(text: str) -> tuple[str, ...]:
    """The conditions in ``text``, separated by semicolons. Raises SpecError."""
    if not text.strip():
        return ()
    from nntui.training.watch.read import read_conditions  # numpy: not before the first paint

    return read_conditions(text)


def write_list(conditions: Iterable[str]) -> str:
    """The text of conditions."""
    return "; ".join(conditions)


CONDITIONS = TextFormat(read_list, write_list, "COND;..")

ENDS = (
    Setting(
        "patience",
        "patience",
        "epochs; empty: endless",
        "Stop after N epochs without a lower validation loss",
        "none",
        OPTIONAL_WHOLE,
    ),
    Setting("stop_loss", "stop at loss", "empty for never", "Stop at this training loss", "none", OPTIONAL),
    Setting(
        "plateau",
        "plateau",
        "epochs; empty: never",
        "Stop once the training loss has hardly fallen in N epochs",
        "none",
        OPTIONAL_WHOLE,
    ),
    Setting(
        "most_seconds",
        "seconds",
        "empty: no limit",
        "Stop after this time, by the clock: another run ends elsewhere",
        "none",
        OPTIONAL,
        spelling="seconds",
    ),
    Setting(
        "stop",
        "stop when",
        "as validation < 0.1",
        'Stop once a condition holds, as "validation < 0.1", "accuracy > 0.95" or "row 7 is right"',
        "none",
        CONDITIONS,
    ),
    Setting("keep", "keep", "weights, at the end", "Weights that are kept", "last", choices=KEEPS),
)
