"""The source of each activation, loss, optimiser and schedule in an exported script: one entry for each record."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from nntui.errors import DataError
from nntui.model.activations import LEAK, SELU_ALPHA, SELU_SCALE
from nntui.training.optimisers import EPSILON, RMSPROP_ALPHA
from nntui.training.schedules import LOWEST_START, WARM_UP

CodeT = TypeVar("CodeT")


class CodeTable(dict[str, CodeT]):
    """The code for each record of a kind by its name. Raises DataError for a record that has none here."""

    def __init__(self, kind: str, codes: dict[str, CodeT]) -> None:
        super().__init__(codes)
        self._kind = kind

    def __missing__(self, name: str) -> CodeT:
        """Refuse to write what a table elsewhere was given and this one was not."""
        raise no_code(self._kind, name)


def no_code(kind: str, name: str) -> DataError:
    """The error for a record that a script cannot be written for."""
    return DataError(f"the {kind} {name} cannot be written as a script; export the weights instead")


ACTIVATION_CODE = CodeTable[str](
    "activation",
    {
        "sigmoid": "torch.sigmoid({z})",
        "tanh": "torch.tanh({z})",
        "relu": "torch.relu({z})",
        "leaky-relu": f"functional.leaky_relu({{z}}, {LEAK})",
        "gelu": "functional.gelu({z})",
        "softplus": "functional.softplus({z})",
        "elu": "functional.elu({z})",
        "selu": "functional.selu({z})",
        "silu": "functional.silu({z})",
        "mish": "functional.mish({z})",
        "sine": "torch.sin({z})",
        "step": "torch.relu(torch.sign({z}))",
        "linear": "{z}",
        "softmax": "torch.softmax({z}, dim=1)",
    },
)
"""The expression of each activation of the pre-activations ``{z}``."""

SLOPE_CODE = CodeTable[str](
    "activation",
    {
        "sigmoid": "({a} * (1 - {a}))",
        "tanh": "(1 - {a} ** 2)",
        "relu": "({z} > 0)",
        "leaky-relu": f"torch.where({{z}} > 0, 1.0, {LEAK})",
        "gelu": (
            "(0.5 * (1 + torch.erf({z} / math.sqrt(2))) + {z} * torch.exp(-({z} ** 2) / 2) / math.sqrt(2 * math.pi))"
        ),
        "softplus": "torch.sigmoid({z})",
        "elu": "torch.where({z} > 0, 1.0, torch.exp({z}))",
        "selu": f"torch.where({{z}} > 0, {SELU_SCALE}, {SELU_SCALE * SELU_ALPHA} * torch.exp({{z}}))",
        "silu": "(torch.sigmoid({z}) + {a} * (1 - torch.sigmoid({z})))",
        "mish": (
            "(torch.tanh(functional.softplus({z}))"
            " + {z} * torch.sigmoid({z}) * (1 - torch.tanh(functional.softplus({z})) ** 2))"
        ),
        "sine": "torch.cos({z})",
        "step": "torch.zeros_like({z})",
        "linear": "",
        "softmax": "",
    },
)
"""da/dz of each activation, of ``{z}`` and ``{a}``; "" for 1, and for one whose loss has its slope at z."""

TRAINED_ACTIVATION_CODE = CodeTable[str]("activation", {**ACTIVATION_CODE, "sigmoid": "Sigmoid.apply({z})"})
"""The same for training: an activation with a slope of its own is a helper."""


class LossCode(NamedTuple):
    """The ``objective`` that is followed and the ``terms`` that the displayed loss is the mean of, as expressions."""

    objective: str
    terms: str


def _loss(name: str) -> LossCode:
    call = f"functional.{name}(predictions, targets"
    return LossCode(f"{call})", f"{call}, reduction='none')")


LOSS_CODE = CodeTable[LossCode](
    "loss",
    {
        "mse": _loss("mse_loss"),
        "half-sse": LossCode(
            "0.5 * functional.mse_loss(predictions, targets, reduction='sum')",
            "functional.mse_loss(predictions, targets, reduction='none')",
        ),
        "mae": _loss("l1_loss"),
        "huber": _loss("huber_loss"),
        "bce": _loss("binary_cross_entropy_with_logits"),
        "cross-entropy": _loss("cross_entropy"),
    },
)

LOSS_SLOPE_CODE = CodeTable[str](
    "loss",
    {
        "mse": "2 / y.numel() * ({o} - y)",
        "half-sse": "{o} - y",
        "mae": "({o} - y).sign() / y.numel()",
        "huber": "({o} - y).clamp(-1, 1) / y.numel()",
        "bce": "({o} - y) / y.numel()",
        "cross-entropy": "({o} - y) / len(y)",
    },
)
"""The slope of each loss at the outputs ``{o}``, or at their pre-activations where it is of those."""

_MOMENTUM = ("m.mul_(MOMENTUM).add_(g)",)
_ADAM = (
    "m.lerp_(g, 1 - BETA1)",
    "s.mul_(BETA2).addcmul_(g, g, value=1 - BETA2)",
    f"deviation = s.sqrt().div_(math.sqrt(1 - BETA2 ** update)).add_({EPSILON})",
    "w.addcdiv_(m, deviation, value=-rate / (1 - BETA1 ** update))",
)
OPTIMISER_CODE = CodeTable[tuple[str, ...]](
    "optimiser",
    {
        "sgd": ("w.add_(g, alpha=-rate)",),
        "momentum": (*_MOMENTUM, "w.add_(m, alpha=-rate)"),
        "nesterov": (*_MOMENTUM, "w.add_(g.add_(m, alpha=MOMENTUM), alpha=-rate)"),
        "rmsprop": (
            f"s.mul_({RMSPROP_ALPHA}).addcmul_(g, g, value=1 - {RMSPROP_ALPHA})",
            f"w.addcdiv_(g, s.sqrt().add_({EPSILON}), value=-rate)",
        ),
        "adam": _ADAM,
        "adamw": _ADAM,
    },
)
"""The lines that change the weights ``w`` by the gradient ``g`` in place; ``MEMORY_NAMES`` are kept between them."""
MEMORY_NAMES = {"momentum": "m", "mean": "m", "square": "s"}
"""The names, in a script, of the tensors that optimisers keep."""

SCHEDULE_CODE = CodeTable[tuple[str, ...]](
    "schedule",
    {
        "constant": ("return RATE",),
        "step": ("return RATE * DECAY ** (count // DECAY_EPOCHS)",),
        "exponential": ("return RATE * DECAY ** count",),
        "cosine": ("share = min(count / max(whole, 1), 1.0)", "return RATE * (0.5 * (1 + math.cos(math.pi * share)))"),
        "one-cycle": (
            "share = min(count / max(whole, 1), 1.0)",
            f"if share < {WARM_UP}:",
            f"    return RATE * (1 - (1 - {LOWEST_START}) * (0.5 * (1 + math.cos(math.pi * (share / {WARM_UP})))))",
            f"return RATE * (0.5 * (1 + math.cos(math.pi * ((share - {WARM_UP}) / (1 - {WARM_UP})))))",
        ),
    },
)
"""The lines that return the rate of the epoch or update ``count`` of ``whole``."""
