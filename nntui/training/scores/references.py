"""The baselines of a network: always the same answer, and a linear model fitted to the same rows. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.training.scores.answers import ClassAnswers, NumberAnswers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.training.scores.answers import JudgedAnswers

    Truth = NDArray[np.float64] | NDArray[np.int64]

PENALTY = 1.0
"""L2 penalty of logistic regression beside the summed loss of its rows, half the squared weights of standardised
inputs: the usual default (scikit-learn's C = 1). Without any, the weights of separable classes grow without end."""
MOST_WORK = 5e7
"""Most rows x inputs x classes that logistic regression is fitted to; of more rows, it takes every second, third ..."""
MOST_PRODUCTS = 2e10
"""The same for rows x inputs x inputs of least squares."""
ROUNDING = 1e-6
"""Inputs are float32: what is smaller than this, relative to the largest, tells nothing about their differences."""
CHUNK = 4_096
"""Rows that are calculated with at a time."""
NEWTON_STEPS, CONJUGATE_STEPS, HALVINGS = 25, 40, 20
"""Most steps of each kind; some five and ten are usual."""
NEAR = 1e-3
"""Part of the squared residual at which a step is good enough: the next one corrects it."""
SMALL_GRADIENT = 1e-7
"""Largest gradient, per row, at which the fit has arrived."""


def trivial(training: Truth, actual: Truth, classes: int) -> JudgedAnswers:
    """The same answer to all rows, learnt from the ``training`` rows: the mean, or the shares of the classes.

    Of ``classes`` (0: the targets are numbers) the commonest is then predicted; of several, the first.
    """
    if not classes:
        numbers = actual.astype(np.float64, copy=False)
        return NumberAnswers(np.broadcast_to(np.mean(training, axis=0), numbers.shape), numbers)
    shares = np.bincount(training.astype(np.int64), minlength=classes) / len(training)
    codes = actual.astype(np.int64, copy=False)
    return ClassAnswers.of(np.broadcast_to(shares, (len(codes), classes)), codes)


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """A linear model of encoded inputs: numbers by least squares, classes by logistic or softmax regression.

    ``weights`` [inputs + 1, outputs], the last row the intercepts, act on inputs less ``centre`` divided by ``spread``.
    It was fitted to ``rows`` rows.
    """

    centre: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    classes: int
    rows: int

    @classmethod
    def fit(cls, inputs: NDArray[np.float32], truth: Truth, classes: int) -> LinearModel:
        """The model of ``inputs`` float32 [rows, inputs] and their ``truth``; ``classes`` is 0 for numbers.

        Inputs that are sums of others make no difference: the solution of the smallest weights is taken.
        """
        width = inputs.shape[1]
        outputs = 0 if not classes else 1 if classes == 2 else classes
        most = MOST_WORK / max(1, width * outputs) if classes else MOST_PRODUCTS / max(1, width * width)
        every = max(1, int(np.ceil(len(inputs) / max(most, 2 * width, 1_000))))
        used, known = inputs[::every], truth[::every]
        centre = used.mean(axis=0, dtype=np.float64)
        spread = np.sqrt(np.mean((used - centre) ** 2, axis=0, dtype=np.float64))
        spread = np.where(spread > 0, spread, 1.0)
        model = cls(centre, spread, np.zeros((width + 1, max(1, outputs))), classes, len(used))
        with np.errstate(over="ignore", invalid="ignore"):
            weights = (
                _logistic(model.design(used), known.astype(np.int64), outputs)
                if classes
                else _least_squares(model, used, known.astype(np.float64))
            )
        return cls(centre, spread, weights, classes, len(used))

    def design(self, inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        """The standardised inputs with a column of ones, float64 [rows, inputs + 1]."""
        return np.hstack([(inputs - self.centre) / self.spread, np.ones((len(inputs), 1))])

    def answers(self, inputs: NDArray[np.float32], actual: Truth) -> JudgedAnswers:
        """The answers to rows with these encoded ``inputs``, beside their truth."""
        starts = range(0, max(len(inputs), 1), CHUNK)
        sums = np.concatenate([self.design(inputs[at : at + CHUNK]) @ self.weights for at in starts])
        if not self.classes:
            return NumberAnswers(sums, actual.astype(np.float64, copy=False))
        logs = _log_shares(sums)
        return ClassAnswers(np.exp(logs), actual.astype(np.int64, copy=False), logs)


def _least_squares(model: LinearModel, inputs: NDArray[np.float32], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights [inputs + 1, targets] by QR, piece by piece: exact, and never more than one piece of rows in float64."""
    width = inputs.shape[1] + 1
    middle = truth.mean(axis=0)
    size = np.abs(truth - middle).max(axis=0)
    if not np.isfinite(size).all():  # targets near the largest float
        return np.zeros((width, truth.shape[1]))
    size = np.where(size > 0, size, 1.0)
    triangle: NDArray[np.floating[Any]] = np.empty((0, width + truth.shape[1]))
    piece = max(CHUNK, 4 * width)
    for at in range(0, len(inputs), piece):
        rows = np.hstack([model.design(inputs[at : at + piece]), (truth[at : at + piece] - middle) / size])
        triangle = np.array(np.linalg.qr(np.vstack([triangle, rows]), mode="r"))
    solved = np.linalg.lstsq(triangle[:, :width], triangle[:, width:], rcond=ROUNDING)[0] * size
    solved[-1] += middle
    weights: NDArray[np.float64] = solved
    return weights


def _log_shares(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of the probabilities [rows, classes] for the sums of a logistic or softmax model."""
    if sums.shape[1] == 1:
        return -np.logaddexp(0.0, np.hstack([sums, -sums]))
    return sums - np.logaddexp.reduce(sums, axis=1, keepdims=True)


def _logistic(design: NDArray[np.float64], codes: NDArray[np.int64], outputs: int) -> NDArray[np.float64]:
    """Weights [inputs + 1, outputs] of logistic (one output) or softmax regression, by Newton's method.

    Of more inputs than rows only the space that the rows span matters: in it, the problem is as small as the rows.
    """
    inputs = design[:, :-1]
    if inputs.shape[1] <= len(inputs):
        return _newton(design, codes, outputs)
    basis, triangle = np.linalg.qr(inputs.T)
    reduced = _newton(np.hstack([triangle.T, design[:, -1:]]), codes, outputs)
    return np.vstack([basis @ reduced[:-1], reduced[-1:]])


def _newton(design: NDArray[np.float64], codes: NDArray[np.int64], outputs: int) -> NDArray[np.float64]:
    rows, width = design.shape
    penalty = np.full((width, 1), PENALTY)
    penalty[-1] = 0.0
    wanted = codes[:, None] == (np.arange(outputs) if outputs > 1 else 1)
    # Close to the curvature where all classes are alike; its inverse makes conjugate gradients arrive in a few steps.
    curvature = design.T @ design * (0.25 if outputs == 1 else 1 / outputs)
    curvature += np.diag(np.maximum(penalty[:, 0], 1e-6 * rows))
    inverse = np.linalg.inv(curvature).astype(np.float64, copy=False)
    weights = np.zeros((width, outputs))
    loss = _penalised_loss(design, codes, penalty, weights)
    for _ in range(NEWTON_STEPS):
        shares = np.exp(_log_shares(design @ weights))[:, -outputs:]
        gradient = design.T @ (shares - wanted) + penalty * weights
        if np.abs(gradient).max() <= SMALL_GRADIENT * rows:
            break
        step = _newton_step(design, shares, penalty, gradient, inverse)
        for _halving in range(HALVINGS):
            lower = _penalised_loss(design, codes, penalty, weights - step)
            if lower <= loss:
                break
            step = step / 2
        else:
            break
        weights, loss = weights - step, lower
    return weights


def _penalised_loss(
    design: NDArray[np.float64],
    codes: NDArray[np.int64],
    penalty: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> float:
    logs = _log_shares(design @ weights)
    return float(-logs[np.arange(len(codes)), codes].sum() + 0.5 * (penalty * weights**2).sum())


def _newton_step(
    design: NDArray[np.float64],
    shares: NDArray[np.float64],
    penalty: NDArray[np.float64],
    gradient: NDArray[np.float64],
    inverse: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The solution of curvature times step = gradient, by preconditioned conjugate gradients."""

    def curved(direction: NDArray[np.float64]) -> NDArray[np.float64]:
        weighted = shares * (design @ direction)
        if shares.shape[1] == 1:
            weighted = weighted * (1 - shares)
        else:
            weighted = weighted - shares * weighted.sum(axis=1, keepdims=True)
        product: NDArray[np.float64] = design.T @ weighted + penalty * direction
        return product

    step = np.zeros_like(gradient)
    residual = gradient
    direction = nearer = inverse @ residual
    size = float((residual * nearer).sum())
    enough = NEAR * size
    for _ in range(CONJUGATE_STEPS):
        product = curved(direction)
        along = float((direction * product).sum())
        if along <= 0:
            break
        length = size / along
        step = step + length * direction
        residual = residual - length * product
        nearer = inverse @ residual
        smaller = float((residual * nearer).sum())
        if smaller <= enough:
            break
        direction, size = nearer + smaller / size * direction, smaller
    return step
