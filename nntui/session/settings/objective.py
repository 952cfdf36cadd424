"""The settings of what training reduces: the loss, and penalties against overfitting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.model.layout import GROUP_KINDS
from nntui.safe_text import as_choice
from nntui.session.settings.setting import FROZEN, NUMBER, OPTIONAL, SHARE, SHARES_BY_LAYER, Setting
from nntui.training.losses import LOSSES

if TYPE_CHECKING:
    from nntui.session.settings.setting import Texts


def _has_l2(name: str, texts: Texts) -> bool:
    """True if there is an L2 penalty, or another one in the group that setting ``name`` is for."""
    return any(texts[each] not in {"", "0"} for each in ("l2", name))


def _probabilities(texts: Texts) -> bool:
    return LOSSES[texts["loss"]].probabilities


OBJECTIVE = (
    Setting("loss", "loss", "what training reduces", "", "fits the target", choices=LOSSES),
    Setting(
        "label_smoothing",
        "smoothing",
        "of class targets",
        "Share by which class targets move towards equal ones",
        "0",
        SHARE,
        used=_probabilities,
    ),
    Setting(
        "dropout",
        "dropout",
        "share of neurons",
        "Share of hidden neurons left out of an update at random",
        "0; good: 0.05 or 0.2",
        SHARE,
        used=lambda texts: not texts.get("layer_dropout", "").strip(),
    ),
    Setting(
        "layer_dropout",
        "layer dropout",
        "as 0.2,0",
        "Dropout of each hidden layer, where they differ",
        "none",
        SHARES_BY_LAYER,
        used=lambda texts: bool(texts.get("hidden", "").strip()),
    ),
    Setting(
        "l1",
        "L1 penalty",
        "pulls all equally",
        "Penalty on |w|, in the gradient: small weights end near 0",
        "0",
        NUMBER,
    ),
    Setting(
        "l2",
        "L2 penalty",
        "pulls large ones most",
        "Penalty on w^2, in the gradient: keeps large weights down",
        "0; good: by rows",
        NUMBER,
    ),
    Setting(
        "l2_output",
        "L2 of output",
        "empty: as the others",
        "L2 of the output layer's weights, if another",
        "none",
        OPTIONAL,
        used=partial(_has_l2, "l2_output"),
    ),
    Setting(
        "l2_input_scale",
        "L2 of scale",
        "empty: as the others",
        "L2 of the factors on inputs, if another",
        "none",
        OPTIONAL,
        used=partial(_has_l2, "l2_input_scale"),
    ),
    Setting("l2_bias", "L2 of biases", "usually 0", "L2 of the biases", "0", NUMBER, used=partial(_has_l2, "l2_bias")),
    Setting(
        "weight_decay",
        "weight decay",
        "shrinks, by the rate",
        "Weights shrink by rate x F in each update, whatever the gradient",
        "0",
        NUMBER,
    ),
    Setting("clip", "clip gradient", "its norm; empty: never", "Largest norm of the gradient", "none", OPTIONAL),
    Setting(
        "frozen",
        "hold fixed",
        "as biases, or none",
        f"Parameters that do not learn: {as_choice(GROUP_KINDS)}",
        "none",
        FROZEN,
        spelling="freeze",
    ),
)
