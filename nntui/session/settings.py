"""The settings that a person applied in the screen's form, what they do to the weights, and the session that results.

Free of tables at import: the form asks here whether weights are kept before any table needs to be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nntui.session.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.model.spec import NetworkSpec, TrainingSpec
    from nntui.session.session import Session


SWITCHED_OFF = {"batch": "full", "stop_loss": "none", "clip": "none"}
"""How an option says what a spec says with None."""


@dataclass(frozen=True, slots=True)
class SettingsResult:
    """The settings that were applied: ``validation`` is the share of rows held out, 0 up to, not including, 1."""

    network: NetworkSpec
    training: TrainingSpec
    validation: float


def changes_anything(old: Session, result: SettingsResult) -> bool:
    """Whether ``result`` differs from the settings of ``old`` at all."""
    return (old.network, old.training, old.validation) != (result.network, result.training, result.validation)


def keeps_weights(old: Session, result: SettingsResult) -> bool:
    """Whether training goes on from the weights of ``old``, rather than from new first weights.

    Rate, optimiser, batch, epochs, penalties and schedule may change under the weights. Another network, seed, loss or
    choice of rows held out makes earlier losses those of another training; ``apply_settings`` starts afresh then.
    """
    same_training = (old.training.loss, old.training.seed) == (result.training.loss, result.training.seed)
    return same_training and old.network == result.network and old.validation == result.validation


def apply_settings(old: Session, result: SettingsResult, note: Callable[[str], None] = lambda _: None) -> Session:
    """``old`` with ``result``, and with what ``keeps_weights`` lets stay of its training; ``note`` hears what goes.

    Raises DataError or SpecError for settings that the session cannot take.
    """
    from nntui.session.changes import with_options

    asked: dict[str, Any] = {}
    for before, after in ((old.network, result.network), (old.training, result.training)):
        for name in after.__struct_fields__:
            value = getattr(after, name)
            if value != getattr(before, name):
                asked[name] = SWITCHED_OFF[name] if value is None else value
    if result.validation != old.validation:
        asked["validation"] = result.validation
    return with_options(old, Options(**asked), note)
