"""The table of losses, and which output activation goes with which loss. Free of torch until one is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.encoding.shape import Task

    Formula = Callable[[Tensor, Tensor], Tensor]
    ArrayFormula = Callable[[ModuleType, NDArray[Any], NDArray[Any]], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class LossFunction:
    """A loss of predictions [rows, outputs] against targets [rows, outputs].

    ``objective`` is the number whose gradient is followed; ``terms`` are those that the displayed loss is the mean of:
    one per row and output or, with ``term_per_row``, one per row. With ``from_logits`` the predictions are the output
    layer's pre-activations, which keeps logarithms finite, else its activations. ``output`` is the output activation
    that the loss requires (None: any), ``least_outputs`` the fewest outputs, ``probabilities`` whether targets must be
    within 0 and 1. ``task`` is the task that the loss is the default for.
    ``kinks`` are the o - y at which the slope of the loss, or the slope of that, jumps. ``on_arrays`` are the terms by
    (numpy, predictions, targets) for numpy's arrays; None: only torch can calculate them.

    ``kernel`` is its code in the compiled kernel; None: only torch can train it. The kernel's gradient is ``gain``
    times its basic form, divided by the number of terms if the objective is a ``mean``.
    """

    help: str
    objective: Formula
    terms: Formula
    from_logits: bool = False
    output: str | None = None
    least_outputs: int = 1
    probabilities: bool = False
    task: Task | None = None
    term_per_row: bool = False
    kernel: int | None = None
    gain: float = 1.0
    mean: bool = True
    formula: str = "L(o, y)"
    slope: Formula | None = None
    slope_formula: str = "dL/do"
    kinks: tuple[float, ...] = ()
    on_arrays: ArrayFormula | None = None


def _torchs(name: str, reduction: str, factor: float = 1.0) -> Formula:
    """``factor`` times the loss ``name`` of torch.nn.functional."""

    def formula(predictions: Tensor, targets: Tensor) -> Tensor:
        from torch.nn import functional

        loss: Tensor = getattr(functional, name)(predictions, targets, reduction=reduction)
        return loss if factor == 1.0 else factor * loss

    return formula


def _both(name: str) -> tuple[Formula, Formula]:
    return _torchs(name, "mean"), _torchs(name, "none")


_LOG_SOFTMAX_BACKWARD = "_log_softmax_backward_data"


def _cross_entropy_slope(logits: Tensor, targets: Tensor) -> Tensor:
    """(softmax(z) - y) / rows, as torch's own operation rounds it."""
    import torch

    error = -(targets * (1 / len(targets)))
    result: Tensor = getattr(torch.ops.aten, _LOG_SOFTMAX_BACKWARD)(error, logits.log_softmax(1), 1, logits.dtype)
    return result


def _cross_entropy(np: ModuleType, logits: NDArray[Any], targets: NDArray[Any]) -> NDArray[Any]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    terms: NDArray[Any] = (targets * (np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted)).sum(axis=1)
    return terms


LOSSES: dict[str, LossFunction] = {
    "mse": LossFunction(
        "mean of (o - y)^2",
        *_both("mse_loss"),
        task="regression",
        kernel=0,
        gain=2.0,
        formula="(o - y)^2",
        slope=lambda o, y: (o - y) * (2 / o.numel()),
        slope_formula="2 / N * (o - y)",
        on_arrays=lambda _np, o, y: (o - y) ** 2,
    ),
    "half-sse": LossFunction(
        "half the sum of (o - y)^2, displayed as their mean, as in the lesson",
        _torchs("mse_loss", "sum", 0.5),
        _torchs("mse_loss", "none"),
        kernel=1,
        mean=False,
        formula="(o - y)^2",
        slope=lambda o, y: o - y,
        slope_formula="o - y",
        on_arrays=lambda _np, o, y: (o - y) ** 2,
    ),
    "mae": LossFunction(
        "mean of |o - y|",
        *_both("l1_loss"),
        kernel=2,
        formula="|o - y|",
        slope=lambda o, y: (o - y).sign() / o.numel(),
        slope_formula="sign(o - y) / N",
        kinks=(0.0,),
        on_arrays=lambda np, o, y: np.abs(o - y),
    ),
    "huber": LossFunction(
        "quadratic within 1 of the target, linear beyond",
        *_both("huber_loss"),
        kernel=3,
        formula="(o - y)^2 / 2 if |o - y| < 1, else |o - y| - 1/2",
        slope=lambda o, y: (o - y).clamp(-1, 1) * (1 / o.numel()),
        slope_formula="(o - y, kept within -1 and 1) / N",
        kinks=(-1.0, 1.0),
        on_arrays=lambda np, o, y: np.where(np.abs(o - y) < 1, (o - y) ** 2 / 2, np.abs(o - y) - 0.5),
    ),
    "bce": LossFunction(
        "binary cross-entropy, for yes or no",
        *_both("binary_cross_entropy_with_logits"),
        from_logits=True,
        output="sigmoid",
        probabilities=True,
        task="binary",
        kernel=4,
        formula="-(y ln(o) + (1 - y) ln(1 - o))",
        slope=lambda z, y: (z.sigmoid() - y) / z.numel(),
        slope_formula="(o - y) / N",
        on_arrays=lambda np, z, y: np.logaddexp(z, 0) - y * z,
    ),
    "cross-entropy": LossFunction(
        "mean over rows of -sum of y ln(o), for classes",
        *_both("cross_entropy"),
        from_logits=True,
        output="softmax",
        least_outputs=2,
        probabilities=True,
        task="classes",
        term_per_row=True,
        kernel=5,
        formula="-sum of y ln(o)",
        slope=_cross_entropy_slope,
        slope_formula="(o - y) / N",
        on_arrays=_cross_entropy,
    ),
}


def smoothed(loss: str, targets: NDArray[Any], smoothing: float) -> NDArray[Any]:
    """``targets`` [rows, outputs] moved by the share ``smoothing`` towards equal probabilities, in float64.

    An output of bce is one of two classes, one of cross-entropy one of as many as there are (Szegedy et al. 2015).
    Returns ``targets`` themselves for other losses, and without smoothing.
    """
    if not (smoothing and LOSSES[loss].probabilities):
        return targets
    classes = targets.shape[1] if LOSSES[loss].term_per_row else 2
    result: NDArray[Any] = targets.astype("float64") * (1 - smoothing) + smoothing / classes
    return result


def loss_for_task(task: Task) -> tuple[str, str]:
    """The loss and the output activation that ``task`` is learnt with unless others are chosen."""
    name = next(name for name, loss in LOSSES.items() if loss.task == task)
    return name, LOSSES[name].output or "linear"


def loss_for_output(output: str) -> str:
    """The loss that requires the output activation ``output``, or mse if none does."""
    return next((name for name, loss in LOSSES.items() if loss.output == output), "mse")
