"""Put your own table beside a neural network in the terminal, and watch it learn.

From Python, ``nntui.load("cars.nntui")`` is the model that was trained there.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.session.loaded import LoadedModel, PredictionWarning, load

__version__ = "0.1.0"
__all__ = ["LoadedModel", "PredictionWarning", "load"]


def __getattr__(name: str) -> object:
    """Import a name of ``__all__`` when it is first used, so that the screen starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nntui.session import loaded

    return getattr(loaded, name)
