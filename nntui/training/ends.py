"""The words for the ends of a training: settings that say when it ends, kept weights, and reasons."""

from typing import NamedTuple


class KeptEpoch(NamedTuple):
    """The epoch whose weights are kept: ``help`` says which."""

    help: str


KEEPS = {
    "last": KeptEpoch("The weights of the last epoch are kept."),
    "best": KeptEpoch("The weights of the epoch with the lowest validation loss, or else training loss, are kept."),
}
"""The weights that can be kept when training ends, with a line of help for each."""
ENDING = ("patience", "stop_loss", "plateau", "most_seconds", "stop", "keep", "breakpoints")
"""Settings that say when training ends or pauses, beside its epochs, and nothing of how it goes."""
MOST_CONDITIONS = 20
"""Most stop conditions, and most breakpoints."""
DIVERGED, BREAKPOINT = "training diverged", "breakpoint "
"""The beginnings of the reasons for a failure whose last good weights are restored, and for a pause at a breakpoint."""
